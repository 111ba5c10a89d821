// SPDX-License-Identifier: MIT
package io.mqconnector.spi;

import static org.assertj.core.api.Assertions.assertThat;

import io.mqconnector.api.MqConsumer;
import io.mqconnector.api.MqProducer;
import java.lang.ref.WeakReference;
import java.util.List;
import org.junit.jupiter.api.Test;

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
