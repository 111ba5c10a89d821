// SPDX-License-Identifier: MIT
package io.mqconnector.itests.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class DuplicateCheckTest {
    private final HistoryBuilder history =
            new HistoryBuilder().records("a", "b").ok("m1", 0, 0, 5);

    private List<String> violations() {
        return new DuplicateCheck().violations(history.build());
    }

    @Test
    void isContentWithOneOfEach() {
        history.ok("m1", 1, 5, 10);

        assertThat(violations()).isEmpty();
    }

    @Test
    void findsADuplicateWithoutACause() {
        history.ok("m2", 0, 50, 55);

        assertThat(violations()).singleElement().asString().endsWith("done: no cause");
        assertThat(DuplicateCheck.count(history.build())).isEqualTo(1);
    }

    @Test
    void findsARecordDeliveredTwiceAtOnce() {
        history.order(Order.UNORDERED).ok("m1", 1, 0, 10).ok("m1", 1, 8, 12);

        assertThat(violations()).singleElement().asString().endsWith("still under way: no cause");
    }

    @Test
    void letsWhatAKilledMemberHadDoneComeAgain() {
        history.cause(CauseKind.KILL, "m1", 20, 21).ok("m2", 0, 50, 55);

        assertThat(violations()).isEmpty();
    }

    @Test
    void doesNotTakeTheKillOfAnotherForACause() {
        history.cause(CauseKind.KILL, "m3", 20, 21).ok("m2", 0, 50, 55);

        assertThat(violations()).singleElement().asString().endsWith("done: no cause");
    }

    @Test
    void doesNotTakeALaterKillForACause() {
        history.ok("m2", 0, 50, 55).cause(CauseKind.KILL, "m1", 70, 71);

        assertThat(violations()).singleElement().asString().endsWith("done: no cause");
    }

    @Test
    void wantsNothingAgainThatWasCommittedBeforeTheKill() {
        history.sample(0, 1, 10).cause(CauseKind.KILL, "m1", 20, 21).ok("m2", 0, 50, 55);

        assertThat(violations()).singleElement().asString().contains("was committed already");
    }

    @Test
    void letsAPartitionThatWasSoughtBackComeAgain() {
        history.sample(0, 1, 10).seek(0, 0, 1, 40).ok("m1", 0, 50, 55);

        assertThat(violations()).isEmpty();
    }

    @Test
    void doesNotTakeASeekToALaterOffsetForACause() {
        history.seek(0, 1, 2, 40).ok("m1", 0, 50, 55);

        assertThat(violations()).singleElement().asString().endsWith("done: no cause");
    }

    @Test
    void letsEverythingComeAgainWhenTheBrokerWasAway() {
        history.broker(10, 40).ok("m2", 0, 50, 55);

        assertThat(violations()).isEmpty();
    }

    @Test
    void letsAMemberThatHasLostItsPartitionsRepeatOthers() {
        history.ok("m2", 0, 50, 55).cause(CauseKind.LOST, "m2", 60, 61);

        assertThat(violations()).isEmpty();
    }

    @Test
    void countsAListenerThatReturnedTooLateAsFailed() {
        history.handlerTimeout(100).ok("m1", 1, 10, 110).delivery("m1", 0, 1, 2, 120, 121, EventKind.OK);

        assertThat(violations()).isEmpty();
    }

    @Test
    void letsWhatWasNotAcknowledgedComeAgain() {
        history.form(Form.MANUAL)
                .manual("m1", 1, 10, 11, EventKind.ACK, 0, null)
                .delivery("m1", 0, 1, 2, 1_000, 1_001, EventKind.RETURN);

        assertThat(violations()).isEmpty();
    }

    @Test
    void findsTwoDeadLettersOfOneRecord() {
        history.poison(0, 1).deadLetter(0, 1, 100).deadLetter(0, 1, 200);

        assertThat(violations()).singleElement().asString().contains("2 dead letters");
    }

    @Test
    void findsADeliveryAfterTheDeadLetter() {
        history.poison(0, 1).failed("m1", 1, 3, 10, 11).deadLetter(0, 1, 100).failed("m2", 1, 4, 500, 501);

        assertThat(violations()).singleElement().asString().contains("after its dead letter");
    }
}
