// SPDX-License-Identifier: MIT
package io.mqconnector.engine.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.mqconnector.api.MqDelivery;
import io.mqconnector.api.MqRejectedException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ManualAcknowledgementTest {
    private static final long TIMEOUT = Duration.ofMinutes(5).toNanos();

    private final ScriptedListener listener = new ScriptedListener().keepsContexts();
    private final DeliveryFixture fixture = new DeliveryFixture().set("auto-commit", "false");

    ManualAcknowledgementTest() {
        fixture.clock.set(1);
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    private void start() {
        var unused = fixture.deliveries(EndpointSource.of(listener));
    }

    private void receive(long... offsets) {
        fixture.receive(offsets);
        fixture.executor.runAll();
    }

    private boolean acknowledge(long offset) {
        return listener.context(offset).acknowledge();
    }

    /** Lets the time-out of what was handed over pass. */
    private void passTimeout() {
        fixture.clock.addAndGet(TIMEOUT);
        fixture.assignment().failOverdue(fixture.clock.get(), TIMEOUT);
    }

    @Test
    void isNotDoneWhenTheListenerReturnsButWhenItAcknowledges() {
        start();
        receive(0, 1);

        assertThat(listener.calls).as("handed over side by side").containsExactly("0/1", "1/1");
        assertThat(listener.context(0).isManual()).isTrue();
        assertThat(fixture.frontier().offset()).isZero();
        assertThat(fixture.frontier().inFlight()).isEqualTo(2);

        assertThat(acknowledge(0)).isTrue();

        assertThat(fixture.frontier().offset()).isEqualTo(1);
        assertThat(fixture.frontier().inFlight()).isEqualTo(1);
        assertThat(fixture.counters.delivered.sum()).isEqualTo(1);
    }

    @Test
    void mayBeAcknowledgedInTheCall() {
        start();
        listener.during =
                metadata -> assertThat(metadata.context().acknowledge()).isTrue();

        receive(0, 1);

        assertThat(fixture.frontier().offset()).isEqualTo(2);
        assertThat(fixture.frontier().inFlight()).isZero();
        fixture.assignment().close();
        assertThat(fixture.assignment().awaitQuiet(fixture.clock.get())).isTrue();
    }

    @Test
    void mayBeAcknowledgedOutOfOrder() {
        start();
        receive(0, 1, 2);

        assertThat(acknowledge(2)).isTrue();
        assertThat(acknowledge(1)).isTrue();
        assertThat(fixture.frontier().offset()).isZero();

        assertThat(acknowledge(0)).isTrue();
        assertThat(fixture.frontier().offset()).isEqualTo(3);
    }

    @Test
    void mayBeAcknowledgedUpToARecord() {
        start();
        receive(0, 1, 2, 3);

        assertThat(listener.context(2).acknowledgeUpTo()).isTrue();

        assertThat(fixture.frontier().offset()).isEqualTo(3);
        assertThat(fixture.frontier().inFlight()).isEqualTo(1);
    }

    @Test
    void leavesARecordThatWaitsToBeTriedAgainOutOfAnAcknowledgementUpToALaterOne() {
        fixture.set("ordering", "key").set("workers", "2");
        start();
        listener.fail(0, 1);
        fixture.receiveKeys(0, "a", "b", "b");
        fixture.executor.runAll();

        assertThat(listener.context(2).acknowledgeUpTo()).isTrue();

        assertThat(fixture.frontier().offset()).isZero();
        assertThat(fixture.frontier().inFlight()).isEqualTo(1);
        fixture.timer.fire();
        fixture.executor.runAll();
        assertThat(listener.calls).endsWith("0/2");
        assertThat(acknowledge(0)).isTrue();
        assertThat(fixture.frontier().offset()).isEqualTo(3);
    }

    @Test
    void countsOnceHoweverOftenItIsAcknowledged() {
        start();
        receive(0, 1);

        assertThat(acknowledge(0)).isTrue();
        assertThat(acknowledge(0)).isTrue();
        assertThat(listener.context(0).acknowledgeUpTo()).isTrue();

        assertThat(fixture.frontier().inFlight()).isEqualTo(1);
        assertThat(fixture.counters.delivered.sum()).isEqualTo(1);
    }

    @Test
    void doesNotCountOnceThePartitionIsGivenUp() {
        start();
        receive(0, 1);
        assertThat(acknowledge(0)).isTrue();
        fixture.assignment().close();
        fixture.assignment().drop();

        assertThat(acknowledge(1)).isFalse();
        assertThat(acknowledge(0))
                .as("in its last commit, but that may have failed")
                .isFalse();

        assertThat(fixture.frontier().offset()).isEqualTo(1);
    }

    @Test
    void staysDoneWhenTheListenerThrowsAfterwards() {
        start();
        listener.fail(0).during = metadata -> metadata.context().acknowledge();

        receive(0, 1);

        assertThat(listener.calls).containsExactly("0/1", "1/1");
        assertThat(fixture.timer.tasks).isEmpty();
        assertThat(fixture.frontier().offset()).isEqualTo(2);
        assertThat(fixture.assignment().failureCounts()).isEmpty();
    }

    @Test
    void cannotBeAcknowledgedAfterItHasFailed() {
        start();
        listener.fail(0, 1);
        receive(0);
        var first = listener.context(0);

        assertThat(first.acknowledge()).isFalse();
        assertThat(fixture.frontier().offset()).isZero();

        fixture.timer.fire();
        fixture.executor.runAll();
        assertThat(first.acknowledge()).as("of another attempt").isFalse();
        assertThat(acknowledge(0)).isTrue();
        assertThat(listener.calls).containsExactly("0/1", "0/2");
        assertThat(fixture.frontier().offset()).isEqualTo(1);
    }

    @Test
    void isDeliveredAgainAsTheNextAttemptWhenItsTimeIsOver() {
        start();
        receive(0, 1);
        assertThat(acknowledge(1)).isTrue();
        var first = listener.context(0);
        fixture.clock.addAndGet(TIMEOUT - 1);
        fixture.assignment().failOverdue(fixture.clock.get(), TIMEOUT);
        assertThat(fixture.timer.tasks).as("a moment too early").isEmpty();

        fixture.clock.addAndGet(1);
        fixture.assignment().failOverdue(fixture.clock.get(), TIMEOUT);

        assertThat(first.acknowledge()).isFalse();
        assertThat(fixture.timer.tasks).hasSize(1);
        fixture.timer.fire();
        fixture.executor.runAll();
        assertThat(listener.calls).containsExactly("0/1", "1/1", "0/2");
        assertThat(acknowledge(0)).isTrue();
        assertThat(fixture.frontier().offset()).isEqualTo(2);
    }

    @Test
    void isNotOverdueWhileTheListenerHasIt() {
        start();
        listener.during = metadata -> passTimeout();

        receive(0);

        assertThat(fixture.timer.tasks).isEmpty();
        assertThat(acknowledge(0)).isTrue();
    }

    @Test
    void goesToTheDeadLettersWhenItWasNeverAcknowledged() {
        fixture.set("retry-attempts", "2");
        start();
        receive(0, 1);
        assertThat(acknowledge(1)).isTrue();
        passTimeout();
        fixture.timer.fire();
        fixture.executor.runAll();
        passTimeout();

        assertThat(listener.calls).containsExactly("0/1", "1/1", "0/2");
        assertThat(fixture.letters).hasSize(1);
        fixture.answerLetter(null);
        assertThat(fixture.frontier().offset()).isEqualTo(2);
    }

    @Test
    void goesToTheDeadLettersWhenItIsRejected() {
        start();
        listener.fail(0).failure = new MqRejectedException("never", null);

        receive(0);

        assertThat(acknowledge(0)).isFalse();
        fixture.answerLetter(null);
        assertThat(fixture.frontier().offset()).isEqualTo(1);
    }

    @Test
    void isWaitedForWhenThePartitionIsGivenUp() throws Exception {
        start();
        receive(0);
        var assignment = fixture.assignment();
        var closed = new CountDownLatch(1);
        var isQuiet = new AtomicBoolean();
        var poll = new Thread(
                () -> {
                    assignment.close();
                    closed.countDown();
                    isQuiet.set(assignment.awaitQuiet(fixture.clock.get() + TimeUnit.SECONDS.toNanos(30)));
                },
                "poll");
        poll.start();
        closed.await();
        assertThat(assignment.isDropped()).isFalse();

        assertThat(acknowledge(0)).isTrue();
        poll.join();

        assertThat(isQuiet).isTrue();
        assertThat(fixture.frontier().offset()).isEqualTo(1);
    }

    @Test
    void isWaitedForNoLongerThanAllowed() {
        start();
        receive(0);
        fixture.assignment().close();

        assertThat(fixture.assignment().awaitQuiet(fixture.clock.get())).isFalse();
    }

    @Test
    void isNotFailedAnyMoreOnceThePartitionIsGivenUp() {
        start();
        receive(0);
        fixture.assignment().close();
        passTimeout();

        assertThat(fixture.timer.tasks).isEmpty();
        assertThat(fixture.assignment().awaitQuiet(fixture.clock.get())).isTrue();
        assertThat(fixture.frontier().offset()).isZero();
    }

    @Test
    void changesNothingWithoutManualAcknowledgement() {
        fixture.set("auto-commit", "true");
        start();
        listener.fail(0, 1).during = metadata -> {
            assertThat(metadata.context().isManual()).isFalse();
            assertThat(metadata.context().acknowledge()).isTrue();
            assertThat(metadata.context().acknowledgeUpTo()).isTrue();
        };

        receive(0);

        assertThat(fixture.frontier().offset()).as("it threw").isZero();
        fixture.timer.fire();
        fixture.executor.runAll();
        assertThat(fixture.frontier().offset()).isEqualTo(1);
    }

    @Test
    void isDoneWhenItIsAcknowledgedAlthoughTheEndpointSaysThatItWasUnavailable() {
        var unused = fixture.deliveries(() -> new SharedEndpoint(false) {
            @Override
            public void deliver(MqDelivery delivery) throws Exception {
                listener.onMessage(delivery, delivery);
                if (delivery.offset() == 0) {
                    delivery.context().acknowledge();
                }
                throw new EndpointUnavailableException("told to be", new IllegalStateException());
            }
        });
        receive(0, 1);

        assertThat(fixture.frontier().offset()).as("0 is done, 1 is not").isEqualTo(1);
        assertThat(fixture.frontier().inFlight()).isEqualTo(1);
        assertThat(acknowledge(1)).as("it was not handed over").isFalse();
        assertThat(listener.calls).containsExactly("0/1", "1/1");
        assertThat(fixture.timer.tasks).hasSize(1);
    }

    /** Whoever acknowledges it has decided that it is done, and has not yet marked it. */
    @Test
    void isWaitedForWhileItIsMarkedAlthoughTheListenerHasThrown() throws Exception {
        var decided = new CountDownLatch(1);
        var mayMark = new CountDownLatch(1);
        var segment = new Segment(List.of(DeliveryFixture.record(0, new byte[0])), false) {
            @Override
            void done(int index) {
                decided.countDown();
                await(mayMark);
                super.done(index);
            }
        };
        var deliveries = fixture.deliveries(EndpointSource.of(listener));
        var assignment = fixture.assignment();
        assignment.frontier.received(segment);
        assignment.frontier.polledTo(new OffsetAndMetadata(1));
        var cursor = new RunCursor();
        cursor.add(new Run(segment, 0, false));
        var mailbox = assignment.mailbox(cursor, false);
        var acknowledging = new AtomicReference<CompletableFuture<Boolean>>();
        listener.during = metadata -> {
            var context = metadata.context();
            acknowledging.set(CompletableFuture.supplyAsync(context::acknowledge));
            await(decided);
        };
        listener.fail(0);
        assertThat(mailbox.offer()).isTrue();
        deliveries.scheduler.ready(mailbox);

        fixture.executor.runAll();

        assignment.close();
        assertThat(assignment.awaitQuiet(fixture.clock.get()))
                .as("it would be committed without it")
                .isFalse();
        mayMark.countDown();
        assertThat(acknowledging.get().get(20, TimeUnit.SECONDS)).isTrue();
        assertThat(assignment.awaitQuiet(fixture.clock.get())).isTrue();
        assertThat(assignment.frontier.offset()).isEqualTo(1);
        assertThat(assignment.frontier.inFlight()).isZero();
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
