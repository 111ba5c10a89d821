// SPDX-License-Identifier: MIT
package io.mqconnector.engine.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.mqconnector.api.MqMessage;
import io.mqconnector.api.MqMessageListener;
import io.mqconnector.api.MqMetadata;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
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
        return new MailboxScheduler(new WorkerThreads(executor, turn), timer, 2, application, endpoints, clock::get);
    }

    @AfterEach
    void stopTimer() {
        timer.shutdownNow();
    }

    private Mailbox readyMailbox() {
        var mailbox = new Mailbox(
                "listener",
                new Frontier(0, ""),
                new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(60), 2, 0, () -> 0.5),
                new InboundCounters(),
                scheduler,
                timer,
                System::nanoTime);
        mailbox.offer(new Run(List.of(new ConsumerRecord<>("t", 0, 0L, new byte[0], new byte[0]))));
        return mailbox;
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
        var mailbox = readyMailbox();
        mailbox.close(Thread.currentThread());
        scheduler.ready(mailbox);

        executor.runAll();

        assertThat(executor.tasks).isEmpty();
    }

    @Test
    void replacesAnEndpointThatHasBecomeUnavailable() {
        var events = new ArrayList<String>();
        scheduler = scheduler(null, () -> {
            events.add("acquire");
            return new RecordingEndpoint(events) {
                @Override
                public void deliver(MqMessage message, MqMetadata metadata) throws EndpointUnavailableException {
                    super.deliver(message, metadata);
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
        public void deliver(MqMessage message, MqMetadata metadata) throws EndpointUnavailableException {
            events.add("deliver");
        }

        @Override
        public void release() {
            events.add("release");
        }
    }
}
