// SPDX-License-Identifier: MIT
package io.mqconnector.examples.chat.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mqconnector.api.MqOutcome;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.LongConsumer;
import org.junit.jupiter.api.Test;

class LedgerTest {
    private static final int USERS = 10;
    private static final int MESSAGES = 1_000;

    private final Ledger ledger = Ledger.relayed("chat message", USERS, "logic", "gateway-1", "gateway-2");
    private final Ledger.Reader logic = ledger.reader("logic");
    private final Ledger.Reader first = ledger.reader("gateway-1");
    private final Ledger.Reader second = ledger.reader("gateway-2");

    @Test
    void aCleanRunHasNothingToComplainAbout() {
        for (long id = 0; id < MESSAGES; id++) {
            post(id);
            ledger.acknowledged(id);
            logic.delivered(0, id, id);
            first.delivered(0, id, id);
            second.delivered(0, id, id);
        }

        assertThat(ledger.counts()).isEqualTo(new Ledger.Counts(MESSAGES, MESSAGES, 0, 0, MESSAGES, 0, 0, 0, 0, 0, 0));
        assertThat(ledger.counts().lost()).isZero();
        assertThat(ledger.counts().unresolved()).isZero();
        assertThat(ledger.missing(5)).isEmpty();
    }

    @Test
    void anAcknowledgedMessageThatOneReaderMissesIsLostAndNamed() {
        for (long id = 0; id < MESSAGES; id++) {
            post(id);
            ledger.acknowledged(id);
            logic.delivered(0, id, id);
            first.delivered(0, id, id);
            if (id != 421) {
                second.delivered(0, id, id);
            }
        }

        assertThat(ledger.counts().lost()).isEqualTo(1);
        assertThat(ledger.counts().complete()).isEqualTo(MESSAGES - 1);
        assertThat(ledger.missing(5)).containsExactly("chat message 421 (user-1, number 42) not read by gateway-2");
    }

    @Test
    void aMessageThatOnlyTheRelayHasReadIsLost() {
        post(0);
        ledger.acknowledged(0);
        logic.delivered(0, 0, 0);

        assertThat(ledger.counts().lost()).isEqualTo(1);
        assertThat(ledger.missing(5)).singleElement().asString().endsWith("not read by gateway-1, gateway-2");
    }

    @Test
    void aMessageMayBeReadBeforeItsAcknowledgementIsHeardOf() {
        post(0);
        first.delivered(0, 0, 0);
        second.delivered(0, 0, 0);
        assertThat(ledger.counts().complete()).isZero();

        ledger.acknowledged(0);

        assertThat(ledger.counts().complete()).isEqualTo(1);
        assertThat(ledger.counts().lost()).isZero();
    }

    @Test
    void theSameRecordAgainIsADuplicateOfThatReaderOnly() {
        post(0);
        ledger.acknowledged(0);
        first.delivered(3, 7, 0);
        first.delivered(3, 7, 0);
        second.delivered(3, 7, 0);

        assertThat(ledger.counts().duplicates()).isEqualTo(1);
        assertThat(ledger.counts().relayedTwice()).isZero();
        assertThat(ledger.counts().complete()).isEqualTo(1);
    }

    @Test
    void offsetsOfDifferentPartitionsAreDifferentRecords() {
        post(0);
        post(1);
        first.delivered(0, 64, 0);
        first.delivered(1, 64, 1);
        first.delivered(1, 128, 1);

        assertThat(ledger.counts().duplicates()).isZero();
    }

    @Test
    void offsetsMayBeginAnywhere() {
        post(0);
        first.delivered(0, 5_000_000_000_000L, 0);
        first.delivered(0, 5_000_000_000_000L, 0);

        assertThat(ledger.counts().duplicates()).isEqualTo(1);
    }

    @Test
    void aMessageAtTwoOffsetsWasRelayedTwiceOrWrittenTwice() {
        post(0);
        logic.delivered(0, 1, 0);
        logic.delivered(0, 2, 0);
        first.delivered(0, 1, 0);
        first.delivered(0, 2, 0);

        assertThat(ledger.counts().writtenTwice()).isEqualTo(1);
        assertThat(ledger.counts().relayedTwice()).isEqualTo(1);
        assertThat(ledger.counts().duplicates()).isZero();
    }

    @Test
    void everyReaderOfADirectTopicSeesThatAMessageWasWrittenTwice() {
        Ledger direct = Ledger.direct("user event", USERS, "notification", "analytics");
        direct.issue();
        direct.reader("notification").delivered(0, 1, 0);
        direct.reader("notification").delivered(0, 2, 0);

        assertThat(direct.counts().writtenTwice()).isEqualTo(1);
    }

    @Test
    void aLaterMessageOfTheSameUserFirstIsDisorder() {
        postAndAcknowledge(2 * USERS);
        first.delivered(0, 0, 0);
        first.delivered(0, 1, USERS + 1); // user 1's second message
        first.delivered(0, 2, 1); // user 1's first message

        assertThat(ledger.counts().outOfOrder()).isEqualTo(1);
    }

    @Test
    void messagesOfDifferentUsersHaveNoOrder() {
        postAndAcknowledge(USERS);
        for (long id = USERS - 1; id >= 0; id--) {
            first.delivered(0, USERS - id, id);
        }

        assertThat(ledger.counts().outOfOrder()).isZero();
    }

    @Test
    void readersHaveAnOrderOfTheirOwn() {
        postAndAcknowledge(2 * USERS);
        first.delivered(0, 1, USERS);
        second.delivered(0, 0, 0);

        assertThat(ledger.counts().outOfOrder()).isZero();
    }

