// SPDX-License-Identifier: MIT
package io.mqconnector.engine.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.mqconnector.api.MqDelivery;
import io.mqconnector.api.MqMessageListener;
import io.mqconnector.engine.log.MqLog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Phaser;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The thread of the test looks; deliveries that must be held are on one of their own. */
class WorkerTest {
    private static final long TIMEOUT = Duration.ofSeconds(10).toNanos();

    private final DeliveryFixture fixture = new DeliveryFixture();
    private final Deliveries deliveries = fixture.deliveries(EndpointSource.of((message, metadata) -> {}));

    @AfterEach
    void close() {
        fixture.close();
    }

    private Worker worker(MqMessageListener listener) {
        return new Worker(
                EndpointSource.of(listener),
                new Surroundings(List.of(), new MqLog.Limit(fixture.clock::get)),
                fixture.counters);
    }

    private Delivery delivery(long offset) {
        return new Delivery(
                DeliveryFixture.record(offset, new byte[0]),
                new PartitionAssignment(DeliveryFixture.PARTITION, deliveries, 0, new java.util.TreeMap<>()));
    }

    /** A worker on a thread of its own, held in each delivery until it is told to go on. */
    private final class HeldWorker {
        final CountDownLatch made = new CountDownLatch(1);
        final Phaser inside = new Phaser(2);
        final Phaser goOn = new Phaser(2);
        /** What became of each delivery, and whether its thread was interrupted at its start. */
        final List<String> outcomes = Collections.synchronizedList(new ArrayList<>());

        final AtomicReference<@Nullable Worker> worker = new AtomicReference<>();
        final Thread thread;

        HeldWorker(int deliveries) {
            thread = new Thread(
                    () -> {
                        var own = worker((message, metadata) -> {
                            outcomes.add(
                                    "starts " + (Thread.currentThread().isInterrupted() ? "interrupted" : "clean"));
                            inside.arriveAndAwaitAdvance();
                            // uninterruptible: the test decides
                            goOn.arriveAndAwaitAdvance();
                            outcomes.add("ends " + (Thread.currentThread().isInterrupted() ? "interrupted" : "clean"));
                        });
                        worker.set(own);
                        made.countDown();
                        for (int i = 0; i < deliveries; i++) {
                            try {
                                own.deliver(delivery(i));
                            } catch (Exception e) {
                                outcomes.add(e.toString());
                            }
                            outcomes.add("after " + (Thread.currentThread().isInterrupted() ? "interrupted" : "clean"));
                        }
                    },
                    "worker");
            thread.start();
        }

        Worker get() {
            var own = worker.get();
            if (own == null) {
                throw new AssertionError("no worker yet");
            }
            return own;
        }
    }

    @Test
    void seesNothingWhileNothingIsUnderWay() {
        var worker = worker((message, metadata) -> {});

        assertThat(worker.look(0, TIMEOUT)).isEqualTo(-1);
        assertThat(worker.seen()).isNull();
    }

    @Test
    void tellsForHowLongADeliveryHasBeenSeen() throws Exception {
        var ages = new ArrayList<Long>();
        var self = new AtomicReference<@Nullable Worker>();
        var worker = worker((message, metadata) -> {
            var own = self.get();
            if (own != null) {
                ages.add(own.look(1_000, 0));
                ages.add(own.look(1_700, 0));
                assertThat(own.seen())
                        .isNotNull()
                        .extracting(MqDelivery::offset)
                        .isEqualTo(7L);
            }
        });
        self.set(worker);

        worker.deliver(delivery(7));

        assertThat(ages).as("when it began nobody knows").containsExactly(0L, 700L);
        assertThat(worker.look(2_000, 0)).isEqualTo(-1);
    }

    @Test
    void neverOverstatesTheAgeOfADeliveryThatFollowsAnother() throws Exception {
        var ages = new ArrayList<Long>();
        var clock = new long[1];
        var self = new AtomicReference<@Nullable Worker>();
        var worker = worker((message, metadata) -> {
            var own = self.get();
            if (own != null) {
                clock[0] += 1_000;
                ages.add(own.look(clock[0], 0));
            }
        });
        self.set(worker);

        for (int i = 0; i < 5; i++) {
            worker.deliver(delivery(0));
        }

        assertThat(ages).as("each is seen for the first time").containsOnly(0L).hasSize(5);
    }

    @Test
    void interruptsADeliveryThatOutlivesItsTimeout() throws Exception {
        var held = new HeldWorker(2);
        held.inside.arriveAndAwaitAdvance();
        assertThat(held.get().look(0, TIMEOUT)).isZero();
        assertThat(held.get().look(TIMEOUT - 1, TIMEOUT)).isEqualTo(TIMEOUT - 1);
        assertThat(held.thread.isInterrupted()).isFalse();

        assertThat(held.get().look(TIMEOUT, TIMEOUT)).isEqualTo(TIMEOUT);

        held.goOn.arriveAndAwaitAdvance();
        held.inside.arriveAndAwaitAdvance();
        held.goOn.arriveAndAwaitAdvance();
        held.thread.join();
        assertThat(held.outcomes)
                .containsExactly(
                        "starts clean", "ends interrupted", "after clean", "starts clean", "ends clean", "after clean");
        assertThat(fixture.counters.timedOut.sum()).isEqualTo(1);
    }

