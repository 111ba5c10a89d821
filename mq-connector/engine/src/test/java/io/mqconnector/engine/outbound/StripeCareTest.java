// SPDX-License-Identifier: MIT
package io.mqconnector.engine.outbound;

import static io.mqconnector.engine.outbound.StripesFixture.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.mqconnector.api.MqErrorCode;
import io.mqconnector.api.MqOutcome;
import io.mqconnector.engine.metrics.TopicTraffic;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Lifetimes and deaths, by a clock that the test sets. */
@Timeout(30)
class StripeCareTest {
    private static final Duration LIFETIME = Duration.ofHours(1);

    private final AtomicLong now = new AtomicLong();
    private final AtomicBoolean isReachable = new AtomicBoolean(true);
    private final AtomicLong moves = new AtomicLong();
    private final FakeCluster cluster = new FakeCluster();
    private final ExecutorService executor = Executors.newCachedThreadPool();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final OutboundContext context = new OutboundContext(
            new Lanes(new TopicTraffic(100)),
            new Outcomes(code -> {}, new TopicTraffic(100), StripesFixture.LIMITS, null),
            new AtomicReference<>(
                    new StripeSettings(1, Duration.ofSeconds(5), LIFETIME, Duration.ofDays(1), null, null)),
            executor,
            timer,
            now::get);
    private final Rotations rotations = new Rotations(context, cluster, this::layout);
    private final StripeCare care =
            new StripeCare(context, cluster, rotations, this::layout, isReachable::get, moves::get, () -> false);
    private final Stripe stripe = new Stripe(context, care);
    private final Layout layout = new Layout(List.of(stripe));
    private final Recorder recorder = new Recorder();

    private Layout layout() {
        return layout;
    }

    @BeforeEach
    void open() {
        care.open(stripe);
    }

    @AfterEach
    void close() {
        executor.shutdownNow();
        timer.shutdownNow();
    }

    private void pass(double lifetimes) {
        now.addAndGet((long) (LIFETIME.toNanos() * lifetimes));
    }

    @Test
    void replacesAProducerAtTheEndOfItsLifeOnly() {
        pass(0.74);
        care.look();
        pass(0.27);
        assertThat(rotations.stats().lifetimeCount()).isZero();

        care.look();

        until(() -> rotations.stats().lifetimeCount() == 1);
        care.look();
        assertThat(cluster.producers).hasSize(2);
    }

    @Test
    void waitsForTheClusterToAnswer() {
        isReachable.set(false);
        pass(2);
        care.look();
        assertThat(cluster.producers).hasSize(1);

        isReachable.set(true);
        care.look();

        until(() -> rotations.stats().lifetimeCount() == 1);
    }

    @Test
    void prefersAQuietMomentButDoesNotWaitForEver() {
        cluster.producer(0).freeze();
        for (int i = 0; i < 300; i++) {
            stripe.send(StripesFixture.message("k", "m" + i), recorder, false);
        }
        pass(0.999);
        care.look();
        assertThat(cluster.producers).hasSize(1);

        pass(0.001);
        care.look();
        until(() -> cluster.producers.size() == 2);
        cluster.producer(0).thaw();

        until(() -> rotations.stats().lifetimeCount() == 1);
        until(() -> recorder.acknowledged.size() == 300);
    }

    @Test
    void replacesAProducerThatKnowsOnlyBrokersThatAreGoneOnce() {
        cluster.producer(0).freeze();
        stripe.send(StripesFixture.message("k", "a"), recorder, false);
        moves.incrementAndGet();

        care.look();

        until(() -> rotations.stats().deathCount() == 1);
        until(() -> stripe.isOpen());
        stripe.send(StripesFixture.message("k", "b"), recorder, false);
        until(() -> recorder.acknowledged.contains("b"));
        care.look();
        assertThat(cluster.producers).hasSize(2);
    }

    @Test
    void replacesAProducerWhoseThreadHasEnded() {
        stripe.send(StripesFixture.message("k", "a"), recorder, false);
        until(() -> recorder.acknowledged.contains("a"));
        cluster.producer(0).kill();
        until(() -> cluster.producer(0).isEnded());

        care.look();

        until(() -> rotations.stats().deathCount() == 1);
        assertThat(stripe.isOpen()).isTrue();
    }

