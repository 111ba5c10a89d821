// SPDX-License-Identifier: MIT
package io.mqconnector.engine.inbound;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mqconnector.api.MqConsumerError;
import io.mqconnector.api.MqDeadLetter;
import io.mqconnector.api.MqRejectedException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FailurePolicyTest {
    private final ScriptedListener listener = new ScriptedListener();
    private final DeliveryFixture fixture = new DeliveryFixture();

    @AfterEach
    void close() {
        fixture.close();
    }

    private void start() {
        var unused = fixture.deliveries(EndpointSource.of(listener));
    }

    /** Runs workers and timer until the listener has been called so often, or nothing is left to do. */
    private void runUntilCalled(int times) {
        fixture.executor.runAll();
        while (listener.calls.size() < times && !fixture.timer.tasks.isEmpty()) {
            fixture.timer.fire();
            fixture.executor.runAll();
        }
    }

    private static Map<String, String> added(Iterable<Header> headers) {
        var added = new TreeMap<String, String>();
        for (Header header : headers) {
            if (header.key().startsWith("mq-dead-letter-") || header.key().equals(MqDeadLetter.RETRY_COUNT)) {
                assertThat(added.put(header.key(), new String(header.value(), UTF_8)))
                        .as(header.key())
                        .isNull();
            }
        }
        return added;
    }

    @Test
    void writesALetterWhenTheAttemptsAreUsedUpAndIsDoneWhenItIsAcknowledged() {
        start();
        listener.fail(0);
        fixture.receive(0, 1);

        runUntilCalled(3);

        assertThat(listener.calls).containsExactly("0/1", "0/2", "0/3");
        assertThat(fixture.letters).hasSize(1);
        assertThat(fixture.timer.tasks).isEmpty();
        assertThat(fixture.frontier().offset()).as("not acknowledged yet").isZero();
        assertThat(fixture.frontier().inFlight()).isEqualTo(2);
        assertThat(fixture.counters.deadLetters.sum()).isZero();

        fixture.answerLetter(null);
        fixture.executor.runAll();

        assertThat(listener.calls).containsExactly("0/1", "0/2", "0/3", "1/1");
        assertThat(fixture.frontier().offset()).isEqualTo(2);
        assertThat(fixture.counters.deadLetters.sum()).isEqualTo(1);
        assertThat(fixture.assignment().failureCounts()).isEmpty();
    }

    @Test
    void leavesKeyValueAndHeadersOfALetterAsTheyAre() {
        start();
        listener.fail(0).failure = new IllegalArgumentException("no such customer");
        var key = new byte[] {1, 2, -3};
        var value = new byte[] {0, -1, 5};
        var record = new ConsumerRecord<byte[], byte[]>("t", 0, 0, key, value);
        record.headers().add("a", new byte[] {7}).add("b", null).add("a", new byte[] {8});
        fixture.receive(List.of(record));

        runUntilCalled(3);

        var letter = fixture.letters.element().record();
        assertThat(letter.topic()).isEqualTo("t.group.dlt");
        assertThat(letter.partition()).isNull();
        assertThat(letter.key()).isSameAs(key);
        assertThat(letter.value()).isSameAs(value);
        var headers = new ArrayList<Header>();
        letter.headers().forEach(headers::add);
        assertThat(headers.subList(0, 3)).extracting(Header::key).containsExactly("a", "b", "a");
        assertThat(headers.subList(0, 3)).extracting(Header::value).containsExactly(new byte[] {7}, null, new byte[] {8
        });
        assertThat(added(letter.headers()))
                .containsExactlyInAnyOrderEntriesOf(Map.ofEntries(
                        Map.entry(MqDeadLetter.TOPIC, "t"),
                        Map.entry(MqDeadLetter.PARTITION, "0"),
                        Map.entry(MqDeadLetter.OFFSET, "0"),
                        Map.entry(MqDeadLetter.TIMESTAMP, "-1"),
                        Map.entry(MqDeadLetter.GROUP, "group"),
                        Map.entry(MqDeadLetter.LISTENER, "listener"),
                        Map.entry(MqDeadLetter.ATTEMPTS, "3"),
                        Map.entry(MqDeadLetter.RETRY_COUNT, "2"),
                        Map.entry(MqDeadLetter.FIRST_FAILURE, "1970-01-01T00:00:00Z"),
                        Map.entry(MqDeadLetter.LAST_FAILURE, "1970-01-01T00:00:00Z"),
                        Map.entry(MqDeadLetter.EXCEPTION_CLASS, "java.lang.IllegalArgumentException"),
                        Map.entry(MqDeadLetter.EXCEPTION_MESSAGE, "no such customer")));
    }

    @Test
    void haltsThePartitionUntilALetterThatFailsCanBeWritten() {
        fixture.set("ordering", "key").set("workers", "2");
        start();
        listener.fail(0).failure = new MqRejectedException("never", null);
        fixture.receiveKeys(0, "a", "b");
        fixture.executor.runAll();
        fixture.receiveKeys(2, "b");
        fixture.answerLetter(new IllegalStateException("broker away"));
        fixture.executor.runAll();

        assertThat(fixture.assignment().isHalted()).isTrue();
        assertThat(listener.calls).as("2 waits, too").containsExactly("0/1", "1/1");
        assertThat(fixture.timer.tasks)
                .extracting(ManualTimer.Task::delayNanos)
                .containsExactly(Duration.ofSeconds(1).toNanos());

        fixture.timer.fire();
        fixture.answerLetter(new IllegalStateException("still away"));
        fixture.errorExecutor.runAll();

        assertThat(fixture.timer.tasks)
                .extracting(ManualTimer.Task::delayNanos)
                .containsExactly(Duration.ofSeconds(2).toNanos());
        assertThat(fixture.errors)
                .extracting(MqConsumerError::kind)
                .as("told once")
                .containsExactly(MqConsumerError.Kind.DEAD_LETTER_FAILED);
        assertThat(fixture.frontier().offset()).isZero();
        assertThat(fixture.counters.failedDeadLetters.sum()).isEqualTo(2);

        assertThat(fixture.deeds).isEmpty();
        fixture.timer.fire();
        fixture.answerLetter(null);

        assertThat(fixture.deeds).containsExactly(ListenerObserver.Deed.RECOVERED);
        assertThat(fixture.assignment().isHalted()).isFalse();
        assertThat(fixture.assignment().takeOfferDue()).isTrue();
        fixture.offerAll();
        fixture.executor.runAll();
        assertThat(listener.calls).containsExactly("0/1", "1/1", "2/1");
        assertThat(fixture.frontier().offset()).isEqualTo(3);
    }

    @Test
    void tellsAgainOfTheNextLetterThatFails() {
        start();
        listener.failure = new MqRejectedException("never", null);
        listener.fail(0).fail(1);
        fixture.receive(0, 1);
        for (int i = 0; i < 2; i++) {
            fixture.executor.runAll();
            fixture.answerLetter(new IllegalStateException("away"));
            fixture.timer.fire();
            fixture.answerLetter(null);
        }
        fixture.errorExecutor.runAll();

        assertThat(fixture.errors).hasSize(2);
        assertThat(fixture.frontier().offset()).isEqualTo(2);
    }

    @Test
    void isQuietOnlyWhenALetterUnderWayIsAnswered() {
        start();
        listener.fail(0).failure = new MqRejectedException("never", null);
        fixture.receive(0, 1);
        fixture.executor.runAll();

        fixture.assignment().close();
        assertThat(fixture.assignment().awaitQuiet(fixture.clock.get())).isFalse();
        fixture.answerLetter(null);

        assertThat(fixture.assignment().awaitQuiet(fixture.clock.get())).isTrue();
        assertThat(fixture.frontier().offset()).isEqualTo(1);
        fixture.executor.runAll();
        assertThat(listener.calls).containsExactly("0/1");
    }

    @Test
    void triesALetterNoMoreOnceThePartitionIsGivenUp() {
        start();
        listener.fail(0).failure = new MqRejectedException("never", null);
        fixture.receive(0);
        fixture.executor.runAll();
        fixture.answerLetter(new IllegalStateException("away"));

        fixture.assignment().close();

        assertThat(fixture.assignment().awaitQuiet(fixture.clock.get())).isTrue();
        fixture.timer.fire();
        assertThat(fixture.letters).isEmpty();
        assertThat(fixture.frontier().offset()).isZero();
    }

    @Test
    void skipsARecordAndGoesOn() {
        fixture.set("failure-policy", "skip").set("retry-attempts", "2");
        start();
        listener.fail(0);
        fixture.receive(0, 1);

        runUntilCalled(3);

        assertThat(listener.calls).containsExactly("0/1", "0/2", "1/1");
        assertThat(fixture.letters).isEmpty();
        assertThat(fixture.counters.skipped.sum()).isEqualTo(1);
        assertThat(fixture.frontier().offset()).isEqualTo(2);
        assertThat(fixture.assignment().failureCounts()).isEmpty();
    }

    @Test
    void stopsThePartitionAtARecordAndGivesItAllItsAttemptsAgainWhenItIsResumed() {
        fixture.set("failure-policy", "stop")
                .set("retry-attempts", "2")
                .set("ordering", "key")
                .set("workers", "2");
        start();
        listener.fail(0, 3);
        fixture.receiveKeys(0, "a", "b");
        runUntilCalled(3);
        fixture.errorExecutor.runAll();

        assertThat(listener.calls).containsExactly("0/1", "1/1", "0/2");
        assertThat(fixture.assignment().isHalted()).isTrue();
        assertThat(fixture.timer.tasks).isEmpty();
        assertThat(fixture.errors)
                .extracting(MqConsumerError::kind)
                .containsExactly(MqConsumerError.Kind.PARTITION_STOPPED);
        fixture.receiveKeys(2, "b");
        fixture.executor.runAll();
        assertThat(listener.calls).as("other keys stand still, too").hasSize(3);

        fixture.assignment().resumeStopped();
        fixture.executor.runAll();

        assertThat(listener.calls).endsWith("0/3");
        assertThat(fixture.assignment().isHalted()).isFalse();
        assertThat(fixture.assignment().takeOfferDue()).isTrue();
        fixture.offerAll();
        runUntilCalled(6);
        assertThat(listener.calls).containsExactlyInAnyOrder("0/1", "1/1", "0/2", "0/3", "2/1", "0/4");
        assertThat(fixture.frontier().offset()).isEqualTo(3);
    }

    @Test
    void stopsAgainWhenTheRecordFailsAgain() {
        fixture.set("failure-policy", "stop").set("retry-attempts", "1");
        start();
        listener.fail(0);
        fixture.receive(0);
        for (int i = 1; i <= 3; i++) {
            fixture.executor.runAll();
            fixture.errorExecutor.runAll();
            assertThat(fixture.errors).hasSize(i);
            assertThat(fixture.assignment().isHalted()).isTrue();
            fixture.assignment().resumeStopped();
        }

        assertThat(listener.calls).containsExactly("0/1", "0/2", "0/3");
    }

    @Test
    void forgetsAResumeOfWhatHasNotStopped() {
        start();

        fixture.assignment().resumeStopped();

        assertThat(fixture.assignment().isHalted()).isFalse();
    }

    @Test
    void givesARejectedRecordUpAtOnceEvenIfAttemptsAreUnlimited() {
        fixture.set("retry-attempts", "0");
        start();
        listener.fail(0).failure = new MqRejectedException("never", null);
        fixture.receive(0);

        fixture.executor.runAll();

        assertThat(listener.calls).containsExactly("0/1");
        assertThat(added(fixture.letters.element().record().headers()))
                .containsEntry(MqDeadLetter.ATTEMPTS, "1")
                .containsEntry(MqDeadLetter.RETRY_COUNT, "0");
    }

    @Test
    void triesAgainAndAgainWithoutALimit() {
        fixture.set("retry-attempts", "0");
        start();
        listener.fail(0);
        fixture.receive(0);

        runUntilCalled(50);

        assertThat(listener.calls).hasSize(50).endsWith("0/50");
        assertThat(fixture.letters).isEmpty();
    }

    private void startWithEarlierFailures(int count) {
        start();
        var unused = fixture.feed(0, new CommitMetadata(1, new TreeMap<>(Map.of(0L, count)), DoneRanges.NONE));
    }

    @Test
    void goesOnCountingTheAttemptsOfAnEarlierOwner() {
        startWithEarlierFailures(1);
        listener.fail(0);
        fixture.receive(0);

        runUntilCalled(2);

        assertThat(listener.calls).containsExactly("0/2", "0/3");
        assertThat(added(fixture.letters.element().record().headers())).containsEntry(MqDeadLetter.ATTEMPTS, "3");
    }

    @Test
    void hasAnAttemptLeftHoweverOftenEarlierOwnersFailed() {
        startWithEarlierFailures(17);
        fixture.receive(0);

        fixture.executor.runAll();

        assertThat(listener.calls).containsExactly("0/18");
        assertThat(fixture.frontier().offset()).isEqualTo(1);
    }

    @Test
    void tellsTheNextOwnerOfFailuresUntilTheRecordIsDone() {
        start();
        listener.fail(0, 2);
        fixture.receive(0, 1);
        runUntilCalled(2);

        var due = due();
        assertThat(CommitMetadata.of(due.offset().metadata(), due.offset().offset())
                        .failures())
                .containsExactly(Map.entry(0L, 2));

        runUntilCalled(4);

        due = due();
        assertThat(due.offset().offset()).isEqualTo(2);
        assertThat(CommitMetadata.of(due.offset().metadata(), 2).failures()).isEmpty();
    }

    private PartitionFeed.Due due() {
        var due = fixture.feed().due(CommitMetadata.MAX_CHARS);
        if (due == null) {
            throw new AssertionError("nothing to commit");
        }
        return due;
    }

    @Test
    void triesARecordAgainWhoseExceptionCannotSayItsMessage() {
        start();
        listener.fail(0, 1).failure = new IllegalStateException() {
            private static final long serialVersionUID = 1L;

            @Override
            public String getMessage() {
                throw new UnsupportedOperationException("told to fail");
            }

            @Override
            public String toString() {
                return "an exception without a message";
            }
        };
        fixture.receive(0, 1);

        runUntilCalled(3);

        assertThat(listener.calls).containsExactly("0/1", "0/2", "1/1");
        assertThat(fixture.frontier().offset()).isEqualTo(2);
    }
}
