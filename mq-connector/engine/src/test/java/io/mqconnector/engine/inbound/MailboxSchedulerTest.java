// SPDX-License-Identifier: MIT
package io.mqconnector.engine.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.mqconnector.api.MqDelivery;
import io.mqconnector.api.MqMessageListener;
import io.mqconnector.engine.log.MqLog;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MailboxSchedulerTest {
    private final ManualExecutor executor = new ManualExecutor();
    private final ManualTimer timer = new ManualTimer();
    private final ClassLoader application = new ClassLoader(null) {};
    private final AtomicLong clock = new AtomicLong();
    private final List<ClassLoader> contexts = new ArrayList<>();
    private final MqMessageListener listener =
            (message, metadata) -> contexts.add(Thread.currentThread().getContextClassLoader());
    private MailboxScheduler scheduler = scheduler(null, EndpointSource.of(listener));

    private MailboxScheduler scheduler(@Nullable Duration turn, EndpointSource endpoints) {
        return new MailboxScheduler(
                new WorkerThreads(executor, turn),
                timer,
                2,
                application,
                endpoints,
                new Surroundings(List.of(), new MqLog.Limit(clock::get)),
                new InboundCounters(100, System::nanoTime),
                clock::get);
    }

    @AfterEach
    void stopTimer() {
        timer.shutdownNow();
    }

    private Mailbox readyMailbox() {
        var mailbox = mailbox(new PartitionAssignment(DeliveryFixture.PARTITION, deliveries(), 0, new TreeMap<>()));
        assertThat(mailbox.offer()).isTrue();
        return mailbox;
    }

    private Mailbox mailbox(PartitionAssignment assignment) {
        var segment = new Segment(List.of(DeliveryFixture.record(0, new byte[0])), false);
        assignment.frontier.received(segment);
        var cursor = new RunCursor();
        cursor.add(new Run(segment, 0, false));
        return assignment.mailbox(cursor, false);
    }

    private Deliveries deliveries() {
        var config = ListenerConfigs.of(Map.of());
        return new Deliveries(
                config,
                new InboundCounters(100, System::nanoTime),
                new ListenerEvents("listener", "group", error -> {}, ListenerObserver.NONE, application, executor),
                (letter, outcome) -> {},
                DeliveryFixture.NO_OUTLETS,
                scheduler,
                false,
                timer,
                System::nanoTime,
                Clock.systemUTC(),
                () -> 0.5,
                () -> {});
    }

    @Test
    void startsOneWorkerForAPollAndLetsItStartTheNext() {
        scheduler.ready(List.of(readyMailbox(), readyMailbox(), readyMailbox()));
        assertThat(executor.tasks).hasSize(1);

        executor.tasks.remove().run();

        assertThat(executor.tasks).as("the chain, bounded by the worker count").hasSize(1);
        assertThat(contexts).hasSize(3);
    }

    @Test
    void neverHasMoreWorkersThanAllowed() {
        for (int i = 0; i < 10; i++) {
            scheduler.ready(readyMailbox());
        }

        assertThat(executor.tasks).hasSize(2);
        executor.runAll();
        assertThat(contexts).hasSize(10);
    }

    @Test
    void callsTheListenerWithTheApplicationsContextLoaderAndRestoresTheWorkers() {
        var before = Thread.currentThread().getContextClassLoader();
        scheduler.ready(readyMailbox());

        executor.runAll();

        assertThat(contexts).containsExactly(application);
        assertThat(Thread.currentThread().getContextClassLoader()).isSameAs(before);
    }

    @Test
    void offersARejectedWorkerAgainFromTheTimer() {
        executor.rejects = true;
        scheduler.ready(readyMailbox());
        assertThat(timer.tasks).hasSize(1);
        executor.rejects = false;

        timer.fire();
        executor.runAll();

        assertThat(contexts).hasSize(1);
    }

    @Test
    void givesItsThreadToOthersWhenItsTurnIsOver() {
        scheduler = scheduler(Duration.ofMillis(20), EndpointSource.of((message, metadata) -> {
            contexts.add(Thread.currentThread().getContextClassLoader());
            clock.addAndGet(Duration.ofMillis(10).toNanos());
        }));
        for (int i = 0; i < 5; i++) {
            scheduler.ready(readyMailbox());
        }

        executor.tasks.remove().run();

        assertThat(contexts).as("two records of 10 ms").hasSize(2);
        assertThat(executor.tasks).as("itself again behind the other worker").hasSize(2);
        executor.runAll();
        assertThat(contexts).hasSize(5);
        assertThat(executor.tasks).isEmpty();
    }

    @Test
    void holdsOneEndpointForARunAndReleasesIt() {
        var events = new ArrayList<String>();
        scheduler = scheduler(null, () -> {
            events.add("acquire");
            return new RecordingEndpoint(events);
        });
        scheduler.ready(List.of(readyMailbox(), readyMailbox()));

        executor.tasks.remove().run();

        assertThat(events).containsExactly("acquire", "deliver", "deliver", "release");
    }

    @Test
    void acquiresNoEndpointWithoutARecord() {
        scheduler = scheduler(null, () -> {
            throw new AssertionError("nothing to deliver");
        });
        var assignment = new PartitionAssignment(DeliveryFixture.PARTITION, deliveries(), 0, new TreeMap<>());
        var mailbox = mailbox(assignment);
        assertThat(mailbox.offer()).isTrue();
        assignment.close();
        scheduler.ready(mailbox);

        executor.runAll();

        assertThat(executor.tasks).isEmpty();
    }

    @Test
    void changesTheNumberOfWorkersWhileTheyWork() {
        scheduler.workerCount(1);
        for (int i = 0; i < 4; i++) {
            scheduler.ready(readyMailbox());
        }
        assertThat(executor.tasks).hasSize(1);

        scheduler.workerCount(3);
        assertThat(executor.tasks).hasSize(2);
        scheduler.workerCount(1);
        executor.tasks.remove().run();

        assertThat(contexts)
                .as("one too many: it ends before its first mailbox")
                .isEmpty();
        executor.runAll();
        assertThat(contexts).hasSize(4);
    }

    @Test
    void replacesAnEndpointThatHasBecomeUnavailable() {
        var events = new ArrayList<String>();
        scheduler = scheduler(null, () -> {
            events.add("acquire");
            return new RecordingEndpoint(events) {
                @Override
                public void deliver(MqDelivery delivery) throws EndpointUnavailableException {
                    super.deliver(delivery);
                    if (events.size() < 3) {
                        throw new EndpointUnavailableException("told to be", new IllegalStateException());
                    }
                }
            };
        });
        scheduler.ready(readyMailbox());
        executor.runAll();
        timer.fire();

        executor.runAll();

        assertThat(events).containsExactly("acquire", "deliver", "release", "acquire", "deliver", "release");
    }

    /** Says what is done to it. */
    private static class RecordingEndpoint implements Endpoint {
        private final List<String> events;

        RecordingEndpoint(List<String> events) {
            this.events = events;
        }

        @Override
        public void deliver(MqDelivery delivery) throws EndpointUnavailableException {
            events.add("deliver");
        }

        @Override
        public void deliver(List<MqDelivery> batch) {
            events.add("deliver batch");
        }

        @Override
        public void release() {
            events.add("release");
        }
    }

    @Test
    void keepsItsWorkersAndMailboxesWhenSomethingUnexpectedHappensInOne() {
        var calls = new ArrayList<String>();
        scheduler = scheduler(null, () -> new RecordingEndpoint(calls));
        scheduler.workerCount(1);
        var broken = new Cursor() {
            private int failures = 1;
            private boolean isTaken;

            @Override
            boolean hasMore() {
                return !isTaken;
            }

            @Override
            boolean take() {
                if (failures-- > 0) {
                    throw new AssertionError("told to fail");
                }
                isTaken = true;
                at(new Segment(List.of(DeliveryFixture.record(0, new byte[0])), false), 0);
                return true;
            }

            @Override
            int following(Segment of, int current) {
                return -1;
            }
        };
        var assignment = new PartitionAssignment(DeliveryFixture.PARTITION, deliveries(), 0, new TreeMap<>());
        var mailbox = assignment.mailbox(broken, false);
        assertThat(mailbox.offer()).isTrue();
        scheduler.ready(mailbox);
        executor.runAll();
        assertThat(calls).isEmpty();

        timer.fire();
        executor.runAll();

        assertThat(calls).as("by the only worker there is").contains("deliver");
    }

    @Test
    void offersAWorkerAgainForWhichThereWasNoThread() {
        var failures = new AtomicInteger(1);
        var scarce = new WorkerThreads(
                task -> {
                    if (failures.getAndDecrement() > 0) {
                        throw new OutOfMemoryError("unable to create native thread");
                    }
                    executor.execute(task);
                },
                null);
        scheduler = new MailboxScheduler(
                scarce,
                timer,
                1,
                application,
                EndpointSource.of(listener),
                new Surroundings(List.of(), new MqLog.Limit(clock::get)),
                new InboundCounters(100, clock::get),
                clock::get);
        try {
            scheduler.ready(readyMailbox());
        } catch (OutOfMemoryError e) {
            // whoever offers it may hear of it, or not
        }

        while (!timer.tasks.isEmpty()) {
            timer.fire();
        }
        scheduler.ready(readyMailbox());
        executor.runAll();

        assertThat(contexts).hasSize(2);
    }

    @Test
    void goesOnWithItsWorkAfterAnEndpointThatCannotBeReleased() {
        scheduler = scheduler(Duration.ofMillis(5), () -> new Endpoint() {
            @Override
            public void deliver(MqDelivery delivery) {
                contexts.add(Thread.currentThread().getContextClassLoader());
                clock.addAndGet(Duration.ofMillis(10).toNanos());
            }

            @Override
            public void deliver(List<MqDelivery> batch) {
                throw new AssertionError("no batch");
            }

            @Override
            public void release() {
                throw new NoClassDefFoundError("told to fail");
            }
        });
        scheduler.workerCount(1);
        scheduler.ready(List.of(readyMailbox(), readyMailbox(), readyMailbox()));

        while (!executor.tasks.isEmpty()) {
            try {
                executor.tasks.remove().run();
            } catch (NoClassDefFoundError e) {
                // ends the thread, not the worker
            }
        }

        assertThat(contexts).hasSize(3);
        assertThat(scheduler.serving()).isEmpty();
    }
}
