// SPDX-License-Identifier: MIT
package io.mqconnector.engine.outbound;

import static io.mqconnector.engine.outbound.StripesFixture.get;
import static io.mqconnector.engine.outbound.StripesFixture.message;
import static io.mqconnector.engine.outbound.StripesFixture.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.mqconnector.api.MqConnectionException;
import io.mqconnector.api.MqErrorCode;
import io.mqconnector.api.MqMessage;
import io.mqconnector.api.MqOutcome;
import io.mqconnector.api.MqSendException;
import io.mqconnector.engine.client.SendLimits;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What waits while there is no producer to take it. */
@Timeout(30)
class SendQueueingTest {
    private static final Duration LONG = Duration.ofSeconds(20);
    /** Room for about four messages. */
    private static final SendLimits NARROW =
            new SendLimits("b:9092", Duration.ofMillis(300), Duration.ofSeconds(10), 1_000_000, 450);
    /** The same for senders that wait as long as it takes. */
    private static final SendLimits PATIENT = new SendLimits("b:9092", LONG, LONG.multipliedBy(2), 1_000_000, 450);

    private final Recorder recorder = new Recorder();

    private CompletableFuture<RotationReport> rotating(StripesFixture fixture) {
        fixture.cluster.producer(0).freeze();
        fixture.send("k", "in-flight", recorder);
        var rotating = fixture.producer.rotate(0);
        until(() -> {
            var lane = fixture.producer.stripe(0).gate().lane();
            return lane != null && !lane.isOpen();
        });
        return rotating;
    }

    @Test
    void refusesAtOnceWhatAnAsynchronousSenderHasNoRoomFor() {
        try (var fixture = new StripesFixture(1, LONG, null, NARROW)) {
            var rotating = rotating(fixture);

            for (int i = 0; i < 6; i++) {
                fixture.send("k", "m" + i, recorder);
            }

            assertThat(recorder.failed).containsOnlyKeys("m4", "m5");
            var failure = recorder.failed.get("m5");
            assertThat(failure.code()).isEqualTo(MqErrorCode.BUFFER_FULL);
            assertThat(failure.outcome()).isEqualTo(MqOutcome.NOT_WRITTEN);
            assertThat(failure).hasMessageContaining("4 messages").hasMessageContaining("mq.producer.buffer (450)");
            fixture.cluster.producer(0).thaw();
            get(rotating);
            fixture.producer.flush(LONG);
            assertThat(fixture.cluster.log()).containsExactly("in-flight", "m0", "m1", "m2", "m3");
        }
    }

    @Test
    void letsASynchronousSenderWaitForRoomAndThenForItsOutcome() {
        try (var fixture = new StripesFixture(1, LONG, null, PATIENT)) {
            var rotating = rotating(fixture);
            for (int i = 0; i < 4; i++) {
                fixture.send("k", "m" + i, recorder);
            }

            var sending =
                    CompletableFuture.supplyAsync(() -> fixture.producer.send(message("k", "last")), fixture.executor);
            fixture.cluster.producer(0).thaw();

            get(rotating);
            assertThat(get(sending).offset()).isEqualTo(5);
        }
    }

    @Test
    void refusesASynchronousSenderAfterMaxBlock() {
        try (var fixture = new StripesFixture(1, LONG, null, NARROW)) {
            var rotating = rotating(fixture);
            for (int i = 0; i < 4; i++) {
                fixture.send("k", "m" + i, recorder);
            }

            long start = System.nanoTime();
            var failure =
                    catchThrowableOfType(MqSendException.class, () -> fixture.producer.send(message("k", "last")));

            assertThat(failure.code()).isEqualTo(MqErrorCode.BUFFER_FULL);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(NARROW.maxBlock(), LONG.dividedBy(2));
            fixture.cluster.producer(0).thaw();
            get(rotating);
        }
    }

