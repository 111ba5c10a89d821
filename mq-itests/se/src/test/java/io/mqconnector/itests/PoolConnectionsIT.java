// SPDX-License-Identifier: MIT
package io.mqconnector.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.mqconnector.api.Mq;
import io.mqconnector.api.MqConfig;
import io.mqconnector.api.MqConnectionException;
import io.mqconnector.api.MqErrorCode;
import io.mqconnector.api.MqPooledProducer;
import io.mqconnector.api.MqTransaction;
import io.mqconnector.broker.EmbeddedBroker;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URL;
import java.net.URLClassLoader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import javax.management.Attribute;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.spi.ConfigProviderResolver;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The sizes of the producer pool, changed while it is in use, over JMX and by MicroProfile Config: what counts is how many
 * connections the broker says it has.
 */
@OnlyInCi
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(300)
class PoolConnectionsIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    /** No change for so long: nobody opens or closes connections any more. */
    private static final Duration QUIET = Duration.ofMillis(600);
    /** Long enough for several turns of what tidies the pool. */
    private static final Duration SEVERAL_TURNS = Duration.ofSeconds(2);

    private EmbeddedBroker broker;

    /** Who changes it. */
    enum By {
        JMX,
        MICROPROFILE_CONFIG
    }

    /** Properties that a test changes, as a source of MicroProfile Config. */
    private static final class Changeable implements ConfigSource {
        private final Map<String, String> properties = new ConcurrentHashMap<>();

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
    }

    /** A connector with its own configuration, and who changes its pool. */
    private final class Subject implements AutoCloseable {
        private final By by;
        private final String instance;
        private final Changeable source = new Changeable();
        private final URLClassLoader loader = new URLClassLoader(new URL[0], PoolConnectionsIT.class.getClassLoader());
        private final Config config =
                new SmallRyeConfigBuilder().withSources(source).build();
        private final String topic = broker.uniqueTopic("sizes", 1);
        private final Mq mq;

        Subject(By by, String instance, Map<String, String> more) {
            this.by = by;
            this.instance = instance;
            source.properties.putAll(Map.of(
                    "mq.client.brokers", broker.bootstrapServers(),
                    "mq.pool.stripes", "1",
                    "mq.pool.max-idle", "10",
                    "mq.pool.borrow-timeout", "20s",
                    "mq.pool.health-check-interval", "200ms",
                    "mq.config.poll-interval", "200ms"));
            source.properties.putAll(more);
            ConfigProviderResolver.instance().registerConfig(config, loader);
            var thread = Thread.currentThread();
            var before = thread.getContextClassLoader();
            thread.setContextClassLoader(loader);
            try {
                mq = Mq.create(MqConfig.builder().instanceId(instance).build());
            } finally {
                thread.setContextClassLoader(before);
            }
            mq.producer().send(topic, "the stripe has its connections");
            // and so has who looks after the cluster
            assertThat(mq.ping(PATIENCE).isReachable()).isTrue();
        }

        void set(String attribute, int value) throws Exception {
            if (by == By.JMX) {
                beans().setAttribute(pool(), new Attribute(attribute, value));
            } else {
                source.properties.put(
                        attribute.equals("MinIdle") ? "mq.pool.min-idle" : "mq.pool.max-connections",
                        Integer.toString(value));
            }
        }

        void maxIdleTime(Duration time) throws Exception {
            if (by == By.JMX) {
                beans().setAttribute(pool(), new Attribute("MaxIdleTimeMillis", time.toMillis()));
            } else {
                source.properties.put("mq.pool.max-idle-time", time.toString());
            }
        }

        /** Only to know that a change is in force; what it does is seen at the broker. */
        void awaitMaxConnections(int value) {
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(beans().getAttribute(pool(), "MaxConnections"))
                            .isEqualTo(value));
        }

        private ObjectName pool() throws Exception {
            return new ObjectName("io.mqconnector:type=ProducerPool,connector=" + instance + ",name=\"default\"");
        }

        MqPooledProducer borrow() {
            var loan = mq.pool().borrow();
            loan.send(topic, "mine");
            return loan;
        }

        MqTransaction begin() {
            var transaction = mq.producer().beginTransaction();
            transaction.send(topic, "k", "v");
            return transaction;
        }

        @Override
        public void close() throws IOException {
            mq.close();
            ConfigProviderResolver.instance().releaseConfig(config);
            loader.close();
        }
    }

    private static MBeanServer beans() {
        return ManagementFactory.getPlatformMBeanServer();
    }

    @BeforeAll
    void start() {
        broker = EmbeddedBroker.builder().start();
    }

    @AfterAll
    void close() {
        broker.close();
    }

    /** How many connections there are, once that does not change any more. */
    private int settled() {
        var last = new AtomicInteger(-1);
        await().during(QUIET)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> last.getAndSet(broker.clientConnectionCount()) == last.get());
        return last.get();
    }

    private void awaitConnections(int count) {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .untilAsserted(() -> assertThat(broker.clientConnectionCount()).isEqualTo(count));
    }

    private void staysAt(int count) {
        await().during(SEVERAL_TURNS)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .untilAsserted(() -> assertThat(broker.clientConnectionCount()).isEqualTo(count));
    }

    private static void assertFull(Subject subject) {
        var failure = catchThrowableOfType(
                MqConnectionException.class, () -> subject.mq.pool().borrow(Duration.ofMillis(100)));
        assertThat(failure).isNotNull();
        assertThat(failure.code()).isEqualTo(MqErrorCode.POOL_EXHAUSTED);
    }

    @ParameterizedTest
    @EnumSource
    void closesWhatIsTooManyWhenItComesBackAndNotBefore(By by) throws Exception {
        int before = settled();
        try (var subject = new Subject(
                by, "sizes-max-" + by.name().toLowerCase(Locale.ROOT), Map.of("mq.pool.max-connections", "6"))) {
            var connections = new ArrayList<>(List.of(settled()));
            assertThat(connections.get(0)).isGreaterThan(before);
            var loans = new ArrayList<MqPooledProducer>();
            for (int i = 1; i <= 5; i++) {
                loans.add(subject.borrow());
                connections.add(settled());
                assertThat(connections.get(i)).isGreaterThan(connections.get(i - 1));
            }
            assertFull(subject);

            subject.set("MaxConnections", 3);
            subject.awaitMaxConnections(3);

            loans.forEach(loan -> loan.send(subject.topic, "still mine"));
            staysAt(connections.get(5));
            // the stripe and two: what comes back is closed until no more are left than may be
            for (int left = 4; left >= 2; left--) {
                loans.remove(0).close();
                awaitConnections(connections.get(left));
                assertFull(subject);
            }
            loans.forEach(MqPooledProducer::close);
            loans.clear();
            staysAt(connections.get(2));
            subject.mq.producer().send(subject.topic, "the stripe is still there");

            subject.set("MaxConnections", 6);
            subject.awaitMaxConnections(6);
            for (int i = 1; i <= 5; i++) {
                loans.add(subject.borrow());
            }
            awaitConnections(connections.get(5));
            loans.forEach(MqPooledProducer::close);
        }
        awaitConnections(before);
    }

    @ParameterizedTest
    @EnumSource
    void keepsAsManyReadyAsMinIdleSaysAndNeverFewer(By by) throws Exception {
        try (var subject = new Subject(
                by, "sizes-min-" + by.name().toLowerCase(Locale.ROOT), Map.of("mq.pool.max-connections", "10"))) {
            int none = settled();

            subject.set("MinIdle", 1);
            // once it is ready it has all its connections; until then it may have to wait for the second one
            await().atMost(PATIENCE)
                    .untilAsserted(() ->
                            assertThat(subject.mq.pool().stats().idleCount()).isEqualTo(1));
            int one = settled();
            assertThat(one).isGreaterThan(none);
            subject.set("MinIdle", 3);
            int three = none + 3 * (one - none);
            awaitConnections(three);
            staysAt(three);

            // more come by use, and go when nobody wants them for long enough: down to three, not one less
            var transactions = new ArrayList<MqTransaction>();
            for (int i = 0; i < 5; i++) {
                transactions.add(subject.begin());
            }
            await().atMost(PATIENCE).until(() -> broker.clientConnectionCount() >= three + 2 * (one - none));
            transactions.forEach(MqTransaction::commit);
            assertThat(settled()).isGreaterThan(three);
            subject.maxIdleTime(Duration.ofSeconds(1));
            await().atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(5))
                    .failFast("fewer connections than min-idle wants", () -> broker.clientConnectionCount() < three)
                    .until(() -> broker.clientConnectionCount() == three);
            staysAt(three);

            subject.set("MinIdle", 1);
            await().atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(5))
                    .failFast("fewer connections than min-idle wants", () -> broker.clientConnectionCount() < one)
                    .until(() -> broker.clientConnectionCount() == one);
            staysAt(one);
            subject.set("MinIdle", 0);
            awaitConnections(none);
            staysAt(none);
        }
    }

    @ParameterizedTest
    @EnumSource
    void closesWhatIsIdleForTooLongAndNotTheStripe(By by) throws Exception {
        try (var subject = new Subject(
                by, "sizes-idle-" + by.name().toLowerCase(Locale.ROOT), Map.of("mq.pool.max-connections", "10"))) {
            int none = settled();
            var loans = new ArrayList<MqPooledProducer>();
            for (int i = 0; i < 3; i++) {
                loans.add(subject.borrow());
            }
            int three = settled();
            loans.forEach(MqPooledProducer::close);
            staysAt(three);

            subject.maxIdleTime(Duration.ofSeconds(1));

            awaitConnections(none);
            staysAt(none);
            subject.mq.producer().send(subject.topic, "the stripe was never idle");
            staysAt(none);
        }
    }
}
