// SPDX-License-Identifier: MIT
package io.mqconnector.engine.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.mqconnector.engine.config.OffsetReset;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class StartPositionTest {
    private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");

    private static TopicPartition partition(int number) {
        return new TopicPartition("t", number);
    }

    /** Partition n begins at 10n and ends at 10n + 5. */
    private StartPosition position(OffsetReset reset, int count) {
        var infos = new ArrayList<PartitionInfo>();
        var beginnings = new HashMap<TopicPartition, Long>();
        var ends = new HashMap<TopicPartition, Long>();
        for (int i = 0; i < count; i++) {
            infos.add(new PartitionInfo("t", i, Node.noNode(), new Node[0], new Node[0]));
            beginnings.put(partition(i), 10L * i);
            ends.put(partition(i), 10L * i + 5);
        }
        consumer.updatePartitions("t", infos);
        consumer.updateBeginningOffsets(beginnings);
        consumer.updateEndOffsets(ends);
        consumer.assign(beginnings.keySet());
        return new StartPosition(consumer, reset, Duration.ofSeconds(1));
    }

    private void committed(int partition, long offset, String metadata) {
        consumer.commitSync(Map.of(partition(partition), new OffsetAndMetadata(offset, metadata)));
    }

    @Test
    void pinsANewGroupAtTheEndWithLatest() {
        var starts = position(OffsetReset.LATEST, 2).resolve(List.of(partition(0), partition(1)));

        assertThat(starts.get(partition(0))).isEqualTo(new StartPosition.Start(5, start(2, 5), true));
        assertThat(starts.get(partition(1))).isEqualTo(new StartPosition.Start(15, start(2, 15), true));
    }

    @Test
    void pinsANewGroupAtTheBeginningWithEarliest() {
        var starts = position(OffsetReset.EARLIEST, 2).resolve(List.of(partition(1)));

        assertThat(starts.get(partition(1))).isEqualTo(new StartPosition.Start(10, start(2, 10), true));
    }

    private static CommitMetadata start(int partitions, long offset) {
        return new CommitMetadata(partitions, new TreeMap<>(), DoneRanges.ofNothing(offset));
    }

    @Test
    void goesOnWhereTheGroupIs() {
        var position = position(OffsetReset.LATEST, 1);
        committed(0, 3, "mq1 partitions=1");

        assertThat(position.resolve(List.of(partition(0))).get(partition(0)))
                .isEqualTo(new StartPosition.Start(3, new CommitMetadata(1, new TreeMap<>(), DoneRanges.NONE), false));
    }

    @Test
    void usesThePolicyWhenOnlyAnotherMemberOfTheSameNewGroupHasPinned() {
        var position = position(OffsetReset.LATEST, 4);
        committed(0, 5, "mq1 partitions=4");
        committed(1, 15, "mq1 partitions=4");

        var starts = position.resolve(List.of(partition(2), partition(3)));

        assertThat(starts.get(partition(2)).offset()).isEqualTo(25);
        assertThat(starts.get(partition(3)).offset()).isEqualTo(35);
    }

    @Test
    void startsAPartitionAddedLaterAtItsBeginning() {
        var position = position(OffsetReset.LATEST, 6);
        committed(0, 5, "mq1 partitions=4");
        committed(4, 40, "mq1 partitions=4");

        var starts = position.resolve(List.of(partition(3), partition(5)));

        assertThat(starts.get(partition(5))).isEqualTo(new StartPosition.Start(50, start(4, 50), true));
        assertThat(starts.get(partition(3)).offset()).as("there from the start").isEqualTo(35);
    }

    @Test
    void ignoresMetadataOfOthers() {
        var position = position(OffsetReset.LATEST, 6);
        committed(0, 5, "somebody else's");
        committed(1, 15, "mq1 partitions=many");

        assertThat(position.resolve(List.of(partition(5))).get(partition(5)).offset())
                .isEqualTo(55);
    }
}