    @Test
    void failsWhatNoProducerComesFor() {
        var cluster = new FakeCluster();
        cluster.buildFailure = new MqConnectionException(MqErrorCode.CONFIGURATION_INVALID, "no", null, false);
        var tried = new CompletableFuture<Boolean>();
        cluster.beforeLease = () -> tried.complete(true);
        try (var fixture = new StripesFixture(cluster, 1, LONG, null, NARROW)) {
            assertThat(get(tried)).as("or nobody knows why there is none").isTrue();
            long start = System.nanoTime();
            var waited = new CompletableFuture<Duration>();
            fixture.send("k", "asynchronous", new Recorder() {
                @Override
                public void failed(MqMessage message, MqSendException failure) {
                    waited.complete(Duration.ofNanos(System.nanoTime() - start));
                }
            });

            var failure =
                    catchThrowableOfType(MqSendException.class, () -> fixture.producer.send(message("k", "blocking")));

            assertThat(failure.code())
                    .as("what keeps it from being built")
                    .isEqualTo(MqErrorCode.CONFIGURATION_INVALID);
            assertThat(failure.outcome()).isEqualTo(MqOutcome.NOT_WRITTEN);
            assertThat(get(waited)).as("not at once").isGreaterThanOrEqualTo(NARROW.maxBlock());
            assertThat(fixture.producer.openStripeCount()).isZero();
            cluster.buildFailure = null;
            until(() -> fixture.producer.openStripeCount() == 1);
            assertThat(fixture.producer.send(message("k", "late")).offset()).isZero();
        }
    }

    @Test
    void hasNotFlushedWhatWaitedTooLongBeforeThatIsTold() {
        var cluster = new FakeCluster();
        cluster.buildFailure = new MqConnectionException(MqErrorCode.CONFIGURATION_INVALID, "no", null, false);
        var telling = new CompletableFuture<Boolean>();
        var goOn = new CompletableFuture<Boolean>();
        try (var fixture = new StripesFixture(cluster, 1, LONG, null, NARROW)) {
            fixture.send("k", "late", new Recorder() {
                @Override
                public void failed(MqMessage message, MqSendException failure) {
                    telling.complete(true);
                    get(goOn);
                    recorder.failed(message, failure);
                }
            });
            get(telling);

            var failure = catchThrowableOfType(
                    MqConnectionException.class, () -> fixture.producer.flush(Duration.ofMillis(50)));
            goOn.complete(true);

            assertThat(failure).isNotNull();
            assertThat(failure.code()).isEqualTo(MqErrorCode.TIMED_OUT);
            fixture.producer.flush(LONG);
            assertThat(recorder.failed).containsOnlyKeys("late");
        }
    }

    @Test
    void refusesToBlockWhereItTellsWhatWaitedTooLong() {
        var cluster = new FakeCluster();
        cluster.buildFailure = new MqConnectionException(MqErrorCode.CONFIGURATION_INVALID, "no", null, false);
        var refusal = new CompletableFuture<MqErrorCode>();
        try (var fixture = new StripesFixture(cluster, 1, LONG, null, NARROW)) {
            fixture.send("k", "late", new Recorder() {
                @Override
                public void failed(MqMessage message, MqSendException failure) {
                    var refused = catchThrowableOfType(MqConnectionException.class, () -> fixture.producer.flush(LONG));
                    refusal.complete(refused.code());
                }
            });

            assertThat(get(refusal)).isEqualTo(MqErrorCode.ILLEGAL_STATE);
        }
    }

    @Test
    void flushesWhatIsQueuedToo() {
        try (var fixture = new StripesFixture(1, LONG, false)) {
            var rotating = rotating(fixture);
            fixture.send("k", "queued", recorder);

            var failure = catchThrowableOfType(
                    MqConnectionException.class, () -> fixture.producer.flush(Duration.ofMillis(50)));
            var flushing = CompletableFuture.runAsync(() -> fixture.producer.flush(LONG), fixture.executor);

            assertThat(failure.code()).isEqualTo(MqErrorCode.TIMED_OUT);
            assertThat(failure).hasMessageContaining("2 messages");
            fixture.cluster.producer(0).thaw();
            get(flushing);
            assertThat(recorder.acknowledged).containsExactly("in-flight", "queued");
            get(rotating);
        }
    }

    @Test
    void letsNoMoreThroughInHalfOpenThanTrialsHoweverManyAreRefused() {
        var breaker = new CircuitBreaker.Settings(1, Duration.ZERO, 1);
        try (var fixture = new StripesFixture(new FakeCluster(), 1, LONG, null, StripesFixture.LIMITS, breaker)) {
            var only = fixture.cluster.producer(0);
            only.ioFailures.put("opens", new TimeoutException("expired"));
            fixture.send("k", "opens", recorder);
            until(() -> recorder.failed.containsKey("opens"));
            only.freeze();

            fixture.send("k", "trial", recorder);
            fixture.send("k", "a", recorder);
            fixture.send("k", "b", recorder);

            assertThat(recorder.failed.get("a").code()).isEqualTo(MqErrorCode.CIRCUIT_OPEN);
            assertThat(recorder.failed.get("b")).isNotNull();
            only.thaw();
            until(() -> recorder.acknowledged.contains("trial"));
        }
    }
}
