// SPDX-License-Identifier: MIT
package io.mqconnector.engine.outbound;

import static io.mqconnector.engine.outbound.StripesFixture.message;
import static io.mqconnector.engine.outbound.StripesFixture.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.mqconnector.api.MqErrorCode;
import io.mqconnector.api.MqMessage;
import io.mqconnector.api.MqOutcome;
import io.mqconnector.api.MqSendException;
import io.mqconnector.engine.metrics.TopicTraffic;
import io.mqconnector.engine.pool.PooledProducer;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.common.errors.NotEnoughReplicasException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The order of a key between what a gate hands over and what goes other ways. */
@Timeout(60)
class GateTest {
    private static final Lane.Abandonment DEAD = new Lane.Abandonment(MqErrorCode.PRODUCER_FENCED, "it died");

    private final AtomicLong clock = new AtomicLong();
    private final ExecutorService executor = Executors.newCachedThreadPool();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final FakeCluster cluster = new FakeCluster();
    private final FakeProducer first = new FakeProducer(cluster, "first");
    private final FakeProducer second = new FakeProducer(cluster, "second");
    private final Recorder recorder = new Recorder();

    @AfterEach
    void close() {
        first.metadata.countDown();
        first.kill();
        second.kill();
        executor.shutdownNow();
        timer.shutdownNow();
    }

    private OutboundContext context(@Nullable RetryPolicy retry) {
        var traffic = new TopicTraffic(10);
        return new OutboundContext(
                new Lanes(traffic),
                new Outcomes(code -> {}, traffic, StripesFixture.LIMITS, null),
                new AtomicReference<>(new StripeSettings(
                        1, Duration.ofSeconds(1), Duration.ZERO, Duration.ofSeconds(1), retry, null)),
                executor,
                timer,
                clock::get);
    }

    private static Stripe stripe(OutboundContext context, FakeProducer kafka) {
        var stripe = new Stripe(context, (owner, dead, sign, cause) -> {});
        assertThat(stripe.gate().put(lane(context, kafka))).isTrue();
        return stripe;
    }

    private static LaneMaker lane(OutboundContext context, FakeProducer kafka) {
        return (stripe, isOpen) -> new Lane(
                stripe,
                new PooledProducer(kafka, kafka.name(), StripesFixture.LIMITS),
                context,
                new LaneTopics(kafka, 1_000),
                0,
                null,
                isOpen);
    }

    private static Lane inUse(Stripe stripe) {
        return Objects.requireNonNull(stripe.gate().lane());
    }

    /** A queued message that is inside the send of the first producer, by the thread that hands over. */
    private void handOverInto(Stripe stripe, String text) {
        first.topics = Set.of();
        var unusedToo = stripe.gate().hold();
        stripe.send(message("k", text), recorder, false);
        var unused = stripe.gate().release(null, null);
        until(() -> !first.held.isEmpty());
    }

    @Test
    void staysClosedWithAnotherProducerWhileAMessageIsHandedToTheDeadOne() {
        var context = context(null);
        var stripe = stripe(context, first);
        handOverInto(stripe, "a");

        assertThat(stripe.gate().drop(inUse(stripe), DEAD)).isTrue();
        assertThat(stripe.gate().put(lane(context, second))).isTrue();
        stripe.send(message("k", "b"), recorder, false);
        first.kill();
        first.metadata.countDown();

        until(() -> recorder.acknowledged.size() == 2);
        assertThat(cluster.log()).containsExactly("a", "b");
    }

    @Test
    void doesNotPassOnToItsSuccessorsWhatLaterMessagesMayHaveOvertaken() {
        var context = context(null);
        var stripe = stripe(context, first);
        handOverInto(stripe, "a");
        stripe.gate().drop(inUse(stripe), DEAD);

        var unusedToo = stripe.gate().hold();
        stripe.gate().succeed(new Layout(List.of(stripe(context, second))), null);
        stripe.send(message("k", "b"), recorder, false);
        until(() -> recorder.acknowledged.contains("b"));
        first.kill();
        first.metadata.countDown();

        until(() -> recorder.acknowledged.size() + recorder.failed.size() == 2);
        assertThat(cluster.log()).containsExactly("b");
        assertThat(recorder.failed.get("a").outcome()).isEqualTo(MqOutcome.NOT_WRITTEN);
    }

    @Test
    void doesNotTakeAMessageBackBehindOneThatIsBeingHandedOver() {
        var stripe = stripe(context(new RetryPolicy(3, Duration.ZERO, Duration.ZERO, 1, 0, false)), first);
        first.freeze();
        first.ioFailures.put("a", new NotEnoughReplicasException("one is down"));
        first.topics = Set.of();
        var unusedToo = stripe.gate().hold();
        stripe.send(message("k", "a"), recorder, false);
        // its failure is told between the moment that b is taken from the queue and the one that Kafka gets it
        stripe.send(
                message("other", "expired"),
                new Recorder() {
                    @Override
                    public void failed(MqMessage message, MqSendException failure) {
                        first.thaw();
                        until(() -> stripe.gate().queuedCount() == 1 || recorder.failed.containsKey("a"));
                    }
                },
                false);
        clock.addAndGet(TimeUnit.SECONDS.toNanos(2));
        stripe.send(message("k", "b"), recorder, false);
        var unused = stripe.gate().release(null, null);
        until(() -> !first.held.isEmpty());
        clock.addAndGet(TimeUnit.SECONDS.toNanos(2));

        first.metadata.countDown();

        until(() -> recorder.acknowledged.size() + recorder.failed.size() == 2);
        assertThat(cluster.log()).containsExactly("b");
        assertThat(recorder.failed.get("a").outcome()).isEqualTo(MqOutcome.NOT_WRITTEN);
    }
}
