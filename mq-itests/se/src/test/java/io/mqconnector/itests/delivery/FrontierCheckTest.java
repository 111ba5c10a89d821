// SPDX-License-Identifier: MIT
package io.mqconnector.itests.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class FrontierCheckTest {
    private final HistoryBuilder history = new HistoryBuilder().records("a", "a", "a");

    private List<String> violations() {
        return new FrontierCheck().violations(history.build());
    }

    private void handleAll() {
        history.ok("m1", 0, 0, 10).ok("m1", 1, 10, 20).ok("m1", 2, 20, 30);
    }

    @Test
    void isContentWithCommitsBehindWhatIsDone() {
        handleAll();
        history.sample(0, 0, 1).sample(0, 1, 11).sample(0, 3, 31);

        assertThat(violations()).isEmpty();
    }

    @Test
    void findsACommitBeforeTheListenerReturned() {
        handleAll();
        history.sample(0, 2, 15);

        assertThat(violations()).singleElement().asString().contains("before 0@1 id 1 was finished");
    }

    @Test
    void findsACommitPastAHole() {
        history.order(Order.UNORDERED)
                .ok("m1", 0, 0, 10)
                .failed("m1", 1, 1, 10, 20)
                .ok("m1", 2, 20, 30)
                .sample(0, 3, 31)
                .delivery("m1", 0, 1, 2, 40, 50, EventKind.OK);

        assertThat(violations()).singleElement().asString().contains("before 0@1 id 1 was finished");
    }

    @Test
    void findsACommitForWhichALateCompletionOfAnOlderAssignmentWasTaken() {
        // of the assignment before the seek, 2 was done at 25; of the one after it only 0 is
        history.ok("m1", 0, 0, 10)
                .seek(0, 0, 1, 12)
                .ok("m1", 0, 13, 20)
                .sample(0, 2, 26)
                .ok("m1", 1, 30, 40)
                .ok("m1", 2, 40, 50);

        assertThat(violations()).singleElement().asString().contains("before 0@1 id 1 was finished");
    }

    @Test
    void takesAnAcknowledgementFromTheCallOn() {
        history.form(Form.MANUAL)
                .manual("m1", 0, 0, 1, EventKind.ACK, 50, EventKind.ACKED)
                .ok("m1", 1, 1, 2)
                .ok("m1", 2, 2, 3)
                .sample(0, 3, 50);
        assertThat(violations()).isEmpty();

        history.sample(0, 1, 49);
        assertThat(violations()).singleElement().asString().contains("0@0");
    }

    @Test
    void takesAnAcknowledgementUpToARecordForThoseBeforeIt() {
        history.form(Form.MANUAL)
                .manual("m1", 0, 0, 1, EventKind.ACK, 0, null)
                .manual("m1", 1, 1, 2, EventKind.UP_TO, 20, EventKind.ACKED)
                .sample(0, 2, 22)
                .manual("m1", 2, 30, 31, EventKind.ACK, 31, EventKind.ACKED);

        assertThat(violations()).isEmpty();
    }

    /** Whoever acknowledges meets it although its listener has not noted it yet, and fails afterwards. */
    @Test
    void takesAnAcknowledgementUpToARecordForOneThatIsJustBeingHandedOver() {
        history.form(Form.MANUAL)
                .failed("m1", 0, 1, 22, 23)
                .manual("m1", 1, 1, 2, EventKind.UP_TO, 20, EventKind.ACKED)
                .manual("m1", 2, 3, 4, EventKind.ACK, 5, EventKind.ACKED)
                .sample(0, 2, 30);

        assertThat(violations()).isEmpty();
    }

    @Test
    void takesItForNoneThatIsHandedOverLater() {
        history.form(Form.MANUAL)
                .failed("m1", 0, 1, 200, 201)
                .manual("m1", 1, 1, 2, EventKind.UP_TO, 20, EventKind.ACKED)
                .manual("m1", 2, 3, 4, EventKind.ACK, 5, EventKind.ACKED)
                .sample(0, 2, 210);

        assertThat(violations()).singleElement().asString().contains("0@0");
    }

    @Test
    void findsADeadLetterThatCountedBeforeItWasThere() {
        history.poison(0, 0).failed("m1", 0, 3, 0, 10).ok("m1", 1, 10, 20).ok("m1", 2, 20, 30);
        history.deadLetter(0, 0, 500).sample(0, 1, 100);

        assertThat(violations()).singleElement().asString().contains("before 0@0 id 0 was finished");
    }

    @Test
    void isContentWithADeadLetterThatWasThereBefore() {
        history.poison(0, 0).failed("m1", 0, 3, 0, 10).ok("m1", 1, 10, 20).ok("m1", 2, 20, 30);
        history.deadLetter(0, 0, 90).sample(0, 3, 100);

        assertThat(violations()).isEmpty();
    }

    @Test
    void takesAFailedRecordForSkippedWhereThatIsThePolicy() {
        history.policy(Policy.SKIP).poison(0, 0).failed("m1", 0, 3, 0, 10);
        history.ok("m1", 1, 10, 20).ok("m1", 2, 20, 30).sample(0, 3, 31);

        assertThat(violations()).isEmpty();
    }

    @Test
    void wantsAllCommittedInTheEnd() {
        handleAll();
        history.committed(0, 2);

        assertThat(violations()).hasSize(2).allMatch(violation -> violation.contains("committed 2 of 3"));
    }
}
