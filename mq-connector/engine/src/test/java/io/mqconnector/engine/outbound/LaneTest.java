// SPDX-License-Identifier: MIT
package io.mqconnector.engine.outbound;

import static io.mqconnector.engine.outbound.StripesFixture.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.mqconnector.api.MqErrorCode;
import io.mqconnector.api.MqMessage;
import io.mqconnector.api.MqOutcome;
import io.mqconnector.api.MqSendException;
import io.mqconnector.engine.metrics.TopicTraffic;
import io.mqconnector.engine.pool.PooledProducer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The gate of a lane and who waits behind it. */
@Timeout(60)
class LaneTest {
    private static final long LONG = TimeUnit.SECONDS.toNanos(20);

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final FakeCluster cluster = new FakeCluster();
    private final FakeProducer kafka = new FakeProducer(cluster, "one");
    private final OutboundContext context = new OutboundContext(
            new Lanes(new TopicTraffic(100)),
            new Outcomes(code -> {}, new TopicTraffic(100), StripesFixture.LIMITS, null),
            new AtomicReference<>(
                    new StripeSettings(1, Duration.ofSeconds(1), Duration.ZERO, Duration.ofDays(1), null, null)),
            timer,
            timer,
            System::nanoTime);
    private final Lane lane = new Lane(
            new Stripe(context, (stripe, dead, sign, cause) -> {}),
            new PooledProducer(kafka, "one", StripesFixture.LIMITS),
            context,
            new LaneTopics(kafka, 1_000),
            0,
            null,
            true);
    private final Recorder recorder = new Recorder();

    @AfterEach
    void close() {
        kafka.kill();
        timer.shutdownNow();
    }

    @Test
    void isNotSettledWhileSomebodyHasEntered() {
        lane.enter();
        lane.close();

        assertThat(lane.awaitSettled(1_000_000)).isFalse();
        lane.leave();

        assertThat(lane.awaitSettled(1_000_000)).isTrue();
    }

    @Test
    void wakesWhoWaitsWithTheLastAcknowledgement() throws Exception {
        kafka.freeze();
        lane.enter();
        lane.send(StripesFixture.message("k", "a"), recorder, 0, true);
        lane.close();
        var waiting = CompletableFuture.supplyAsync(() -> lane.awaitSettled(LONG), task -> new Thread(task).start());

        kafka.thaw();

        assertThat(waiting.get(20, TimeUnit.SECONDS)).isTrue();
        assertThat(lane.acknowledgedCount()).isEqualTo(1);
        assertThat(lane.inFlightCount()).isZero();
    }

    @Test
    void isSettledAfterTheCallbackHasReturnedNotBefore() {
        var states = new CopyOnWriteArrayList<Boolean>();
        lane.enter();

        lane.send(
                StripesFixture.message("k", "a"),
                new Recorder() {
                    @Override
                    public void acknowledged(MqMessage message, int partition, long offset, long timestampMillis) {
                        states.add(lane.isSettled());
                    }
                },
                0,
                false);

        assertThat(lane.awaitSettled(LONG)).isTrue();
        assertThat(states).containsExactly(false);
    }

    @Test
    void tellsAFailureOnceThatKafkaBothThrowsAndCallsBack() {
        var calls = new AtomicInteger();
        kafka.freeze();
        kafka.lateFailure = new KafkaException("we are in an error state", new ProducerFencedException("fenced"));
        lane.enter();
        lane.send(
                StripesFixture.message("k", "a"),
                new Recorder() {
                    @Override
                    public void failed(MqMessage message, MqSendException failure) {
                        calls.incrementAndGet();
                    }
                },
                0,
                false);
        lane.close();

        kafka.kill();
        until(kafka::isEnded);

        assertThat(calls).hasValue(1);
        assertThat(lane.awaitSettled(1_000_000)).isTrue();
        assertThat(lane.failedCount()).isEqualTo(1);
    }

    @Test
    void failsWhatIsAcknowledgedAfterItWasAbandoned() {
        lane.enter();
        lane.abandon(new Lane.Abandonment(MqErrorCode.TIMED_OUT, "given up"));

        lane.acknowledge(
                new RecordMetadata(new TopicPartition("t", 0), 0, 0, 0, 1, 1),
                StripesFixture.message("k", "a"),
                recorder,
                0);

        assertThat(recorder.acknowledged).isEmpty();
        assertThat(recorder.failed.get("a").outcome()).isEqualTo(MqOutcome.UNKNOWN);
        assertThat(recorder.failed.get("a")).hasMessageEndingWith("given up");
        assertThat(lane.failedCount()).isEqualTo(1);
    }

    @Test
    void neverOpensAgainOnceItIsAbandoned() {
        lane.abandon(new Lane.Abandonment(MqErrorCode.TIMED_OUT, "given up"));

        lane.open();

        assertThat(lane.isOpen()).isFalse();
    }

    @Test
    void keepsItsCountsWhenItIsRetired() {
        lane.enter();
        lane.send(StripesFixture.message("k", "a"), recorder, 0, true);
        until(() -> recorder.acknowledged.contains("a"));
        lane.close();
        assertThat(lane.awaitSettled(LONG)).isTrue();

        context.lanes().retire(lane);
        context.lanes().retire(lane);

        assertThat(context.lanes().totals()).isEqualTo(new Lanes.Totals(1, 0, 0, 2, 0));
        assertThat(context.lanes().live()).isEmpty();
        assertThat(context.lanes().isCallbackThread(kafka.ioThread())).isFalse();
    }
}