    @Test
    void aMessageAgainAfterALaterOneIsADuplicateNotDisorder() {
        postAndAcknowledge(2 * USERS);
        first.delivered(0, 0, 0);
        first.delivered(0, 1, USERS);
        first.delivered(0, 0, 0);

        assertThat(ledger.counts().outOfOrder()).isZero();
        assertThat(ledger.counts().duplicates()).isEqualTo(1);
    }

    @Test
    void aMessageOfUnknownOutcomeMayAppearAtAnyLaterPlace() {
        post(0);
        for (long id = 1; id <= USERS; id++) {
            post(id);
            ledger.acknowledged(id);
        }
        ledger.failed(0, MqOutcome.UNKNOWN);
        first.delivered(0, 0, USERS);
        first.delivered(0, 1, 0);

        assertThat(ledger.counts().outOfOrder()).isZero();
        assertThat(ledger.counts().phantoms()).isZero();
        assertThat(ledger.counts().lost()).isEqualTo(USERS);
        assertThat(ledger.counts().unknown()).isEqualTo(1);
    }

    @Test
    void disorderIsFoundWhenTheAcknowledgementsComeLater() {
        for (long id = 0; id <= USERS; id++) {
            post(id);
        }
        first.delivered(0, 0, USERS);
        first.delivered(0, 1, 0);
        assertThat(ledger.counts().outOfOrder()).isZero();

        ledger.acknowledged(0);
        ledger.acknowledged(USERS);

        assertThat(ledger.counts().outOfOrder()).isEqualTo(1);
    }

    @Test
    void aMessageReportedAsNotWrittenThatAppearsIsCountedOnce() {
        post(0);
        ledger.failed(0, MqOutcome.NOT_WRITTEN);
        logic.delivered(0, 0, 0);
        first.delivered(0, 0, 0);
        second.delivered(0, 0, 0);

        assertThat(ledger.counts().phantoms()).isEqualTo(1);
    }

    @Test
    void aMessageReadAndThenReportedAsNotWrittenIsCountedOnce() {
        post(0);
        logic.delivered(0, 0, 0);
        first.delivered(0, 0, 0);
        ledger.failed(0, MqOutcome.NOT_WRITTEN);
        second.delivered(0, 0, 0);

        assertThat(ledger.counts().phantoms()).isEqualTo(1);
    }

    @Test
    void aMessageReportedAsNotWrittenThatNobodyReadsIsNoLoss() {
        post(0);
        ledger.failed(0, MqOutcome.NOT_WRITTEN);

        assertThat(ledger.counts().lost()).isZero();
        assertThat(ledger.counts().phantoms()).isZero();
        assertThat(ledger.counts().notWritten()).isEqualTo(1);
    }

    @Test
    void twoOutcomesOfOneSendAreNoticed() {
        post(0);
        post(1);
        ledger.acknowledged(0);
        ledger.acknowledged(0);
        ledger.failed(1, MqOutcome.UNKNOWN);
        ledger.acknowledged(1);

        assertThat(ledger.counts().outcomesTwice()).isEqualTo(2);
    }

    @Test
    void aSendWithoutOutcomeIsUnresolved() {
        post(0);
        post(1);
        ledger.acknowledged(1);

        assertThat(ledger.counts().unresolved()).isEqualTo(1);
    }

    @Test
    void onlyNumbersThatWereIssuedAreKnown() {
        post(0);

        assertThat(ledger.isIssued(0)).isTrue();
        assertThat(ledger.isIssued(1)).isFalse();
        assertThat(ledger.isIssued(-1)).isFalse();
    }

    @Test
    void anUnknownReaderIsRefused() {
        assertThatThrownBy(() -> ledger.reader("gateway-3"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("gateway-3");
    }

    @Test
    void everyEventMovesTheProgress() {
        post(0);
        long before = ledger.progress();

        ledger.acknowledged(0);
        first.delivered(0, 0, 0);

        assertThat(ledger.progress()).isEqualTo(before + 2);
    }

    /** Stress with a fixed amount of work: acknowledgements and two readers race for every message. */
    @Test
    void countsAreExactWhenAllHappensAtOnce() throws Exception {
        int messages = 200_000;
        for (long id = 0; id < messages; id++) {
            post(id);
        }
        var start = new CountDownLatch(1);
        List<Runnable> tasks = List.of(
                () -> forAll(messages, ledger::acknowledged),
                () -> forAll(messages, id -> first.delivered((int) (id % 4), id / 4, id)),
                () -> forAll(messages, id -> second.delivered((int) (id % 4), id / 4, id)));

        var threads = Executors.newFixedThreadPool(tasks.size());
        var results = new ArrayList<Future<?>>();
        for (Runnable task : tasks) {
            results.add(threads.submit(() -> {
                start.await();
                task.run();
                return null;
            }));
        }
        start.countDown();
        for (Future<?> result : results) {
            result.get();
        }
        threads.shutdown();

        assertThat(ledger.counts()).isEqualTo(new Ledger.Counts(messages, messages, 0, 0, messages, 0, 0, 0, 0, 0, 0));
    }

    private static void forAll(int count, LongConsumer action) {
        for (long id = 0; id < count; id++) {
            action.accept(id);
        }
    }

    private void post(long id) {
        assertThat(ledger.issue()).isEqualTo(id);
    }

    private void postAndAcknowledge(int count) {
        for (long id = 0; id < count; id++) {
            post(id);
            ledger.acknowledged(id);
        }
    }
}
