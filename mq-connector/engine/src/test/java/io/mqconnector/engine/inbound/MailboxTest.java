// SPDX-License-Identifier: MIT
package io.mqconnector.engine.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.mqconnector.api.MqMessage;
import io.mqconnector.api.MqMessageListener;
import io.mqconnector.api.MqMetadata;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MailboxTest {
    /** Records each call as {@code offset/attempt} and fails or acts as told. */
    private static final class FailingListener implements MqMessageListener {
        final List<String> calls = new ArrayList<>();
        final AtomicInteger failures = new AtomicInteger();
        Throwable failure = new IllegalStateException("told to fail");
        Runnable during = () -> {};

        @Override
        public void onMessage(MqMessage message, MqMetadata metadata) throws Exception {
            calls.add(metadata.offset() + "/" + metadata.attempt());
            during.run();
            if (failures.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                if (failure instanceof Error error) {
                    throw error;
                }
                throw (Exception) failure;
            }
        }
    }

    private final FailingListener listener = new FailingListener();
    private final ManualExecutor executor = new ManualExecutor();
    private final ManualTimer timer = new ManualTimer();
    private final AtomicLong clock = new AtomicLong();
    private final InboundCounters counters = new InboundCounters();
    private final Frontier frontier = new Frontier(0, "");
    private final MailboxScheduler scheduler = new MailboxScheduler(
            new WorkerThreads(executor, null),
            timer,
            2,
            MailboxTest.class.getClassLoader(),
            EndpointSource.of(listener),
            clock::get);
    private final Endpoint endpoint = new WorkerEndpoint(EndpointSource.of(listener));
    private final Mailbox mailbox = new Mailbox(
            "listener",
            frontier,
            new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(60), 2, 0, () -> 0.5),
            counters,
            scheduler,
            timer,
            clock::get);

    @AfterEach
    void stopTimer() {
        timer.shutdownNow();
    }

    private void receive(long... offsets) {
        var records = LongStream.of(offsets)
                .mapToObj(offset -> new ConsumerRecord<>("t", 0, offset, new byte[0], new byte[0]))
                .toList();
        frontier.received(records.size(), new OffsetAndMetadata(offsets[offsets.length - 1] + 1, Optional.empty(), ""));
        if (mailbox.offer(new Run(records))) {
            scheduler.ready(mailbox);
        }
    }

    @Test
    void deliversInOrderAndMovesTheFrontier() {
        receive(0, 1, 2);
        receive(3);

        executor.runAll();

        assertThat(listener.calls).containsExactly("0/1", "1/1", "2/1", "3/1");
        assertThat(frontier.position().offset()).isEqualTo(4);
        assertThat(counters.delivered.sum()).isEqualTo(4);
    }

    @Test
    void isQueuedOnceHoweverOftenItGetsWork() {
        receive(0);
        receive(1);
        receive(2);

        assertThat(executor.tasks).hasSize(1);
    }

    @Test
    void waitsOnTheTimerAfterAFailureAndHoldsNoWorker() {
        listener.failures.set(2);
        receive(0, 1);

        executor.runAll();

        assertThat(listener.calls).containsExactly("0/1");
        assertThat(frontier.position().offset()).isZero();
        assertThat(timer.tasks).extracting(ManualTimer.Task::delayNanos).containsExactly(TimeUnit.SECONDS.toNanos(1));

        timer.fire();
        executor.runAll();

        assertThat(listener.calls).containsExactly("0/1", "0/2");
        assertThat(timer.tasks).extracting(ManualTimer.Task::delayNanos).containsExactly(TimeUnit.SECONDS.toNanos(2));

        timer.fire();
        executor.runAll();

        assertThat(listener.calls).containsExactly("0/1", "0/2", "0/3", "1/1");
        assertThat(frontier.position().offset()).isEqualTo(2);
        assertThat(counters.failed.sum()).isEqualTo(2);
        assertThat(counters.redelivered.sum()).isEqualTo(2);
    }

    @Test
    void countsAnErrorAsAFailureToo() {
        listener.failure = new StackOverflowError("told to fail");
        listener.failures.set(1);
        receive(0);

        executor.runAll();

        assertThat(frontier.doneCount()).isZero();
        assertThat(timer.tasks).hasSize(1);
    }

    @Test
    void takesNewWorkDuringABackoffWithoutEndingIt() {
        listener.failures.set(1);
        receive(0);
        executor.runAll();

        receive(1);
        executor.runAll();

        assertThat(listener.calls).containsExactly("0/1");
    }

    @Test
    void startsNothingOnceClosed() {
        receive(0, 1, 2);
        listener.during = () -> mailbox.close(Thread.currentThread());

        executor.runAll();

        assertThat(listener.calls).containsExactly("0/1");
        assertThat(frontier.position().offset()).isEqualTo(1);
        assertThat(mailbox.awaitQuiet(clock.get())).isTrue();
    }

    @Test
    void startsNothingWhenClosedDuringABackoff() {
        listener.failures.set(1);
        receive(0);
        executor.runAll();
        mailbox.close(Thread.currentThread());

        timer.fire();
        executor.runAll();

        assertThat(listener.calls).containsExactly("0/1");
    }

    @Test
    void isNotQuietWhileARecordIsBeingHandled() throws Exception {
        var inside = new CountDownLatch(1);
        var goOn = new CountDownLatch(1);
        listener.during = () -> {
            inside.countDown();
            try {
                goOn.await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        };
        receive(0, 1);
        var worker = new Thread(executor::runAll, "worker");
        worker.start();
        inside.await();

        mailbox.close(Thread.currentThread());

        assertThat(mailbox.awaitQuiet(clock.get())).as("no time to wait").isFalse();
        goOn.countDown();
        assertThat(mailbox.awaitQuiet(clock.get() + TimeUnit.SECONDS.toNanos(30)))
                .isTrue();
        assertThat(listener.calls).containsExactly("0/1");
        assertThat(frontier.position().offset()).isEqualTo(1);
        worker.join();
    }

    @Test
    void handsItsWorkerBackWhenTheSliceIsOver() {
        listener.during = () -> clock.addAndGet(MailboxScheduler.SLICE_NANOS);
        receive(0, 1);

        assertThat(mailbox.serve(endpoint, MailboxScheduler.SLICE_NANOS))
                .as("ready again")
                .isTrue();
        assertThat(listener.calls).containsExactly("0/1");

        assertThat(mailbox.serve(endpoint, MailboxScheduler.SLICE_NANOS)).isFalse();
        assertThat(listener.calls).containsExactly("0/1", "1/1");
    }

    @Test
    void leavesWorkAloneWhilePausedAndTakesItUpAgain() {
        receive(0, 1);
        scheduler.pause();
        executor.runAll();
        assertThat(listener.calls).isEmpty();

        scheduler.resume();
        assertThat(mailbox.resume()).isTrue();
        scheduler.ready(mailbox);
        executor.runAll();

        assertThat(listener.calls).containsExactly("0/1", "1/1");
    }

    @Test
    void keepsHalfARunThroughAPause() {
        receive(0, 1, 2);
        listener.during = scheduler::pause;
        executor.runAll();
        assertThat(listener.calls).containsExactly("0/1");
        listener.during = () -> {};

        scheduler.resume();
        assertThat(mailbox.resume()).isTrue();
        scheduler.ready(mailbox);
        executor.runAll();

        assertThat(listener.calls).containsExactly("0/1", "1/1", "2/1");
    }

    @Test
    void leavesARetryThatNoTimerTakesUndone() {
        timer.rejects = true;
        listener.failures.set(1);
        receive(0);

        executor.runAll();

        assertThat(frontier.doneCount()).isZero();
        mailbox.close(Thread.currentThread());
        assertThat(mailbox.awaitQuiet(clock.get())).isTrue();
    }

    @Test
    void doesNotTakeTheStateFromTheWorkerThatTheTimerGaveItTo() {
        // the timer fires, and another worker serves to the end, before the first has left serve()
        listener.failures.set(1);
        var reentrant = new ArrayList<String>();
        timer.tasks.clear();
        receive(0);
        executor.tasks.clear();
        var eager = new ManualTimer() {
            @Override
            public java.util.concurrent.ScheduledFuture<?> schedule(Runnable action, long delay, TimeUnit unit) {
                reentrant.add("fired");
                action.run();
                return super.schedule(() -> {}, delay, unit);
            }
        };
        var own = new MailboxScheduler(
                new WorkerThreads(executor, null),
                eager,
                2,
                MailboxTest.class.getClassLoader(),
                EndpointSource.of(listener),
                clock::get);
        var box = new Mailbox(
                "listener",
                new Frontier(0, ""),
                new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(60), 2, 0, () -> 0.5),
                counters,
                own,
                eager,
                clock::get);
        box.offer(new Run(List.of(new ConsumerRecord<>("t", 0, 0L, new byte[0], new byte[0]))));

        assertThat(box.serve(endpoint, MailboxScheduler.SLICE_NANOS)).isFalse();

        assertThat(reentrant).containsExactly("fired");
        assertThat(executor.tasks)
                .as("queued once by the timer, not again by the worker")
                .hasSize(1);
        executor.runAll();
        assertThat(listener.calls).containsExactly("0/1", "0/2");
        eager.shutdownNow();
    }

    @Test
    void countsNoAttemptWhenThereIsNoEndpoint() throws Exception {
        var attempts = new ArrayList<Integer>();
        var refusals = new AtomicInteger(3);
        Endpoint unavailable = new Endpoint() {
            @Override
            public void deliver(MqMessage message, MqMetadata metadata) throws Exception {
                if (refusals.getAndDecrement() > 0) {
                    throw new EndpointUnavailableException("told to be", new IllegalStateException());
                }
                attempts.add(metadata.attempt());
            }

            @Override
            public void release() {}
        };
        receive(0, 1);

        for (int i = 0; i < 3; i++) {
            assertThat(mailbox.serve(unavailable, MailboxScheduler.SLICE_NANOS)).isFalse();
            assertThat(timer.tasks).hasSize(1);
            assertThat(timer.tasks.element().delayNanos()).isEqualTo(TimeUnit.MILLISECONDS.toNanos(10L << i));
            timer.fire();
        }
        mailbox.serve(unavailable, MailboxScheduler.SLICE_NANOS);

        assertThat(attempts).containsExactly(1, 1);
        assertThat(counters.failed.sum()).isZero();
        assertThat(frontier.position().offset()).isEqualTo(2);
    }
}
