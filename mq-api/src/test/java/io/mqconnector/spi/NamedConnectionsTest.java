// SPDX-License-Identifier: MIT
package io.mqconnector.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.mqconnector.api.MqConfigException;
import io.mqconnector.api.MqConsumer;
import io.mqconnector.api.MqProducer;
import io.mqconnector.api.MqProducerPool;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NamedConnectionsTest {
    private static final ClassLoader LOADER = NamedConnectionsTest.class.getClassLoader();

    private static <T> T nothing(Class<T> type) {
        return type.cast(Proxy.newProxyInstance(LOADER, new Class<?>[] {type}, (proxy, method, arguments) -> null));
    }

    /** A runtime that is older than named connections. */
    private static final class OldRuntime implements MqRuntime {
        private final MqProducer producer = nothing(MqProducer.class);
        private final MqProducerPool pool = nothing(MqProducerPool.class);

        @Override
        public int apiVersion() {
            return 2;
        }

        @Override
        public String instanceId() {
            return "old";
        }

        @Override
        public MqProducer producer() {
            return producer;
        }

        @Override
        public MqProducerPool pool() {
            return pool;
        }

        @Override
        public List<String> problems(SubscriptionRequest request) {
            return List.of();
        }

        @Override
        public MqConsumer subscribe(SubscriptionRequest request) {
            return nothing(MqConsumer.class);
        }

        @Override
        public void close() {}
    }

    @Test
    void anOlderRuntimeTakesNoOverrides() {
        try (var runtime = new OldRuntime()) {
            assertThat(runtime.overrides()).isEmpty();
            assertThatExceptionOfType(UnsupportedOperationException.class)
                    .isThrownBy(() -> runtime.override(Map.of("mq.producer.linger", "1ms")))
                    .withMessageContaining("newer version");
            assertThatExceptionOfType(UnsupportedOperationException.class)
                    .isThrownBy(() -> runtime.resetOverrides(List.of()))
                    .withMessageContaining("newer version");
        }
    }

    @Test
    void ofAnOlderRuntimeAreTheDefaultOneAlone() {
        try (var runtime = new OldRuntime()) {
            assertThat(runtime.producer("")).isSameAs(runtime.producer());
            assertThat(runtime.pool("default")).isSameAs(runtime.pool());
            assertThatExceptionOfType(MqConfigException.class)
                    .isThrownBy(() -> runtime.producer("analytics"))
                    .withMessage(
                            "there is no connection 'analytics'; this connector has the default one alone: use a newer"
                                    + " version of it");
            assertThatExceptionOfType(MqConfigException.class).isThrownBy(() -> runtime.pool("analytics"));
        }
    }

    @Test
    void areNamedByCodeBeforeTheDeclaration() {
        assertThat(SubscriptionRequest.builder("n", LOADER).build().connection())
                .isEmpty();
        assertThat(SubscriptionRequest.builder("n", LOADER)
                        .declared(Map.of("connection", "declared"))
                        .build()
                        .connection())
                .isEqualTo("declared");
        assertThat(SubscriptionRequest.builder("n", LOADER)
                        .declared(Map.of("connection", "declared"))
                        .explicit(Map.of("connection", "code"))
                        .build()
                        .connection())
                .isEqualTo("code");
    }
}