    @Test
    void interruptsADeliveryOnce() throws Exception {
        var held = new HeldWorker(1);
        held.inside.arriveAndAwaitAdvance();
        held.get().look(0, TIMEOUT);
        for (int i = 1; i < 5; i++) {
            held.get().look(i * TIMEOUT, TIMEOUT);
        }

        assertThat(fixture.counters.timedOut.sum()).isEqualTo(1);
        held.goOn.arriveAndAwaitAdvance();
        held.thread.join();
    }

    @Test
    void neverInterruptsTheDeliveryAfterTheOneThatWasSeen() throws Exception {
        var held = new HeldWorker(2);
        held.inside.arriveAndAwaitAdvance();
        held.get().look(0, TIMEOUT);
        held.goOn.arriveAndAwaitAdvance();
        held.inside.arriveAndAwaitAdvance();

        // the first would be over its time by now
        assertThat(held.get().look(TIMEOUT, TIMEOUT)).isZero();

        assertThat(held.thread.isInterrupted()).isFalse();
        held.goOn.arriveAndAwaitAdvance();
        held.thread.join();
        assertThat(fixture.counters.timedOut.sum()).isZero();
    }

    @Test
    void interruptsNothingWithoutATimeout() throws Exception {
        var held = new HeldWorker(1);
        held.inside.arriveAndAwaitAdvance();
        held.get().look(0, 0);

        assertThat(held.get().look(Duration.ofDays(1).toNanos(), 0))
                .isEqualTo(Duration.ofDays(1).toNanos());

        assertThat(held.thread.isInterrupted()).isFalse();
        held.goOn.arriveAndAwaitAdvance();
        held.thread.join();
    }

    @Test
    void leavesAnInterruptThatIsNotItsOwnAlone() throws Exception {
        var worker = worker((message, metadata) -> Thread.currentThread().interrupt());

        worker.deliver(delivery(0));

        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void hitsNoNeighbourHoweverCloseTheEndOfADeliveryIsToItsTimeout() throws Exception {
        var worker = new AtomicReference<@Nullable Worker>();
        var made = new CountDownLatch(1);
        var dirty = new ArrayList<String>();
        var thread = new Thread(
                () -> {
                    var own = worker((message, metadata) -> {});
                    worker.set(own);
                    made.countDown();
                    for (int i = 0; i < 200_000; i++) {
                        try {
                            own.deliver(delivery(i));
                        } catch (Exception e) {
                            dirty.add(e.toString());
                        }
                        if (Thread.currentThread().isInterrupted()) {
                            dirty.add("after " + i);
                        }
                    }
                },
                "worker");
        thread.start();
        made.await();
        var own = worker.get();
        if (own == null) {
            throw new AssertionError("no worker");
        }

        for (long now = 0; thread.isAlive(); now++) {
            own.look(now, 1);
        }
        thread.join();

        assertThat(dirty).isEmpty();
    }

    @Test
    void reportsADeliveryOnce() throws Exception {
        var reports = new ArrayList<Boolean>();
        var self = new AtomicReference<@Nullable Worker>();
        var worker = worker((message, metadata) -> {
            var own = self.get();
            if (own != null) {
                own.look(0, 0);
                reports.add(own.reportsFirst());
                own.look(1, 0);
                reports.add(own.reportsFirst());
            }
        });
        self.set(worker);

        worker.deliver(delivery(0));
        worker.deliver(delivery(1));

        assertThat(reports).containsExactly(true, false, true, false);
    }

    @Test
    void countsAnInterruptedDeliveryAsFailedAndKeepsItsThreadUsable() {
        // the watch looks from within the listener: it would be another thread
        fixture.set("handler-timeout", "10s");
        var calls = new ArrayList<String>();
        var self = new AtomicReference<@Nullable Deliveries>();
        var made = fixture.deliveries(EndpointSource.of((message, metadata) -> {
            calls.add(metadata.offset() + "/" + metadata.attempt()
                    + (Thread.currentThread().isInterrupted() ? "!" : ""));
            var known = self.get();
            if (metadata.offset() == 0 && metadata.attempt() == 1 && known != null) {
                var watch = new ListenerWatch(known, () -> 0);
                watch.look();
                fixture.clock.addAndGet(TIMEOUT);
                watch.look();
                throw new InterruptedException("out of a blocking call, which clears the flag or not");
            }
        }));
        self.set(made);
        fixture.feed(0, CommitMetadata.UNKNOWN);
        fixture.receive(0, 1);

        fixture.executor.runAll();

        assertThat(calls).containsExactly("0/1");
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
        fixture.timer.fire();
        fixture.executor.runAll();
        assertThat(calls).containsExactly("0/1", "0/2", "1/1");
        assertThat(fixture.counters.timedOut.sum()).isEqualTo(1);
    }
}
