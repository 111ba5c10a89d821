// SPDX-License-Identifier: MIT
package io.mqconnector.engine.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.mqconnector.api.MqNotification;
import io.mqconnector.spi.MqNotifier;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class NotificationsTest {
    private static final ClassLoader LOADER = NotificationsTest.class.getClassLoader();

    private final Deque<Runnable> tasks = new ArrayDeque<>();
    private final List<String> told = new ArrayList<>();
    private final Notifications notifications =
            new Notifications("node-1", tasks::add, Clock.systemUTC(), System::nanoTime);

    private void publish(String text) {
        notifications.publish(MqNotification.Type.ALERT_RAISED, "orders", text, Map.of());
    }

    private void runAll() {
        while (!tasks.isEmpty()) {
            tasks.remove().run();
        }
    }

    private void note(MqNotification notification) {
        told.add(notification.text());
    }

    @Test
    void tellsInOrderOnAThreadThatNothingWaitsFor() {
        var unused = notifications.add(this::note, LOADER);

        publish("a");
        publish("b");
        assertThat(told).isEmpty();
        assertThat(tasks).hasSize(1);

        runAll();
        publish("c");
        runAll();
        assertThat(told).containsExactly("a", "b", "c");
    }

    @Test
    void keepsOnlySoManyForOneThatIsSlow() {
        var unused = notifications.add(this::note, LOADER);

        IntStream.range(0, Notifications.BOUND + 10).forEach(i -> publish("n" + i));
        runAll();

        assertThat(told).hasSize(Notifications.BOUND).startsWith("n0").endsWith("n" + (Notifications.BOUND - 1));
        assertThat(notifications.droppedCount()).isEqualTo(10);
    }

    @Test
    void oneThatThrowsHearsOfTheNextOneAllTheSame() {
        var unused = notifications.add(
                notification -> {
                    note(notification);
                    switch (notification.text()) {
                        case "checked" -> throw new IOException("down");
                        case "unchecked" -> throw new IllegalStateException("down");
                        case "error" -> throw new NoClassDefFoundError("some/library/Type");
                        default -> {
                            // well
                        }
                    }
                },
                LOADER);

        List.of("checked", "unchecked", "error", "well").forEach(this::publish);
        runAll();

        assertThat(told).containsExactly("checked", "unchecked", "error", "well");
        assertThat(notifications.failedCount()).isEqualTo(3);
    }

    @Test
    void oneThatHangsHoldsUpNoOther() throws Exception {
        var executor = Executors.newCachedThreadPool();
        var hangs = new CountDownLatch(1);
        var end = new CountDownLatch(1);
        var heard = new CountDownLatch(1_000);
        var all = new Notifications("node-1", executor, Clock.systemUTC(), System::nanoTime);
        MqNotifier hanging = notification -> {
            hangs.countDown();
            end.await();
        };
        var unused = all.add(hanging, LOADER);
        var unusedToo = all.add(
                notification -> {
                    heard.countDown();
                },
                LOADER);
        try {
            for (int i = 0; i < 1_000; i++) {
                // never more than fit: it is the hanging one that is to lose some
                while (heard.getCount() > 1_000 - i + Notifications.BOUND / 2) {
                    Thread.onSpinWait();
                }
                all.publish(MqNotification.Type.ALERT_RAISED, "", "n" + i, Map.of());
                // or the first would wait among the others
                assertThat(hangs.await(20, TimeUnit.SECONDS)).isTrue();
            }

            assertThat(heard.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(all.droppedCount()).isEqualTo(1_000 - Notifications.BOUND - 1);
        } finally {
            end.countDown();
            executor.shutdownNow();
        }
    }

    @Test
    void runsWithTheClassLoaderOfItsApplication() {
        var loader = new ClassLoader(LOADER) {};
        var seen = new ArrayList<ClassLoader>();
        var before = Thread.currentThread().getContextClassLoader();
        var unused = notifications.add(
                notification -> seen.add(Thread.currentThread().getContextClassLoader()), loader);

        publish("a");
        runAll();

        assertThat(seen).containsExactly(loader);
        assertThat(Thread.currentThread().getContextClassLoader()).isSameAs(before);
    }

    @Test
    void tellsNothingToOneThatWasTakenAway() {
        var registration = notifications.add(this::note, LOADER);
        publish("a");

        registration.close();
        registration.close();
        publish("b");
        runAll();

        assertThat(told).isEmpty();
        assertThat(tasks).isEmpty();
    }

    @Test
    void tellsNothingWhenItIsClosedOrItsExecutorIs() {
        var unused = notifications.add(this::note, LOADER);
        publish("a");
        notifications.close();
        runAll();

        var refusing = new Notifications(
                "node-1",
                task -> {
                    throw new RejectedExecutionException("closed");
                },
                Clock.systemUTC(),
                System::nanoTime);
        var unusedToo = refusing.add(this::note, LOADER);
        refusing.publish(MqNotification.Type.ALERT_RAISED, "", "b", Map.of());

        assertThat(told).isEmpty();
    }
}
