// SPDX-License-Identifier: MIT
package io.mqconnector.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.mqconnector.api.Mq;
import io.mqconnector.api.MqConfig;
import io.mqconnector.api.MqConsumer;
import io.mqconnector.broker.KafkaBroker;
import io.mqconnector.broker.WithKafka;
import io.mqconnector.output.TestSecrets;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;
import javax.management.openmbean.OpenType;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXConnectorServer;
import javax.management.remote.JMXConnectorServerFactory;
import javax.management.remote.JMXServiceURL;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What an operator sees with the JDK alone: everything goes through a real remote connection. */
@WithKafka
@Timeout(180)
class ManagementIT {
    private static final String SECRET = TestSecrets.MARKER + "-of-the-test";
    private static final String METRIC = "io.mqconnector:type=Metric,connector=jmx-1,name=";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final KafkaBroker broker;
    private final Journal journal = new Journal();
    private final JMXConnectorServer server;
    private final JMXConnector client;
    private final MBeanServerConnection jmx;

    @SuppressWarnings("BanJNDI") // to a server of this JVM, whose address it gave us itself
    ManagementIT(KafkaBroker broker) throws Exception {
        this.broker = broker;
        server = JMXConnectorServerFactory.newJMXConnectorServer(
                new JMXServiceURL("rmi", "127.0.0.1", 0), null, ManagementFactory.getPlatformMBeanServer());
        server.start();
        client = JMXConnectorFactory.connect(server.getAddress());
        jmx = client.getMBeanServerConnection();
    }

    @BeforeEach
    void beginsWithNothingRegistered() throws Exception {
        assertThat(names("*")).isEmpty();
    }

    @AfterEach
    void disconnect() throws Exception {
        client.close();
        server.stop();
    }

    private MqConfig.Builder config() {
        return MqConfig.builder().brokers(broker.bootstrapServers()).instanceId("jmx-1");
    }

    private MqConsumer consume(Mq mq, String topic) {
        return mq.consumer("jmx." + topic)
                .set("retry-attempts", "0")
                .topics(topic)
                .name("jmx \"quoted\", listener*")
                .set("auto-offset-reset", "earliest")
                .start(journal.writer("consumer"));
    }

    @Test
    void showsOpenTypesAndDescriptionsOfEverything() throws Exception {
        var topic = broker.uniqueTopic("jmx", 1);
        try (var mq = Mq.create(config().build());
                var consumer = consume(mq, topic)) {
            mq.producer().send(topic, "k", "v");
            await().atMost(PATIENCE)
                    .untilAsserted(
                            () -> assertThat(consumer.stats().deliveredCount()).isEqualTo(1));

            for (String type : Set.of("Connector", "ProducerPool", "Producer", "Listener")) {
                var name = only(type, "jmx-1");
                var info = jmx.getMBeanInfo(name);
                assertDescribed(type, info.getDescription(), info.getClassName());
                assertThat(info.getAttributes()).isNotEmpty();
                for (var attribute : info.getAttributes()) {
                    assertDescribed(type + "." + attribute.getName(), attribute.getDescription(), attribute.getName());
                    assertThat(attribute.getDescriptor().getFieldValue("openType"))
                            .as("open type of %s.%s", type, attribute.getName())
                            .isInstanceOf(OpenType.class);
                    var value = jmx.getAttribute(name, attribute.getName());
                    assertThat(value.getClass().getName())
                            .as("class of %s.%s", type, attribute.getName())
                            .matches("\\[?L?(java|javax)\\..*");
                }
                for (var operation : info.getOperations()) {
                    assertDescribed(type + "." + operation.getName(), operation.getDescription(), operation.getName());
                    for (var parameter : operation.getSignature()) {
                        assertThat(parameter.getName()).doesNotMatch("(p|arg)\\d+");
                    }
                }
            }
            assertThat(stats("Producer"))
                    .containsEntry("acknowledgedCount", 1L)
                    .containsEntry("failedCount", 0L)
                    .containsKey("latencyP99Micros");
            assertThat(stats("ProducerPool")).containsKeys("activeCount", "idleCount", "waiterCount", "maxCount");
            assertThat(stats("Listener"))
                    .containsEntry("deliveredCount", 1L)
                    .containsEntry("assignedCount", 1)
                    .containsEntry("inFlightCount", 0L);
            assertThat(jmx.getAttribute(only("Connector", "jmx-1"), "InstanceId"))
                    .isEqualTo("jmx-1");
            assertThat(jmx.getAttribute(only("Listener", "jmx-1"), "State")).isEqualTo("RUNNING");
            assertThat((String[]) jmx.getAttribute(only("Listener", "jmx-1"), "Topics"))
                    .containsExactly(topic);
        }
        assertThat(names("*")).as("after close").isEmpty();
    }

