// SPDX-License-Identifier: MIT
package io.mqconnector.engine.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.junit.jupiter.api.Test;

class FrontierTest {
    private final Frontier frontier = new Frontier(10, "m");

    private static OffsetAndMetadata next(long offset) {
        return new OffsetAndMetadata(offset, Optional.of(7), "");
    }

    @Test
    void startsWhereDeliveryStarts() {
        assertThat(frontier.position().offset()).isEqualTo(10);
        assertThat(frontier.inFlight()).isZero();
    }

    @Test
    void staysBehindTheFirstRecordThatIsNotDone() {
        frontier.received(3, next(13));

        frontier.done(10);

        assertThat(frontier.position().offset()).isEqualTo(11);
        assertThat(frontier.inFlight()).isEqualTo(2);
    }

    @Test
    void doesNotMoveWhileNothingIsDone() {
        frontier.received(3, next(13));

        assertThat(frontier.position().offset()).isEqualTo(10);
    }

    @Test
    void movesOverAGapInTheOffsetsOnlyWhenEverythingReceivedIsDone() {
        frontier.received(2, next(40));
        frontier.done(12);
        assertThat(frontier.position().offset()).isEqualTo(13);

        frontier.done(30);

        assertThat(frontier.position().offset()).isEqualTo(40);
        assertThat(frontier.position().leaderEpoch()).contains(7);
    }

    @Test
    void keepsTheMetadataInEveryPosition() {
        frontier.received(2, next(12));
        assertThat(frontier.position().metadata()).isEqualTo("m");

        frontier.done(10);
        assertThat(frontier.position().metadata()).isEqualTo("m");

        frontier.done(11);
        assertThat(frontier.position().metadata()).isEqualTo("m");
    }
}
