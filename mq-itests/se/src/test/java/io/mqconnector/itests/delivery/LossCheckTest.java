// SPDX-License-Identifier: MIT
package io.mqconnector.itests.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class LossCheckTest {
    private final HistoryBuilder history = new HistoryBuilder().records("a", "a", "b");

    private List<String> violations() {
        return new LossCheck().violations(history.build());
    }

    private void handleBut(long left) {
        for (long offset = 0; offset < 3; offset++) {
            if (offset != left) {
                history.ok("m1", offset, 10 * offset, 10 * offset + 5);
            }
        }
    }

    private void poisonTheFirst() {
        handleBut(0);
        history.poison(0, 0).failed("m1", 0, HistoryBuilder.ATTEMPTS, 100, 101);
    }

    @Test
    void isContentWhenAllIsHandled() {
        handleBut(-1);

        assertThat(violations()).isEmpty();
    }

    @Test
    void missesARecordThatNobodyWasGiven() {
        handleBut(1);

        assertThat(violations()).singleElement().asString().startsWith("loss: never handled: 0@1");
    }

    @Test
    void missesARecordThatWasOnlyBegun() {
        handleBut(1);
        history.delivery("m1", 0, 1, 1, 10, 0, EventKind.START).failed("m2", 1, 1, 50, 51);

        assertThat(violations()).singleElement().asString().startsWith("loss: never handled: 0@1");
    }

    @Test
    void missesARecordWhoseAcknowledgementDidNotCount() {
        handleBut(1);
        history.form(Form.MANUAL).manual("m1", 1, 10, 11, EventKind.ACK, 20, EventKind.REFUSED);

        assertThat(violations()).singleElement().asString().startsWith("loss: never handled: 0@1");
    }

    @Test
    void takesADeadLetterAsProducedForAHandledRecord() {
        poisonTheFirst();
        history.deadLetter(0, 0, 200);

        assertThat(violations()).isEmpty();
    }

    @Test
    void missesADeadLetter() {
        poisonTheFirst();

        assertThat(violations()).singleElement().asString().startsWith("loss: no dead letter of 0@0");
    }

    @Test
    void findsADeadLetterWithAnotherValue() {
        poisonTheFirst();
        byte[] value = "other".getBytes(StandardCharsets.UTF_8);
        history.deadLetter(0, 0, 200, value, Stamp.headers(0, 0, Stamp.value(0, 0)), true);

        assertThat(violations()).singleElement().asString().endsWith("other value");
    }

    @Test
    void findsADeadLetterWithoutOneOfItsHeaders() {
        poisonTheFirst();
        var headers = Stamp.headers(0, 0, Stamp.value(0, 0));
        headers.remove(1);
        history.deadLetter(0, 0, 200, Stamp.value(0, 0), headers, true);

        assertThat(violations()).singleElement().asString().endsWith("is missing or changed");
    }

    @Test
    void findsADeadLetterThatDoesNotSayWhereItIsFrom() {
        poisonTheFirst();
        history.deadLetter(0, 0, 200, Stamp.value(0, 0), Stamp.headers(0, 0, Stamp.value(0, 0)), false);

        assertThat(violations()).singleElement().asString().contains("no header says orders");
    }

    @Test
    void findsADeadLetterOfARecordThatCanBeHandled() {
        handleBut(-1);
        history.deadLetter(0, 1, 200);

        assertThat(violations()).singleElement().asString().startsWith("loss: dead letter of a record that can");
    }

    @Test
    void takesAFailedRecordForSkippedWhereThatIsThePolicy() {
        poisonTheFirst();
        history.policy(Policy.SKIP);

        assertThat(violations()).isEmpty();
    }

    @Test
    void findsARecordSkippedTooSoon() {
        handleBut(0);
        history.poison(0, 0).policy(Policy.SKIP).failed("m1", 0, 1, 100, 101);

        assertThat(violations()).singleElement().asString().startsWith("loss: not tried as often");
    }

    @Test
    void takesARecordForDoneThatWasAcknowledgedByALaterOneWhileItFailed() {
        handleBut(0);
        history.form(Form.MANUAL).poison(0, 0).policy(Policy.SKIP).failed("m1", 0, 1, 100, 110);
        history.manual("m1", 2, 3, 4, EventKind.UP_TO, 105, EventKind.ACKED);

        assertThat(violations()).isEmpty();
    }

    @Test
    void wantsWhatWasSoughtBackToOnceMore() {
        handleBut(-1);
        history.seek(0, 1, 3, 100).ok("m1", 1, 110, 111);

        assertThat(violations())
                .singleElement()
                .asString()
                .startsWith("loss: not delivered again")
                .contains("0@2");
    }

    @Test
    void findsADeliveryOfWhatIsNotInTheLogUnlessThatIsCompacted() {
        handleBut(-1);
        history.ok("m1", 7, 100, 101);
        assertThat(violations()).singleElement().asString().startsWith("loss: not what is in the log");

        history.compacted();
        assertThat(violations()).isEmpty();
    }
}