    @Test
    void buriesAProducerThatWasRefusedBeforeItEverSentAndTellsCallersAtOnce() {
        cluster.password = "new";
        cluster.producer(0).sendFailure = new SaslAuthenticationException("unknown");

        stripe.send(StripesFixture.message("k", "a"), recorder, false);
        until(() -> !stripe.isOpen());
        stripe.send(StripesFixture.message("k", "b"), recorder, false);

        until(() -> recorder.failed.containsKey("b"));
        assertThat(recorder.failed.get("b").code()).isEqualTo(MqErrorCode.AUTHENTICATION_FAILED);
        assertThat(recorder.failed.get("b").outcome()).isEqualTo(MqOutcome.NOT_WRITTEN);
    }

    @Test
    void replacesAProducerWhoseCredentialsAreRefusedOnceBetterOnesAreThere() {
        stripe.send(StripesFixture.message("k", "0"), recorder, false);
        until(() -> recorder.acknowledged.contains("0"));
        cluster.password = "new";
        cluster.producer(0).sendFailure = new SaslAuthenticationException("revoked");

        stripe.send(StripesFixture.message("k", "a"), recorder, false);
        until(() -> rotations.stats().failedCount() == 1);

        assertThat(recorder.failed.get("a").code()).isEqualTo(MqErrorCode.AUTHENTICATION_FAILED);
        // at most one try a while
        stripe.send(StripesFixture.message("k", "b"), recorder, false);
        assertThat(rotations.stats().failedCount()).isEqualTo(1);
        cluster.change(Map.of("password", "new"));
        now.addAndGet(Duration.ofSeconds(40).toNanos());
        stripe.send(StripesFixture.message("k", "c"), recorder, false);
        until(() -> rotations.stats().deathCount() == 1);
        stripe.send(StripesFixture.message("k", "d"), recorder, false);
        until(() -> recorder.acknowledged.contains("d"));
    }

    @Test
    void doesNotBlameASuccessorForWhatItsPredecessorDiedOf() {
        var old = Objects.requireNonNull(stripe.gate().lane());
        var refused = new SaslAuthenticationException("unknown");
        care.died(stripe, old, ProducerDeath.CREDENTIALS, refused);
        until(stripe::isOpen);

        // another thread has seen the old one fail too, and is late
        care.died(stripe, old, ProducerDeath.CREDENTIALS, refused);
        var successor = Objects.requireNonNull(stripe.gate().lane());
        stripe.gate().drop(successor, new Lane.Abandonment(MqErrorCode.PRODUCER_FENCED, "of something else"));
        stripe.send(StripesFixture.message("k", "a"), recorder, false);

        assertThat(recorder.failed).isEmpty();
        care.open(stripe);
        until(() -> recorder.acknowledged.contains("a"));
    }

    /** Changes may be more frequent than looks. */
    @Test
    void looksWhenItWasDueThoughSomethingElseChanges() {
        var scheduled = new ScheduledThreadPoolExecutor(1);
        var of = new OutboundContext(
                context.lanes(), context.outcomes(), context.settings(), executor, scheduled, now::get);
        var looking = new StripeCare(of, cluster, rotations, this::layout, isReachable::get, moves::get, () -> false);
        scheduled.setRemoveOnCancelPolicy(true);
        looking.start();
        var due = List.copyOf(scheduled.getQueue());
        var before = context.settings().get();

        context.settings()
                .set(new StripeSettings(1, Duration.ofSeconds(9), LIFETIME, before.checkInterval(), null, null));
        looking.adjust(before);

        assertThat(scheduled.getQueue()).containsExactlyElementsOf(due);
        var now = new StripeSettings(1, Duration.ofSeconds(9), LIFETIME, Duration.ofHours(1), null, null);
        context.settings().set(now);
        looking.adjust(before);
        assertThat(scheduled.getQueue()).hasSize(1).doesNotContainAnyElementsOf(due);
        scheduled.shutdownNow();
    }
}
