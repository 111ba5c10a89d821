// SPDX-License-Identifier: MIT
package io.mqconnector.engine.inbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.junit.jupiter.api.Test;

class RunOffsetsTest {
    /** Of an owner that was not transactional: 4, 5 and 9 to 11 are done, 2, 3 and 6 to 8 are not. */
    private static final DoneRanges KNOWN = new DoneRanges(new long[] {2, 4, 6, 9, 12});

    private final RunOffsets offsets = new RunOffsets(
            DeliveryFixture.PARTITION, new CommitMetadata(3, new TreeMap<>(), KNOWN), new RunOffsets.Membership());

    private OffsetAndMetadata at(long offset) {
        var commits = offsets.at(offset, new TreeMap<>(Map.of(1L, 1, 7L, 2)));
        return Objects.requireNonNull(commits.get(DeliveryFixture.PARTITION));
    }

    private static CommitMetadata metadata(OffsetAndMetadata commit) {
        return CommitMetadata.of(commit.metadata(), commit.offset());
    }

    @Test
    void sayWhatAnEarlierOwnerHasDoneBeyondThem() {
        var commit = at(3);

        assertThat(commit.offset()).isEqualTo(3);
        assertThat(metadata(commit).partitions()).isEqualTo(3);
        assertThat(metadata(commit).done().bounds()).containsExactly(3, 4, 6, 9, 12);
        assertThat(metadata(commit).failures()).containsExactly(entry(7L, 2));
    }

    @Test
    void areBehindWhatAnEarlierOwnerHasDone() {
        var commit = at(4);

        assertThat(commit.offset()).isEqualTo(6);
        assertThat(metadata(commit).done().bounds()).containsExactly(6, 9, 12);
        assertThat(at(5).offset()).isEqualTo(6);
        assertThat(at(6).offset()).isEqualTo(6);
        assertThat(at(9).offset()).isEqualTo(12);
    }

    @Test
    void sayNothingMoreBehindAllOfThat() {
        for (long offset : new long[] {12, 13}) {
            assertThat(at(offset).offset()).isEqualTo(offset);
            assertThat(metadata(at(offset)).done().isEmpty()).isTrue();
        }
    }
}
