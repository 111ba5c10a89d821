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
import io.mqconnector.engine.client.KafkaErrors;
import io.mqconnector.engine.client.Progress;
import io.mqconnector.engine.client.SendLimits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class RotationTest {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(100);

    private final Recorder recorder = new Recorder();

    /** Begins a rotation of stripe 0 that waits for a message in flight, for longer than the test may take to see it. */
    private CompletableFuture<RotationReport> rotating(StripesFixture fixture) {
        int before = fixture.cluster.producers.size();
        var rotating = rotatingFrozen(fixture);
        until(() -> fixture.cluster.producers.size() > before && isHeld(fixture));
        return rotating;
    }

    /** Asks for a rotation of stripe 0, whose producer leaves a message in flight. */
    private CompletableFuture<RotationReport> rotatingFrozen(StripesFixture fixture) {
        fixture.cluster.latest().freeze();
        fixture.send("k", "in-flight", recorder);
        return fixture.producer.rotate(0);
    }

    /** Whether what is sent now is queued. */
    private boolean isHeld(StripesFixture fixture) {
        var lane = fixture.producer.stripe(0).gate().lane();
        return lane != null && !lane.isOpen();
    }

    @Test
    void queuesInOrderWhatIsSentMeanwhileAndHandsItToTheNewProducer() {
        try (var fixture = new StripesFixture(1, LONG, false)) {
            var rotating = rotating(fixture);

            fixture.send("k", "a", recorder);
            fixture.send("k", "b", recorder);

            assertThat(fixture.producer.stats().inFlightCount()).isEqualTo(3);
            assertThat(fixture.cluster.latest().bufferedCount()).isZero();
            fixture.cluster.producer(0).thaw();
            var report = get(rotating);
            fixture.producer.flush(LONG);
            assertThat(report.isApplied()).isTrue();
            assertThat(report.unfinishedCount()).isZero();
            assertThat(fixture.cluster.log()).containsExactly("in-flight", "a", "b");
            assertThat(recorder.acknowledged).containsExactly("in-flight", "a", "b");
            until(() -> fixture.cluster.producer(0).isEnded());
            assertThat(fixture.producer.stats().acknowledgedCount()).isEqualTo(3);
            assertThat(fixture.producer.rotations().requestedCount()).isEqualTo(1);
        }
    }

    @Test
    void waitsForWhoeverIsStillInsideKafka() {
        try (var fixture = new StripesFixture(1, LONG, false)) {
            var old = fixture.cluster.producer(0);
            old.topics = Set.of();
            var sending = CompletableFuture.runAsync(() -> fixture.send("k", "a", recorder), fixture.executor);
            until(() -> !old.held.isEmpty());

            var rotating = fixture.producer.rotate(0);
            until(() -> isHeld(fixture));
            fixture.send("k", "b", recorder);
            assertThat(rotating).isNotDone();
            old.metadata.countDown();

            get(sending);
            assertThat(get(rotating).isApplied()).isTrue();
            fixture.producer.flush(LONG);
            assertThat(fixture.cluster.log()).containsExactly("a", "b");
        }
    }

    @Test
    void givesUpWhatIsNotFinishedInTimeAndGoesOn() {
        try (var fixture = new StripesFixture(1, SHORT, false)) {
            var rotating = rotatingFrozen(fixture);
            // it may be over before this test sees it begin
            until(() -> isHeld(fixture) || rotating.isDone());
            fixture.send("k", "a", recorder);

            var report = get(rotating);

            assertThat(report.isApplied()).isTrue();
            assertThat(report.unfinishedCount()).isEqualTo(1);
            until(() -> recorder.acknowledged.size() + recorder.failed.size() == 2);
            assertThat(recorder.acknowledged).containsExactly("a");
            var failure = recorder.failed.get("in-flight");
            assertThat(failure.outcome()).isEqualTo(MqOutcome.UNKNOWN);
            assertThat(failure.code()).isEqualTo(MqErrorCode.TIMED_OUT);
            assertThat(failure).hasMessageContaining("mq.pool.drain-timeout");
        }
    }

    @Test
    void doesNotWaitForACallbackThatNeverReturns() {
        var released = new CountDownLatch(1);
        try (var fixture = new StripesFixture(1, SHORT, false)) {
            fixture.send("k", "a", new Recorder() {
                @Override
                public void acknowledged(MqMessage message, int partition, long offset, long timestampMillis) {
                    super.acknowledged(message, partition, offset, timestampMillis);
                    await(released);
                }
            });
            until(() -> fixture.producer.stats().acknowledgedCount() == 1);
            fixture.send("k", "b", recorder);

            var report = get(fixture.producer.rotate(0));
            fixture.send("k", "c", recorder);

            assertThat(report.isApplied()).isTrue();
            until(() -> recorder.acknowledged.contains("c"));
            assertThat(recorder.failed).doesNotContainKey("c");
            released.countDown();
            until(() -> recorder.failed.containsKey("b"));
            assertThat(recorder.failed.get("b").outcome()).isEqualTo(MqOutcome.UNKNOWN);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void evictsWithoutWaiting() {
        try (var fixture = new StripesFixture(1, LONG, false)) {
            fixture.cluster.producer(0).freeze();
            fixture.send("k", "a", recorder);

            var report = get(fixture.producer.evict(0));

            assertThat(report.unfinishedCount()).isEqualTo(1);
            until(() -> recorder.failed.containsKey("a"));
            assertThat(recorder.failed.get("a").outcome()).isEqualTo(MqOutcome.UNKNOWN);
            assertThat(recorder.failed.get("a")).hasMessageContaining("evicted");
        }
    }

    @Test
    void keepsTheOldProducerWhenNoNewOneCanBeBuilt() {
        try (var fixture = new StripesFixture(1, LONG, false)) {
            fixture.cluster.buildFailure =
                    new MqConnectionException(MqErrorCode.AUTHENTICATION_FAILED, "no", null, false);

            var report = get(fixture.producer.rotate(0));
            fixture.send("k", "a", recorder);

            assertThat(report.isApplied()).isFalse();
            assertThat(report.failure()).hasMessage("no");
            until(() -> recorder.acknowledged.contains("a"));
            assertThat(fixture.cluster.producers).hasSize(1);
            assertThat(fixture.producer.rotations().failedCount()).isEqualTo(1);
            assertThat(fixture.producer.rotations().lastFailure()).isEqualTo("no");
        }
    }

    @Test
    void makesOneRotationOfRequestsThatWait() {
        try (var fixture = new StripesFixture(1, LONG, false)) {
            var running = rotating(fixture);

            var second = fixture.producer.rotate(0);
            var third = fixture.producer.rotate(0);

            assertThat(third).isSameAs(second).isNotSameAs(running);
            fixture.cluster.producer(0).thaw();
            assertThat(get(running).isApplied()).isTrue();
            assertThat(get(second).isApplied()).isTrue();
            assertThat(fixture.producer.rotations().requestedCount()).isEqualTo(2);
        }
    }

    @Test
    void replacesADeadProducerAndTakesTheMessageThatFoundItDead() {
        try (var fixture = new StripesFixture(1, LONG, false)) {
            var dead = fixture.cluster.producer(0);
            dead.freeze();
            fixture.send("k", "in-flight", recorder);
            dead.kill();
            until(() -> recorder.failed.containsKey("in-flight"));

            fixture.send("k", "a", recorder);
            fixture.send("k", "b", recorder);

            until(() -> recorder.acknowledged.size() == 2);
            assertThat(recorder.acknowledged).containsExactly("a", "b");
            assertThat(recorder.failed.get("in-flight").outcome()).isEqualTo(MqOutcome.UNKNOWN);
            // counted after the gate has opened
            until(() -> fixture.producer.rotations().deathCount() == 1);
        }
    }

    @Test
    void tellsNothingButTheAcknowledgementOfAMessageThatADeadProducerThrewAndKept() {
        try (var fixture = new StripesFixture(1, LONG, false)) {
            var dead = fixture.cluster.producer(0);
            dead.freeze();
            dead.lateFailure = new KafkaException("we are in an error state", new ProducerFencedException("fenced"));

            fixture.send("k", "a", recorder);

            until(() -> recorder.acknowledged.contains("a") && dead.isEnded());
            assertThat(recorder.failed).isEmpty();
            assertThat(fixture.cluster.log()).containsExactly("a");
        }
    }

    @Test
    void closesTheSuccessorOfAProducerThatDiedWhileItWasBeingReplaced() {
        var told = new CountDownLatch(1);
        try (var fixture = new StripesFixture(1, LONG, false)) {
            var stripe = fixture.producer.stripe(0);
            fixture.cluster.producer(0).freeze();
            // not settled before its callback returns
            fixture.send("k", "in-flight", new Recorder() {
                @Override
                public void failed(MqMessage message, MqSendException failure) {
                    await(told);
                }
            });
            var rotating = fixture.producer.rotate(0);
            until(() -> fixture.cluster.producers.size() == 2 && isHeld(fixture));

            die(stripe);
            until(() -> fixture.cluster.producers.size() == 3 && stripe.isOpen());
            told.countDown();
            get(rotating);

            until(() -> fixture.cluster.producers.stream()
                            .filter(producer -> !producer.isEnded())
                            .count()
                    == 1);
            assertThat(fixture.producer.send(message("k", "a")).topic()).isEqualTo("t");
        }
    }

    /** As a send would tell that found the producer fenced. */
    private static void die(Stripe stripe) {
        var cause = new ProducerFencedException("fenced");
        var failure = KafkaErrors.send(cause, message("k", "x"), -1, Progress.NOT_BUFFERED, StripesFixture.LIMITS);
        stripe.noteFailure(Objects.requireNonNull(stripe.gate().lane()), cause, failure, false);
    }

    @Test
    void closesWhatAResizeHasBuiltWhenTheConnectorIsClosedMeanwhile() {
        try (var fixture = new StripesFixture(1, SHORT, false)) {
            fixture.cluster.beforeLease = () -> {
                fixture.producer.close();
                fixture.executor.shutdown();
            };

            var resizing = fixture.producer.resize(2);

            until(resizing::isDone);
            assertThat(fixture.cluster.producers).hasSize(2).allMatch(FakeProducer::isEnded);
        }
    }

    @Test
    void closesWhatAReconfigurationHasBuiltWhenTheConnectorIsClosedMeanwhile() {
        try (var fixture = new StripesFixture(1, SHORT, false)) {
            fixture.cluster.beforeLease = () -> {
                fixture.producer.close();
                fixture.executor.shutdown();
            };

            var report = get(fixture.producer.reconfigure(Map.of("linger.ms", 7), StripesFixture.LIMITS));

            assertThat(report.isApplied()).isFalse();
            assertThat(fixture.cluster.producers).hasSize(2).allMatch(FakeProducer::isEnded);
        }
    }

    @Test
    void movesKeysToOtherStripesWithTheirQueues() {
        try (var fixture = new StripesFixture(1, LONG, false)) {
            fixture.cluster.producer(0).freeze();
            fixture.send("k", "in-flight", recorder);
            var resizing = fixture.producer.resize(3);
            until(() -> isHeld(fixture));
            var expected = new ArrayList<String>();
            for (int i = 0; i < 300; i++) {
                fixture.send("k" + i % 30, "k" + i % 30 + ":" + i, recorder);
                expected.add("k" + i % 30 + ":" + i);
            }

            fixture.cluster.producer(0).thaw();
            var report = get(resizing);
            fixture.producer.flush(LONG);

            assertThat(report.isApplied()).isTrue();
            assertThat(fixture.producer.stripeCount()).isEqualTo(3);
            assertThat(fixture.cluster.log()).hasSize(301).containsAll(expected);
            for (int key = 0; key < 30; key++) {
                var prefix = "k" + key + ":";
                assertThat(fixture.cluster.log().stream().filter(text -> text.startsWith(prefix)))
                        .isEqualTo(expected.stream()
                                .filter(text -> text.startsWith(prefix))
                                .toList());
            }
            assertThat(fixture.producer.stats().acknowledgedCount()).isEqualTo(301);
            assertThat(fixture.producer.rotations().resizeCount()).isEqualTo(2);
        }
    }

    @Test
    void shrinksToOneStripe() {
        try (var fixture = new StripesFixture(4, LONG, false)) {
            var report = get(fixture.producer.resize(1));

            assertThat(report.isApplied()).isTrue();
            assertThat(fixture.producer.openStripeCount()).isEqualTo(1);
            until(() -> fixture.cluster.producers.stream()
                            .filter(FakeProducer::isEnded)
                            .count()
                    == 3);
        }
    }

    @Test
    void keepsPropertiesAndProducersWhenTheNewOnesAreRefused() {
        try (var fixture = new StripesFixture(2, LONG, false)) {
            fixture.cluster.password = "right";
            fixture.cluster.change(Map.of("password", "right"));

            var report = get(fixture.producer.reconfigure(Map.of("password", "wrong"), StripesFixture.LIMITS));
            fixture.send("k", "a", recorder);

            assertThat(report.isApplied()).isFalse();
            assertThat(report.failure().code()).isEqualTo(MqErrorCode.AUTHENTICATION_FAILED);
            assertThat(fixture.cluster.properties()).containsEntry("password", "right");
            until(() -> recorder.acknowledged.contains("a"));
            assertThat(fixture.cluster.producers).hasSize(2);
        }
    }

    @Test
    void buildsNothingWithPropertiesThatTheClusterRefuses() {
        try (var fixture = new StripesFixture(1, LONG, false)) {
            fixture.cluster.password = "right";
            fixture.send("k", "a", recorder);
            until(() -> recorder.acknowledged.contains("a"));

            var report = get(fixture.producer.reconfigure(Map.of("password", "wrong"), StripesFixture.LIMITS));

            assertThat(report.isApplied()).isFalse();
            // what the pool builds for a transaction meanwhile would have them
            assertThat(fixture.cluster.changes).isEmpty();
            assertThat(fixture.cluster.producers).hasSize(1);
        }
    }

    @Test
    void rollsAllStripesToNewProperties() {
        var limits = new SendLimits("c:1", Duration.ofSeconds(1), Duration.ofSeconds(3), 1, 1_000_000);
        try (var fixture = new StripesFixture(2, LONG, false)) {
            var report = get(fixture.producer.reconfigure(Map.of("linger.ms", 7), limits));

            assertThat(report.isApplied()).isTrue();
            assertThat(report.replacedCount()).isEqualTo(2);
            assertThat(fixture.cluster.properties()).containsEntry("linger.ms", 7);
            assertThat(fixture.producer.rotations().configurationCount()).isEqualTo(2);
        }
    }

    @Test
    void closesWhileItRotatesAndFailsWhatIsQueued() {
        try (var fixture = new StripesFixture(1, LONG, false)) {
            fixture.cluster.closeTimeout = SHORT;
            var rotating = rotating(fixture);
            fixture.send("k", "queued", recorder);

            fixture.producer.close();

            assertThat(recorder.failed.get("queued").code()).isEqualTo(MqErrorCode.CLOSED);
            assertThat(recorder.failed.get("queued").outcome()).isEqualTo(MqOutcome.NOT_WRITTEN);
            assertThat(recorder.failed.get("in-flight").outcome()).isEqualTo(MqOutcome.UNKNOWN);
            assertThat(get(rotating).isApplied()).isFalse();
            until(() -> fixture.cluster.producers.stream().allMatch(FakeProducer::isEnded));
            var failure =
                    catchThrowableOfType(MqSendException.class, () -> fixture.producer.send(message("k", "late")));
            assertThat(failure.code()).isEqualTo(MqErrorCode.CLOSED);
        }
    }

    @Test
    void leavesNoThreadOfAProducerBehind() {
        try (var fixture = new StripesFixture(2, LONG, false)) {
            for (int i = 0; i < 20; i++) {
                fixture.send("k" + i, "m" + i, recorder);
                assertThat(get(fixture.producer.rotate(RotationCause.REQUESTED)).replacedCount())
                        .isEqualTo(2);
            }

            until(() -> fixture.cluster.producers.stream()
                            .filter(producer -> !producer.isEnded())
                            .count()
                    == 2);
            fixture.producer.flush(LONG);
            assertThat(recorder.acknowledged).hasSize(20);
            assertThat(List.copyOf(recorder.failed.values())).isEmpty();
        }
    }
}
