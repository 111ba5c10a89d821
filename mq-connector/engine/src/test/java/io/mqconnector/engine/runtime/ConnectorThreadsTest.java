// SPDX-License-Identifier: MIT
package io.mqconnector.engine.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ConnectorThreadsTest {
    private static final InheritableThreadLocal<String> OF_APPLICATION = new InheritableThreadLocal<>();

    @Test
    void aThreadKnowsNothingOfWhoeverNeededIt() {
        try (var threads = new ConnectorThreads("t")) {
            OF_APPLICATION.set("application");
            Thread.currentThread().setContextClassLoader(new ClassLoader(null) {});

            var seen = CompletableFuture.supplyAsync(
                            () -> OF_APPLICATION.get() + " "
                                    + Thread.currentThread().getContextClassLoader(),
                            threads.tasks)
                    .join();

            assertThat(seen).isEqualTo("null " + ConnectorThreads.class.getClassLoader());
        } finally {
            OF_APPLICATION.remove();
            Thread.currentThread().setContextClassLoader(ConnectorThreadsTest.class.getClassLoader());
        }
    }

    @Test
    void theTimerMakesAThreadWithoutWaitingForItself() {
        try (var threads = new ConnectorThreads("t")) {
            var done = new CompletableFuture<String>();

            threads.timer.execute(() -> threads.tasks.execute(
                    () -> done.complete(Thread.currentThread().getName())));

            assertThat(done.join()).startsWith("mq-t-worker-");
        }
    }

    @Test
    void makesThreadsWhileTheTimerIsHeldUp() {
        var heldUp = new CountDownLatch(1);
        var goOn = new CountDownLatch(1);
        try (var threads = new ConnectorThreads("t")) {
            threads.timer.execute(() -> {
                heldUp.countDown();
                await(goOn);
            });
            await(heldUp);

            var made = CompletableFuture.supplyAsync(
                            () -> Thread.currentThread().getName(), threads.clients)
                    .orTimeout(10, TimeUnit.SECONDS)
                    .join();

            assertThat(made).startsWith("mq-t-clients-");
        } finally {
            goOn.countDown();
        }
    }

    @Test
    void makesAsManyThreadsAsThereAreTasks() {
        try (var threads = new ConnectorThreads("t")) {
            var all = new CountDownLatch(20);
            var running = new CompletableFuture<?>[20];
            for (int i = 0; i < running.length; i++) {
                running[i] = CompletableFuture.runAsync(
                        () -> {
                            all.countDown();
                            await(all);
                        },
                        threads.tasks);
            }

            CompletableFuture.allOf(running).join();

            assertThat(all.getCount()).isZero();
        }
    }

    @Test
    void refusesWorkWhenClosed() {
        var threads = new ConnectorThreads("t");
        threads.close();

        assertThatThrownBy(() -> threads.tasks.execute(() -> {})).isInstanceOf(RejectedExecutionException.class);
        assertThatThrownBy(() -> threads.clients.execute(() -> {})).isInstanceOf(RejectedExecutionException.class);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
