// SPDX-License-Identifier: MIT
package io.mqconnector.engine.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.junit.jupiter.api.Test;

class FrontierTest {
    private final Frontier frontier = new Frontier(10);

    private Segment receive(long next, long... offsets) {
        var segment = new Segment(
                LongStream.of(offsets)
                        .mapToObj(offset -> DeliveryFixture.record(offset, new byte[0]))
                        .toList(),
                false);
        frontier.received(segment);
        frontier.polledTo(new OffsetAndMetadata(next, Optional.of(7), ""));
        return segment;
    }

    private void done(Segment segment, int... indexes) {
        for (int index : indexes) {
            segment.done(index);
        }
        frontier.finished(indexes.length);
    }

    @Test
    void startsWhereDeliveryStarts() {
        assertThat(frontier.position().offset()).isEqualTo(10);
        assertThat(frontier.inFlight()).isZero();
        assertThat(frontier.span()).isZero();
    }

    @Test
    void staysBehindTheFirstRecordThatIsNotDone() {
        var segment = receive(13, 10, 11, 12);

        done(segment, 0, 2);

        assertThat(frontier.position().offset()).isEqualTo(11);
        assertThat(frontier.inFlight()).isEqualTo(1);
        assertThat(frontier.span()).isEqualTo(2);
    }

    @Test
    void doesNotMoveWhileTheFirstIsNotDone() {
        var segment = receive(13, 10, 11, 12);

        done(segment, 1, 2);

        assertThat(frontier.position().offset()).isEqualTo(10);
    }

    @Test
    void movesOverAGapInTheOffsetsWithTheRecordBehindIt() {
        var segment = receive(40, 12, 30);
        assertThat(frontier.position().offset()).isEqualTo(12);

        done(segment, 0);
        assertThat(frontier.position().offset()).isEqualTo(30);

        done(segment, 1);
        assertThat(frontier.position().offset()).isEqualTo(40);
        assertThat(frontier.position().leaderEpoch()).contains(7);
    }

    /** The worker empties each slot right after the poll thread has looked at it. */
    @Test
    void aRecordThatIsDoneWhileItIsLookedAtDoesNotMoveItPastTheNext() {
        var records = LongStream.of(10, 11, 12)
                .mapToObj(offset -> DeliveryFixture.record(offset, new byte[0]))
                .toList();
        frontier.received(new Segment(records, false) {
            @Override
            ConsumerRecord<byte[], byte[]> undone(int index) {
                var seen = super.undone(index);
                done(index);
                return seen;
            }
        });
        frontier.polledTo(new OffsetAndMetadata(13));

        assertThat(frontier.position().offset()).isEqualTo(10);
        assertThat(frontier.position().offset()).isEqualTo(11);
        assertThat(frontier.offset()).isEqualTo(12);
        assertThat(frontier.position().offset()).isEqualTo(13);
    }

    @Test
    void goesOnFromOnePollToTheNext() {
        var first = receive(12, 10, 11);
        var second = receive(14, 12, 13);

        done(second, 0);
        assertThat(frontier.offset()).isEqualTo(10);

        done(first, 0, 1);
        assertThat(frontier.offset()).isEqualTo(13);
        assertThat(frontier.span()).isEqualTo(1);
    }

    @Test
    void tellsWhatIsDoneBeyondIt() {
        var first = receive(14, 10, 11, 12, 13);
        var second = receive(21, 17, 18, 19, 20);
        done(first, 1, 3);
        done(second, 0, 3);

        var done = frontier.doneBeyond(100);

        assertThat(LongStream.range(0, 30).filter(done::contains))
                .as("14 to 16 exist nowhere")
                .containsExactly(11L, 13L, 14L, 15L, 16L, 17L, 20L);
        assertThat(done.end()).isEqualTo(21);
    }

    @Test
    void tellsNothingBeyondItWhenThatIsNotDone() {
        receive(14, 10, 11, 12, 13);

        assertThat(frontier.doneBeyond(100).isEmpty()).isTrue();
    }

    @Test
    void tellsOnlySoMuch() {
        var segment = receive(20, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19);
        done(segment, 1, 3, 5, 7, 9);

        var done = frontier.doneBeyond(2);

        assertThat(LongStream.range(0, 30).filter(done::contains)).containsExactly(11L, 13L);
    }

    @Test
    void knowsWhatIsUnfinished() {
        var segment = receive(13, 10, 11, 12);
        done(segment, 0);

        assertThat(frontier.isUnfinishedBelow(11)).isFalse();
        assertThat(frontier.isUnfinishedBelow(12)).isTrue();
    }
}