    @Test
    void pausesAndResumesAListener() throws Exception {
        var topic = broker.uniqueTopic("jmx-pause", 1);
        try (var mq = Mq.create(config().build());
                var consumer = consume(mq, topic)) {
            mq.producer().send(topic, "k", "first");
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(journal.size()).isEqualTo(1));
            var listener = only("Listener", "jmx-1");

            jmx.invoke(listener, "pause", new Object[0], new String[0]);

            mq.producer().send(topic, "k", "second");
            await().during(Duration.ofMillis(700))
                    .atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(journal.size()).isEqualTo(1));
            assertThat(jmx.getAttribute(listener, "Paused")).isEqualTo(true);
            jmx.invoke(listener, "resume", new Object[0], new String[0]);
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(journal.size()).isEqualTo(2));
            assertThat(jmx.getAttribute(listener, "Paused")).isEqualTo(false);
            assertThat(consumer.stats().revokedCount()).isZero();
        }
    }

    @Test
    void pingsTheClusterAndRefusesATimeoutThatIsNone() throws Exception {
        try (var mq = Mq.create(config().build())) {
            var connector = only("Connector", mq.instanceId());

            var found = (CompositeData) jmx.invoke(connector, "ping", new Object[] {30_000L}, new String[] {"long"});

            assertThat(found.get("reachable")).isEqualTo(true);
            assertThat(found.get("brokerCount")).isEqualTo(1);
            assertThat(found.get("clusterId")).asString().isNotEmpty();
            assertThat(found.get("failure")).isEqualTo("");
            assertThat(jmx.getAttribute(connector, "ClusterReachable")).isEqualTo(true);
            assertThat(catchThrowable(() -> jmx.invoke(connector, "ping", new Object[] {0L}, new String[] {"long"})))
                    .hasRootCauseInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void masksSecretsInTheConfiguration() throws Exception {
        var topic = broker.uniqueTopic("jmx-secret", 1);
        try (var log = CapturedLog.open();
                var mq = Mq.create(config().set("mq.kafka.common.ssl.truststore.password", SECRET)
                        .set(
                                "mq.kafka.common.sasl.jaas.config",
                                "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"u\""
                                        + " password=\"" + SECRET + "\";")
                        .build());
                var consumer = consume(mq, topic)) {
            for (String type : Set.of("Connector", "Listener")) {
                var settings = (CompositeData[]) jmx.getAttribute(only(type, "jmx-1"), "Configuration");

                assertThat(Arrays.toString(settings)).as(type).doesNotContain(SECRET);
                assertThat(settings).as(type).anySatisfy(setting -> {
                    assertThat(setting.get("name")).isEqualTo("mq.kafka.common.ssl.truststore.password");
                    assertThat(setting.get("value")).isEqualTo("****");
                    assertThat(setting.get("layer")).isEqualTo("EXPLICIT");
                });
            }
            assertThat((CompositeData[]) jmx.getAttribute(only("Connector", "jmx-1"), "Configuration"))
                    .anySatisfy(setting -> {
                        assertThat(setting.get("name")).isEqualTo("mq.client.brokers");
                        assertThat(setting.get("value")).isEqualTo(broker.bootstrapServers());
                        assertThat(setting.get("source")).asString().isNotEmpty();
                    });
            assertThat(consumer.name()).isNotEmpty();
            assertThat(log.lines(SECRET)).isEmpty();
        }
    }

    @Test
    void showsMetricsAndTakesThoseOfAListenerAwayWithIt() throws Exception {
        var topic = broker.uniqueTopic("jmx-metrics", 1);
        try (var mq = Mq.create(config().build())) {
            try (var consumer = consume(mq, topic)) {
                mq.producer().send(topic, "k", "v");
                await().atMost(PATIENCE)
                        .untilAsserted(() ->
                                assertThat(consumer.stats().deliveredCount()).isEqualTo(1));

                assertThat(metric("producer.acknowledged")).isEqualTo(1L);
                assertThat(metric("producer.latency.p99-micros")).isInstanceOf(Long.class);
                assertThat(jmx.getAttribute(
                                new ObjectName(
                                        METRIC + "\"listener.done\",listener=" + ObjectName.quote(consumer.name())
                                                + ",group=" + ObjectName.quote(consumer.group())),
                                "Value"))
                        .isEqualTo(1L);
            }
            assertThat(metrics())
                    .anyMatch(name -> name.startsWith("producer."))
                    .noneMatch(name -> name.startsWith("listener."));
            assertThat(names("Listener")).isEmpty();
        }
    }

    @Test
    void keepsTwoConnectorsOfOneInstanceIdApart() throws Exception {
        var topic = broker.uniqueTopic("jmx-twins", 1);
        try (var log = CapturedLog.open()) {
            try (var one = Mq.create(config().build());
                    var other = Mq.create(config().build());
                    var listener = consume(one, topic);
                    var otherListener = consume(other, topic)) {
                one.producer().send(topic, "k", "v");
                assertThat(listener.name()).isEqualTo(otherListener.name());

                for (String type : Set.of("Connector", "ProducerPool", "Producer", "Listener")) {
                    assertThat(names(type).stream().map(name -> name.getKeyProperty("connector")))
                            .as(type)
                            .containsExactlyInAnyOrder("jmx-1", "jmx-1#2");
                }
                assertThat(names("Metric").stream()
                                .map(name -> name.getKeyProperty("connector"))
                                .distinct())
                        .containsExactlyInAnyOrder("jmx-1", "jmx-1#2");
            }
            assertThat(log.lines("MQ1009")).isEmpty();
        }
        assertThat(names("*")).isEmpty();
    }

    private Set<ObjectName> names(String type) throws Exception {
        return jmx.queryNames(new ObjectName("io.mqconnector:type=" + type + ",*"), null);
    }

    private ObjectName only(String type, String connector) throws Exception {
        var names = names(type).stream()
                .filter(name -> name.getKeyProperty("connector").equals(connector))
                .toList();
        assertThat(names).as(type).hasSize(1);
        return names.get(0);
    }

    private Map<String, Object> stats(String type) throws Exception {
        var stats = (CompositeData) jmx.getAttribute(only(type, "jmx-1"), "Stats");
        return stats.getCompositeType().keySet().stream().collect(Collectors.toMap(key -> key, stats::get));
    }

    private Set<String> metrics() throws Exception {
        return names("Metric").stream()
                .map(name -> ObjectName.unquote(name.getKeyProperty("name")))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private Object metric(String metric) throws Exception {
        return jmx.getAttribute(new ObjectName(METRIC + ObjectName.quote(metric)), "Value");
    }

    private static void assertDescribed(String what, String description, String name) {
        assertThat(description)
                .as("description of %s", what)
                .isNotBlank()
                .isNotEqualTo(name)
                .doesNotContain("exposed for management");
    }
}
