// SPDX-License-Identifier: MIT
package io.mqconnector.itests.sending;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mqconnector.api.MqErrorCode;
import io.mqconnector.api.MqOutcome;
import io.mqconnector.api.MqReceipt;
import io.mqconnector.api.MqSendException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.function.LongBinaryOperator;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

/** The checks, on histories of a few messages. */
class ChecksTest {
    private static final String TOPIC = "t";
    private static final Lane KEY = new Lane(1, -1);

    private final SendJournal journal = new SendJournal();
    private final List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    private LongBinaryOperator stoodStill = (since, until) -> 0;

    @Test
    void areContentWithMessagesThatAreWhereTheyWereSaidToBe() {
        acknowledge(sent(KEY, Form.SYNC), 0, 0);
        acknowledge(sent(KEY, Form.CALLBACK), 0, 1);
        fail(sent(KEY, Form.STAGE), MqOutcome.NOT_WRITTEN);
        write(fail(sent(KEY, Form.STAGE), MqOutcome.UNKNOWN), 0, 2);

        assertThat(violations()).isEmpty();
    }

    @Test
    void findAnAcknowledgedMessageThatIsNotThere() {
        tell(sent(KEY, Form.SYNC), 0, 0);

        assertThat(violations()).singleElement().asString().startsWith("log:").endsWith("is at []");
    }

    @Test
    void findAnAcknowledgedMessageThatIsThereTwice() {
        write(acknowledge(sent(KEY, Form.SYNC), 0, 0), 0, 1);

        assertThat(violations()).singleElement().asString().startsWith("log:").endsWith("is at [0@0, 0@1]");
    }

    @Test
    void findAMessageThatIsElsewhere() {
        write(tell(sent(KEY, Form.SYNC), 0, 0), 0, 1);

        assertThat(violations()).singleElement().asString().startsWith("log:");
    }

    @Test
    void findAMessageThatWasSaidNotToBeWritten() {
        write(fail(sent(KEY, Form.SYNC), MqOutcome.NOT_WRITTEN), 0, 0);

        assertThat(violations()).singleElement().asString().startsWith("log:");
    }

    @Test
    void findAnUnknownMessageThatIsThereTwice() {
        write(write(fail(sent(KEY, Form.SYNC), MqOutcome.UNKNOWN), 0, 0), 0, 1);

        assertThat(violations()).singleElement().asString().startsWith("log:");
    }

    @Test
    void findAMessageThatIsNotInThePartitionAskedFor() {
        acknowledge(sent(new Lane(1, 2), Form.SYNC), 0, 0);

        assertThat(violations()).singleElement().asString().startsWith("log:");
    }

    @Test
    void findAKeyInTwoPartitions() {
        acknowledge(sent(KEY, Form.SYNC), 0, 0);
        acknowledge(sent(KEY, Form.SYNC), 1, 0);

        assertThat(violations()).singleElement().asString().startsWith("log: one key in two partitions");
    }

    @Test
    void findAMessageThatOvertookAnEarlierOne() {
        acknowledge(sent(KEY, Form.SYNC), 0, 1);
        acknowledge(sent(KEY, Form.SYNC), 0, 0);

        assertThat(violations()).singleElement().asString().startsWith("order:");
    }

    @Test
    void allowEitherOrderOfMessagesThatWereSentAtTheSameTime() {
        var one = journal.add(KEY, Form.STAGE, done -> {});
        var other = journal.add(KEY, Form.STAGE, done -> {});
        one.starting();
        other.starting();
        one.returned();
        other.returned();

        acknowledge(one, 0, 1);
        acknowledge(other, 0, 0);

        assertThat(violations()).isEmpty();
    }

    @Test
    void findABatchThatIsNotInItsOrder() {
        var batch = journal.addBatch(List.of(KEY, KEY), Form.BATCH, done -> {});
        batch.forEach(Attempt::starting);
        batch.forEach(Attempt::returned);

        acknowledge(batch.get(0), 0, 1);
        acknowledge(batch.get(1), 0, 0);

        assertThat(violations()).singleElement().asString().startsWith("order:");
    }

    @Test
    void allowAnyOrderOfMessagesWithoutKeyAndPartition() {
        acknowledge(sent(Lane.FREE, Form.SYNC), 0, 1);
        acknowledge(sent(Lane.FREE, Form.SYNC), 0, 0);

        assertThat(violations()).isEmpty();
    }

    @Test
    void findCallbacksThatComeInAnotherOrder() {
        var first = sent(KEY, Form.CALLBACK);
        var second = sent(KEY, Form.CALLBACK);

        acknowledge(second, 0, 1);
        acknowledge(first, 0, 0);

        assertThat(violations()).singleElement().asString().startsWith("callbacks:");
    }

    @Test
    void findAMessageWithoutAnOutcomeAndOneWithTwo() {
        sent(KEY, Form.STAGE);
        tell(acknowledge(sent(KEY, Form.STAGE), 0, 0), 0, 0);

        assertThat(violations())
                .satisfiesExactly(
                        none -> assertThat(none).startsWith("outcome: none"),
                        two -> assertThat(two).startsWith("outcome: 2"));
    }

    @Test
    void findACallThatDoesNotReturn() {
        var attempt = journal.add(KEY, Form.CALLBACK, done -> {});
        attempt.starting();

        acknowledge(attempt, 0, 0);

        assertThat(violations()).singleElement().asString().startsWith("time: for ever inside");
        stoodStill = (since, until) -> until - since;
        assertThat(violations()).singleElement().asString().startsWith("time: for ever inside");
    }

    @Test
    void findACallThatIsHeldUnlessTheWholeMachineStoodStill() {
        var attempt = journal.add(KEY, Form.CALLBACK, done -> {});
        attempt.starting();
        await().pollDelay(Duration.ofSeconds(1)).until(() -> true);
        attempt.returned();
        acknowledge(attempt, 0, 0);

        assertThat(violations()).singleElement().asString().startsWith("time: ").contains(" inside ");
        stoodStill = (since, until) -> until - since;
        assertThat(violations()).isEmpty();
    }

    private List<String> violations() {
        var plan = SeedPlan.of(0, EnumSet.allOf(Feature.class));
        var history = new History(plan, Duration.ZERO, stoodStill, journal.attempts(), records);
        return Check.ALL.stream()
                .flatMap(check -> check.violations(history).stream())
                .toList();
    }

    private Attempt sent(Lane lane, Form form) {
        var attempt = journal.add(lane, form, done -> {});
        attempt.starting();
        attempt.returned();
        return attempt;
    }

    private Attempt acknowledge(Attempt attempt, int partition, long offset) {
        return write(tell(attempt, partition, offset), partition, offset);
    }

    private Attempt tell(Attempt attempt, int partition, long offset) {
        attempt.acknowledged(new MqReceipt(TOPIC, partition, offset, 0, 0));
        return attempt;
    }

    private Attempt fail(Attempt attempt, MqOutcome outcome) {
        attempt.failed(new MqSendException(
                MqErrorCode.TIMED_OUT, outcome, TOPIC, -1, "no acknowledgement", null, true, false));
        return attempt;
    }

    private Attempt write(Attempt attempt, int partition, long offset) {
        records.add(
                new ConsumerRecord<>(TOPIC, partition, offset, attempt.lane().keyBytes(), attempt.value()));
        return attempt;
    }
}
