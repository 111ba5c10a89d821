// SPDX-License-Identifier: MIT
package io.mqconnector.engine.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.mqconnector.api.MqConfig;
import io.mqconnector.api.MqConfigException;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.time.Duration;
import java.util.Collections;
import java.util.Enumeration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.microprofile.config.spi.ConfigProviderResolver;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MicroProfileSourceTest {
    private static ConfigSnapshot read(MqConfig explicit, Map<String, String> settings) throws IOException {
        return read(explicit, new PropertiesConfigSource(settings, "shop.properties", 200));
    }

    private static ConfigSnapshot read(MqConfig explicit, ConfigSource source) throws IOException {
        var config = new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .withSources(source)
                .build();
        try (var loader = new URLClassLoader(new URL[0], MicroProfileSourceTest.class.getClassLoader())) {
            ConfigProviderResolver.instance().registerConfig(config, loader);
            try {
                return ConfigSnapshot.read(explicit, loader);
            } finally {
                ConfigProviderResolver.instance().releaseConfig(config);
            }
        }
    }

    @Test
    void readsTheConfigurationOfTheGivenLoaderAndNamesItsSource() throws IOException {
        var snapshot = read(
                MqConfig.builder().set("mq.producer.linger", "9ms").build(),
                Map.of(
                        "mq.producer.linger", "7ms",
                        "mq.pool.max-connections", "${pool.size}",
                        "pool.size", "7",
                        "mq.kafka.producer.retry.backoff.ms", "250",
                        "mq.producer.lingr", "1ms"));

        assertThat(snapshot.value(ConfigKeys.PRODUCER_LINGER).source()).isEqualTo("MqConfig");
        assertThat(snapshot.value(ConfigKeys.POOL_MAX_CONNECTIONS))
                .isEqualTo(new ConfigValue(
                        "mq.pool.max-connections",
                        "7",
                        Layer.CONFIG,
                        "config source PropertiesConfigSource[source=shop.properties]"));
        assertThat(snapshot.producerProperties()).containsEntry("retry.backoff.ms", 250L);
        assertThat(snapshot.warnings())
                .containsExactly(
                        "mq.producer.lingr from config source PropertiesConfigSource[source=shop.properties]: no such"
                                + " key; did you mean 'mq.producer.linger'?");
    }

    /** SmallRye, for one, remembers which names there were at first. */
    @Test
    void noticesAKeyThatWasNotThereBefore() {
        var properties = new ConcurrentHashMap<String, String>();
        var config = new SmallRyeConfigBuilder()
                .withSources(new ConfigSource() {
                    @Override
                    public Set<String> getPropertyNames() {
                        return properties.keySet();
                    }

                    @Override
                    public String getValue(String name) {
                        return properties.get(name);
                    }

                    @Override
                    public String getName() {
                        return "changeable";
                    }
                })
                .build();
        var loader = new URLClassLoader(new URL[0], MicroProfileSourceTest.class.getClassLoader());
        ConfigProviderResolver.instance().registerConfig(config, loader);
        try {
            var before = MicroProfileSource.of(loader).state(Set.of());

            properties.put("mq.pool.max-idle-time", "1s");

            assertThat(MicroProfileSource.of(loader).state(Set.of())).isNotEqualTo(before);
        } finally {
            ConfigProviderResolver.instance().releaseConfig(config);
        }
    }

    /** A source that never says more names than it had at first. */
    @Test
    void noticesAKeyOfAConnectionOrListenerThatWasNotThereBefore() {
        var properties = new ConcurrentHashMap<>(Map.of("mq.connections.a.client.brokers", "a:1"));
        var atFirst = Set.copyOf(properties.keySet());
        var config = new SmallRyeConfigBuilder()
                .withSources(new ConfigSource() {
                    @Override
                    public Set<String> getPropertyNames() {
                        return atFirst;
                    }

                    @Override
                    public @Nullable String getValue(String name) {
                        return properties.get(name);
                    }

                    @Override
                    public String getName() {
                        return "forgetful";
                    }
                })
                .build();
        var loader = new URLClassLoader(new URL[0], MicroProfileSourceTest.class.getClassLoader());
        ConfigProviderResolver.instance().registerConfig(config, loader);
        try {
            var input = ConfigInput.of(MqConfig.empty(), loader);
            var request = SnapshotFixture.settings().request();
            int workers = input.read(Overrides.NONE).listener(request).workers();
            var before = input.state();
            assertThat(input.state()).isEqualTo(before);

            properties.put("mq.connections.a.producer.linger", "21ms");
            var ofConnection = input.state();
            assertThat(ofConnection).isNotEqualTo(before);
            properties.put("mq.listeners.orders.workers", "" + (workers + 1));
            assertThat(input.state()).isNotEqualTo(ofConnection);

            var next = input.read(Overrides.NONE);
            assertThat(next.connection("a").get(ConfigKeys.PRODUCER_LINGER)).isEqualTo(Duration.ofMillis(21));
            assertThat(next.listener(request).workers()).isEqualTo(workers + 1);
        } finally {
            ConfigProviderResolver.instance().releaseConfig(config);
        }
    }

    @Test
    void showsNoSecretThatAnExpressionLeadsTo() throws IOException {
        var snapshot = read(
                MqConfig.empty(),
                Map.of(
                        "mq.client.source", "${the.name:none}",
                        "the.name", "from ${db.password}",
                        "db.password", "s3cr3t-never-shown",
                        "mq.client.client-id", "${app.name:shop}"));

        assertThat(snapshot.get(ConfigKeys.CLIENT_SOURCE)).isEqualTo("from s3cr3t-never-shown");
        assertThat(snapshot.value(ConfigKeys.CLIENT_SOURCE).text()).isEqualTo("****");
        assertThat(snapshot.value(ConfigKeys.CLIENT_CLIENT_ID).text()).isEqualTo("shop");
        assertThat(snapshot + " " + snapshot.effective()).doesNotContain("s3cr3t");
    }

    @Test
    void reportsBadValuesAndExpressionsOfIt() {
        assertThatExceptionOfType(MqConfigException.class)
                .isThrownBy(() -> read(
                        MqConfig.empty(),
                        Map.of("mq.producer.linger", "soon", "mq.producer.max-block", "${nothing.there}")))
                .satisfies(e -> assertThat(e.problems())
                        .hasSize(2)
                        .anyMatch(p -> p.startsWith("mq.producer.linger = 'soon' from config source"
                                + " PropertiesConfigSource[source=shop.properties]"))
                        .anyMatch(p -> p.startsWith("mq.producer.max-block = '${nothing.there}' from config source"))
                        .allMatch(p -> p.contains("shop.properties")));
    }

    @Test
    void readsTheEnvironmentThroughItAndTellsUnknownVariablesOnce() throws IOException {
        var environment = Map.of(
                "MQ_CLIENT_CLIENT_ID", "shop",
                "MQ_KAFKA_PRODUCER_LINGER_MS", "20",
                "MQ_KAFKA_PRODUCER_RETRY_BACKOFF_MS", "250",
                "MQ_PORT", "tcp://10.0.0.1:9092");

        var snapshot = read(MqConfig.empty(), new EnvConfigSource(environment, 300));

        assertThat(snapshot.get(ConfigKeys.CLIENT_CLIENT_ID)).isEqualTo("shop");
        assertThat(snapshot.get(ConfigKeys.PRODUCER_LINGER)).isEqualTo(Duration.ofMillis(20));
        assertThat(snapshot.producerProperties()).containsEntry("retry.backoff.ms", 250L);
        assertThat(snapshot.warnings())
                .hasSize(1)
                .allMatch(warning -> warning.startsWith("MQ_PORT from config source EnvConfigSource"));
    }

    @Test
    void doesWithoutTheApi() throws Exception {
        assertThat(brokersSeenThrough("org.eclipse.microprofile.", "io.smallrye."))
                .isEqualTo("[from-system:1]");
    }

    @Test
    void doesWithoutAnImplementation() throws Exception {
        assertThat(brokersSeenThrough("io.smallrye.")).isEqualTo("[from-system:1]");
    }

    /** The brokers that an engine reads, from a system property, whose class loader hides some packages. */
    private static String brokersSeenThrough(String... hidden) throws Exception {
        System.setProperty("mq.client.brokers", "from-system:1");
        var thread = Thread.currentThread();
        var before = thread.getContextClassLoader();
        try (var loader = new HidingLoader(hidden)) {
            thread.setContextClassLoader(loader);
            var snapshotType = loader.loadClass(ConfigSnapshot.class.getName());
            assertThat(snapshotType).isNotSameAs(ConfigSnapshot.class);
            var snapshot = snapshotType
                    .getMethod("read", MqConfig.class, ClassLoader.class)
                    .invoke(null, MqConfig.empty(), loader);
            var key = loader.loadClass(ConfigKeys.class.getName())
                    .getField("CLIENT_BROKERS")
                    .get(null);
            var value = snapshotType
                    .getMethod("value", loader.loadClass(ConfigKey.class.getName()))
                    .invoke(snapshot, key);
            assertThat(value.toString()).contains("source=system property");
            return snapshotType
                    .getMethod("get", loader.loadClass(ConfigKey.class.getName()))
                    .invoke(snapshot, key)
                    .toString();
        } finally {
            thread.setContextClassLoader(before);
            System.clearProperty("mq.client.brokers");
        }
    }

    /** Defines the engine and MicroProfile anew and finds nothing of what it hides, as a server without it would. */
    private static final class HidingLoader extends URLClassLoader {
        private final String[] hidden;

        HidingLoader(String... hidden) {
            super(new URL[0], MicroProfileSourceTest.class.getClassLoader());
            this.hidden = hidden;
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            for (var prefix : hidden) {
                if (name.startsWith(prefix)) {
                    throw new ClassNotFoundException(name);
                }
            }
            var anew = name.startsWith("io.mqconnector.engine.") || name.startsWith("org.eclipse.microprofile.");
            if (!anew) {
                return super.loadClass(name, resolve);
            }
            synchronized (getClassLoadingLock(name)) {
                var loaded = findLoadedClass(name);
                return loaded == null ? define(name) : loaded;
            }
        }

        private Class<?> define(String name) throws ClassNotFoundException {
            try (InputStream in = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
                if (in == null) {
                    throw new ClassNotFoundException(name);
                }
                var bytes = in.readAllBytes();
                return defineClass(name, bytes, 0, bytes.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }

        @Override
        public Enumeration<URL> getResources(String name) throws IOException {
            return name.startsWith("META-INF/services/org.eclipse.microprofile")
                    ? Collections.emptyEnumeration()
                    : super.getResources(name);
        }
    }

    /** That of an application that is taken away, or whose files cannot be read for a while. */
    private static final class FailingLoader extends URLClassLoader {
        private volatile boolean fails;

        FailingLoader() {
            super(new URL[0], MicroProfileSourceTest.class.getClassLoader());
        }

        @Override
        public Enumeration<URL> getResources(String name) throws IOException {
            if (fails) {
                throw new IOException("told to fail");
            }
            return super.getResources(name);
        }
    }

    @Test
    void doesNotTakeWhatFailsLaterForUnset() throws IOException {
        var config = new SmallRyeConfigBuilder()
                .withSources(new PropertiesConfigSource(Map.of("mq.pool.max-connections", "7"), "shop.properties", 200))
                .build();
        var resolver = ConfigProviderResolver.instance();
        try (var loader = new FailingLoader()) {
            resolver.registerConfig(config, loader);
            try {
                var input = ConfigInput.of(MqConfig.empty(), loader);
                assertThat(input.read(Overrides.NONE).get(ConfigKeys.POOL_MAX_CONNECTIONS))
                        .isEqualTo(7);
                var before = input.state();

                resolver.releaseConfig(config);
                loader.fails = true;

                assertThat(input.state()).isNotEqualTo(before);
                assertThatExceptionOfType(MqConfigException.class)
                        .isThrownBy(() -> input.read(Overrides.NONE))
                        .satisfies(e -> assertThat(e.problems())
                                .singleElement()
                                .asString()
                                .contains("MicroProfile Config"));

                loader.fails = false;
                resolver.registerConfig(config, loader);

                assertThat(input.read(Overrides.NONE).get(ConfigKeys.POOL_MAX_CONNECTIONS))
                        .isEqualTo(7);
                assertThat(input.state()).isEqualTo(before);
            } finally {
                resolver.releaseConfig(config);
            }
        }
    }

    /** One that is asked anew each time, as of a database. */
    private static final class LiveSource implements ConfigSource {
        private final Map<String, String> settings = new ConcurrentHashMap<>();

        @Override
        public Set<String> getPropertyNames() {
            return Set.copyOf(settings.keySet());
        }

        @Override
        public @Nullable String getValue(String name) {
            return settings.get(name);
        }

        @Override
        public String getName() {
            return "database";
        }
    }

    @Test
    void noticesAKeyThatIsNew() throws IOException {
        var source = new LiveSource();
        source.settings.put("mq.pool.min-idle", "1");
        var config = new SmallRyeConfigBuilder().withSources(source).build();
        try (var loader = new URLClassLoader(new URL[0], MicroProfileSourceTest.class.getClassLoader())) {
            ConfigProviderResolver.instance().registerConfig(config, loader);
            try {
                var input = ConfigInput.of(MqConfig.empty(), loader);
                input.read(Overrides.NONE);
                var before = input.state();
                assertThat(input.state()).isEqualTo(before);

                source.settings.put("mq.pool.max-connections", "7");

                assertThat(input.state()).isNotEqualTo(before);
                assertThat(input.read(Overrides.NONE).get(ConfigKeys.POOL_MAX_CONNECTIONS))
                        .isEqualTo(7);
            } finally {
                ConfigProviderResolver.instance().releaseConfig(config);
            }
        }
    }
}
