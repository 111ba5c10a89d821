// SPDX-License-Identifier: MIT
package io.mqconnector.engine.outbound;

import static io.mqconnector.engine.outbound.StripesFixture.get;
import static io.mqconnector.engine.outbound.StripesFixture.message;
import static io.mqconnector.engine.outbound.StripesFixture.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.mqconnector.api.MqConnectionException;
import io.mqconnector.api.MqErrorCode;
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
        try (var fixture = new StripesFixture(1, LONG, null, NARROW)) {
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
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(NARROW.maxBlock(), Duration.ofSeconds(3));
            fixture.cluster.producer(0).thaw();
            get(rotating);
        }
    }

    @Test
    void failsWhatNoProducerComesFor() {
        var cluster = new FakeCluster();
        cluster.buildFailure = new MqConnectionException(MqErrorCode.CONFIGURATION_INVALID, "no", null, false);
        try (var fixture = new StripesFixture(cluster, 1, LONG, null, NARROW)) {
            fixture.send("k", "asynchronous", recorder);
            assertThat(recorder.failed).isEmpty();

            var failure =
                    catchThrowableOfType(MqSendException.class, () -> fixture.producer.send(message("k", "blocking")));

            assertThat(failure.code())
                    .as("what keeps it from being built")
                    .isEqualTo(MqErrorCode.CONFIGURATION_INVALID);
            assertThat(failure.outcome()).isEqualTo(MqOutcome.NOT_WRITTEN);
            until(() -> recorder.failed.containsKey("asynchronous"));
            assertThat(fixture.producer.openStripeCount()).isZero();
            cluster.buildFailure = null;
            until(() -> fixture.producer.openStripeCount() == 1);
            assertThat(fixture.producer.send(message("k", "late")).offset()).isZero();
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
