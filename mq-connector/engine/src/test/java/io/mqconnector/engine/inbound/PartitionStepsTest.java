// SPDX-License-Identifier: MIT
package io.mqconnector.engine.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.mqconnector.api.MqConfigException;
import io.mqconnector.api.MqConnectionException;
import io.mqconnector.api.MqErrorCode;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two consumers with a partition each, whose poll threads are the test's. */
@Timeout(30)
class PartitionStepsTest {
    private static final TopicPartition ZERO = RecordingConsumer.ZERO;
    private static final TopicPartition ONE = RecordingConsumer.ONE;
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final DeliveryFixture fixture = new DeliveryFixture();
    /** The real time, plus what a test lets pass at once. */
    private final Deliveries deliveries = fixture.deliveries(
            EndpointSource.of((message, metadata) -> {}), () -> System.nanoTime() + fixture.clock.get());

    private final RecordingConsumer first = new RecordingConsumer();
    private final RecordingConsumer second = new RecordingConsumer();
    private final ConsumerLoop firstLoop = new ConsumerLoop(first, deliveries, DeliveryFixture.NO_ENDS);
    private final ConsumerLoop secondLoop = new ConsumerLoop(second, deliveries, DeliveryFixture.NO_ENDS);

    @BeforeEach
    void assign() {
        firstLoop.subscribe(Set.of("t"));
        first.rebalance(List.of(ZERO));
        secondLoop.subscribe(Set.of("t"));
        second.rebalance(List.of(ONE));
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    /** Runs these steps while these loops poll, from when they are waited for; tells why it failed. */
    private @Nullable Throwable run(List<ConsumerLoop> polled, PartitionSteps.Step... steps) {
        var byLoop = new LinkedHashMap<ConsumerLoop, List<TopicPartition>>();
        byLoop.put(firstLoop, List.of(ZERO));
        byLoop.put(secondLoop, List.of(ONE));
        var runner = new AtomicReference<@Nullable Thread>();
        var run = CompletableFuture.runAsync(() -> {
            runner.set(Thread.currentThread());
            new PartitionSteps(deliveries, byLoop, "seek of listener orders").run(PATIENCE, steps);
        });
        while (!run.isDone() && !isWaiting(runner.get())) {
            Thread.onSpinWait();
        }
        while (!run.isDone()) {
            polled.forEach(ConsumerLoop::pollOnce);
        }
        return run.handle((done, failure) -> failure == null ? null : failure.getCause())
                .join();
    }

    private static boolean isWaiting(@Nullable Thread thread) {
        return thread != null && thread.getState() == Thread.State.TIMED_WAITING;
    }

    /** For whoever waits next: no time is left. */
    private void passPatience() {
        fixture.clock.set(PATIENCE.toNanos());
    }

    private static void moveToStart(Repositioning mover, List<TopicPartition> own, Duration left) {
        mover.move(Map.of(own.get(0), 0L), left);
    }

    @Test
    void doesEachStepForAllBeforeTheNext() {
        var done = new AtomicInteger();
        var seen = new AtomicInteger();

        var failure = run(
                List.of(firstLoop, secondLoop),
                (mover, own, left) -> done.incrementAndGet(),
                (mover, own, left) -> seen.addAndGet(done.get()));

        assertThat(failure).isNull();
        assertThat(seen).hasValue(4);
    }

    @Test
    void doesNothingWhenAnEarlierStepFailsForOne() {
        var failure = run(
                List.of(firstLoop, secondLoop),
                (mover, own, left) -> {
                    if (own.contains(ONE)) {
                        throw new MqConfigException(List.of("not this one"));
                    }
                },
                PartitionStepsTest::moveToStart);

        assertThat(failure).isInstanceOf(MqConfigException.class).hasMessage("not this one");
        assertThat(first.asked).hasSameSizeAs(second.asked).allMatch(offsets -> !offsets.isEmpty());
        assertThat(firstLoop.feeds().get(ZERO))
                .satisfies(feed -> assertThat(feed.assignment.isClosed()).isFalse());
    }

    @Test
    void namesThoseForWhichItWasDoneAndThoseForWhichItWasNot() {
        second.failures.add(new KafkaException("told to fail"));

        var failure = run(List.of(firstLoop, secondLoop), PartitionStepsTest::moveToStart);

        assertThat(failure)
                .isInstanceOf(MqConnectionException.class)
                .hasMessageContaining("done for [t-0]; not done for [t-1], which go on as before")
                .hasMessageContaining("told to fail");
    }

    @Test
    void saysNoMoreThanWhyWhenItWasDoneForNone() {
        first.failures.add(new KafkaException("told to fail"));
        second.failures.add(new KafkaException("told to fail"));

        var failure = run(List.of(firstLoop, secondLoop), PartitionStepsTest::moveToStart);

        assertThat(failure)
                .isInstanceOf(MqConnectionException.class)
                .hasMessageNotContaining("done for")
                .hasMessageContaining("told to fail");
    }

    @Test
    void doesNotDoLaterWhatNobodyWaitsForAnyMore() {
        int asked = second.asked.size();

        // the second one does not poll
        var failure = run(List.of(firstLoop), (mover, own, left) -> {
            moveToStart(mover, own, left);
            passPatience();
        });
        secondLoop.pollOnce();

        assertThat(failure)
                .isInstanceOfSatisfying(
                        MqConnectionException.class, e -> assertThat(e.code()).isEqualTo(MqErrorCode.TIMED_OUT))
                .hasMessageContaining("done for [t-0]; not done for [t-1]");
        assertThat(second.asked).hasSize(asked);
    }

    @Test
    void saysWhenItIsNotKnownWhetherItIsDone() {
        var begun = new CountDownLatch(1);
        var goOn = new CountDownLatch(1);
        var stuck = CompletableFuture.runAsync(() -> {
            while (goOn.getCount() > 0) {
                secondLoop.pollOnce();
            }
        });

        var failure = run(List.of(firstLoop), (mover, own, left) -> {
            if (own.contains(ONE)) {
                begun.countDown();
                awaitQuietly(goOn);
            } else {
                awaitQuietly(begun);
                passPatience();
            }
        });
        goOn.countDown();
        stuck.join();

        assertThat(failure).hasMessageContaining("done for [t-0]; not known for [t-1]");
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
