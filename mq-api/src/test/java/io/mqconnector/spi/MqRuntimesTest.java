// SPDX-License-Identifier: MIT
package io.mqconnector.spi;

import static org.assertj.core.api.Assertions.assertThat;

import io.mqconnector.api.MqConsumer;
import io.mqconnector.api.MqProducer;
import io.mqconnector.api.MqProducerPool;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class MqRuntimesTest {
    @Test
    void knowsWhatRunsAndForgetsWhatStopped() {
        var first = new NamedRuntime("first");
        var second = new NamedRuntime("second");
        var firstRegistration = MqRuntimes.register(first);
        var secondRegistration = MqRuntimes.register(second);

        assertThat(MqRuntimes.running()).containsExactly(first, second);

        firstRegistration.close();
        firstRegistration.close();

        assertThat(MqRuntimes.running()).containsExactly(second);
        secondRegistration.close();
        assertThat(MqRuntimes.running()).isEmpty();
    }

    @Test
    @Timeout(60)
    void wakesWhoWaitsForOneThatRuns() throws Exception {
        assertThat(MqRuntimes.awaitRunning(Duration.ZERO)).as("none is there").isFalse();
        var waiter = Thread.currentThread();
        var runtime = new NamedRuntime("late");
        var registration = CompletableFuture.supplyAsync(() -> {
            while (waiter.getState() != Thread.State.TIMED_WAITING) {
                Thread.onSpinWait();
            }
            return MqRuntimes.register(runtime);
        });

        assertThat(MqRuntimes.awaitRunning(Duration.ofMinutes(5))).isTrue();

        assertThat(MqRuntimes.awaitRunning(Duration.ZERO)).as("one is there").isTrue();
        registration.join().close();
    }

    @Test
    void keepsNobodyAlive() {
        var reference = registerAndForget();

        for (int i = 0; i < 50 && reference.get() != null; i++) {
            System.gc();
        }

        assertThat(reference.get()).isNull();
        assertThat(MqRuntimes.running()).isEmpty();
    }

    private static WeakReference<MqRuntime> registerAndForget() {
        var runtime = new NamedRuntime("forgotten");
        var unused = MqRuntimes.register(runtime);
        return new WeakReference<>(runtime);
    }

    private record NamedRuntime(String instanceId) implements MqRuntime {
        @Override
        public int apiVersion() {
            return API_VERSION;
        }

        @Override
        public MqProducer producer() {
            throw new UnsupportedOperationException();
        }

        @Override
        public MqProducerPool pool() {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<String> problems(SubscriptionRequest request) {
            return List.of();
        }

        @Override
        public MqConsumer subscribe(SubscriptionRequest request) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void close() {}
    }
}
