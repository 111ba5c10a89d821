// SPDX-License-Identifier: MIT
package io.mqconnector.engine.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.mqconnector.api.MqMessageListener;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MailboxSchedulerTest {
    private final ManualExecutor executor = new ManualExecutor();
    private final ManualTimer timer = new ManualTimer();
    private final ClassLoader application = new ClassLoader(null) {};
    private final MailboxScheduler scheduler = new MailboxScheduler(executor, timer, 2, application);
    private final List<ClassLoader> contexts = new ArrayList<>();
    private final MqMessageListener listener =
            (message, metadata) -> contexts.add(Thread.currentThread().getContextClassLoader());

    @AfterEach
    void stopTimer() {
        timer.shutdownNow();
    }

    private Mailbox readyMailbox() {
        var mailbox = new Mailbox(
                "listener",
                listener,
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
}
