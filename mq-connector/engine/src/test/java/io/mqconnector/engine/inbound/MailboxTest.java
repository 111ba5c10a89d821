// SPDX-License-Identifier: MIT
package io.mqconnector.engine.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.mqconnector.api.MqDelivery;
import io.mqconnector.api.MqMessage;
import io.mqconnector.api.MqMessageListener;
import io.mqconnector.api.MqMetadata;
import io.mqconnector.engine.log.MqLog;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
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
    private final DeliveryFixture fixture = new DeliveryFixture();
    private final ManualExecutor executor = fixture.executor;
    private final ManualTimer timer = fixture.timer;
    private final AtomicLong clock = fixture.clock;
    private final InboundCounters counters = fixture.counters;
    private final Deliveries deliveries = fixture.set("retry-attempts", "0").deliveries(EndpointSource.of(listener));
    private final MailboxScheduler scheduler = deliveries.scheduler;
    private final PartitionAssignment assignment = fixture.assignment();
    private final Frontier frontier = fixture.frontier();

    @AfterEach
    void close() {
        fixture.close();
    }

    private void receive(long... offsets) {
        fixture.receive(offsets);
    }

    private Endpoint shared() {
        try {
            return EndpointSource.of(listener).acquire();
        } catch (EndpointUnavailableException e) {
            throw new AssertionError(e);
        }
    }

    private Worker worker(Endpoint endpoint) {
        return new Worker(() -> endpoint, new Surroundings(List.of(), new MqLog.Limit(clock::get)), counters);
    }

    /** The mailbox that a poll has made ready, out of the queue. */
    private Mailbox readyMailbox(long... offsets) {
        var cursor = new RunCursor();
        var mailbox = assignment.mailbox(cursor, false);
        var segment = new Segment(
                java.util.stream.LongStream.of(offsets)
                        .mapToObj(offset -> DeliveryFixture.record(offset, new byte[0]))
                        .toList(),
                false);
        frontier.received(segment);
        frontier.polledTo(new OffsetAndMetadata(offsets[offsets.length - 1] + 1));
        cursor.add(new Run(segment, 0, false));
        assertThat(mailbox.offer()).isTrue();
        return mailbox;
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

        assertThat(frontier.finishedCount()).isZero();
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
        listener.during = () -> assignment.close();

        executor.runAll();

        assertThat(listener.calls).containsExactly("0/1");
        assertThat(frontier.position().offset()).isEqualTo(1);
        assertThat(assignment.awaitQuiet(clock.get())).isTrue();
    }

    @Test
    void startsNothingWhenClosedDuringABackoff() {
        listener.failures.set(1);
        receive(0);
        executor.runAll();
        assignment.close();

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

        assignment.close();

        assertThat(assignment.awaitQuiet(clock.get())).as("no time to wait").isFalse();
        goOn.countDown();
        assertThat(assignment.awaitQuiet(clock.get() + TimeUnit.SECONDS.toNanos(30)))
                .isTrue();
        assertThat(listener.calls).containsExactly("0/1");
        assertThat(frontier.position().offset()).isEqualTo(1);
        worker.join();
    }

    @Test
    void handsItsWorkerBackWhenTheSliceIsOver() {
        listener.during = () -> clock.addAndGet(MailboxScheduler.SLICE_NANOS);
        var mailbox = readyMailbox(0, 1);
        var worker = worker(shared());

        assertThat(mailbox.serve(worker, MailboxScheduler.SLICE_NANOS))
                .as("ready again")
                .isTrue();
        assertThat(listener.calls).containsExactly("0/1");

        assertThat(mailbox.serve(worker, MailboxScheduler.SLICE_NANOS)).isFalse();
        assertThat(listener.calls).containsExactly("0/1", "1/1");
    }

    @Test
    void leavesWorkAloneWhilePausedAndTakesItUpAgain() {
        receive(0, 1);
        scheduler.pause();
        executor.runAll();
        assertThat(listener.calls).isEmpty();

        scheduler.resume();
        fixture.offerAll();
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
        fixture.offerAll();
        executor.runAll();

        assertThat(listener.calls).containsExactly("0/1", "1/1", "2/1");
    }

    @Test
    void leavesARetryThatNoTimerTakesUndone() {
        timer.rejects = true;
        listener.failures.set(1);
        receive(0);

        executor.runAll();

        assertThat(frontier.finishedCount()).isZero();
        assignment.close();
        assertThat(assignment.awaitQuiet(clock.get())).isTrue();
    }

    @Test
    void doesNotTakeTheStateFromTheWorkerThatTheTimerGaveItTo() {
        // the timer fires, and another worker serves to the end, before the first has left serve()
        listener.failures.set(1);
        timer.runsAtOnce = true;
        var mailbox = readyMailbox(0);

        assertThat(mailbox.serve(worker(shared()), MailboxScheduler.SLICE_NANOS))
                .isFalse();

        assertThat(executor.tasks)
                .as("queued once by the timer, not again by the worker")
                .hasSize(1);
        executor.runAll();
        assertThat(listener.calls).containsExactly("0/1", "0/2");
    }

    @Test
    void countsNoAttemptWhenThereIsNoEndpoint() throws Exception {
        var attempts = new ArrayList<Integer>();
        var refusals = new AtomicInteger(3);
        Endpoint unavailable = new Endpoint() {
            @Override
            public void deliver(List<MqDelivery> batch) {
                throw new IllegalStateException("a batch");
            }

            @Override
            public void deliver(MqDelivery delivery) throws Exception {
                if (refusals.getAndDecrement() > 0) {
                    throw new EndpointUnavailableException("told to be", new IllegalStateException());
                }
                attempts.add(delivery.attempt());
            }

            @Override
            public void release() {}
        };
        var mailbox = readyMailbox(0, 1);

        for (int i = 0; i < 3; i++) {
            assertThat(mailbox.serve(worker(unavailable), MailboxScheduler.SLICE_NANOS))
                    .isFalse();
            assertThat(timer.tasks).hasSize(1);
            assertThat(timer.tasks.element().delayNanos()).isEqualTo(TimeUnit.MILLISECONDS.toNanos(10L << i));
            timer.fire();
        }
        mailbox.serve(worker(unavailable), MailboxScheduler.SLICE_NANOS);

        assertThat(attempts).containsExactly(1, 1);
        assertThat(counters.failed.sum()).isZero();
        assertThat(frontier.position().offset()).isEqualTo(2);
    }
}
