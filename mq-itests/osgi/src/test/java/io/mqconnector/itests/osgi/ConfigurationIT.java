// SPDX-License-Identifier: MIT
package io.mqconnector.itests.osgi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mqconnector.broker.KafkaBroker;
import io.mqconnector.broker.WithKafka;
import io.mqconnector.output.TestSecrets;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;

/** From ConfigAdmin to services and back; one framework for all. */
@WithKafka
@Timeout(180)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConfigurationIT {
    private final KafkaBroker broker;
    private OsgiFramework framework;

    ConfigurationIT(KafkaBroker broker) {
        this.broker = broker;
    }

    @BeforeAll
    void start(@TempDir Path directory) throws BundleException {
        framework = OsgiFramework.start(directory);
    }

    @AfterAll
    void stop() throws BundleException {
        if (framework != null) {
            framework.close();
        }
    }

    private Map<String, Object> settings(String instance) {
        return new HashMap<>(Map.of("mq.instance-id", instance, "mq.client.brokers", broker.bootstrapServers()));
    }

    @Test
    void runsOnTheSingleConfigurationStartsAnewWithAChangedOneAndEndsWithIt() throws Exception {
        var topic = broker.uniqueTopic("osgi-change", 1);
        var settings = settings("change-1");
        framework.configure("", settings);
        framework.awaitConnector("change-1");
        assertThat(linger("change-1")).isEqualTo("5ms");
        var first = only("change-1");

        settings.put("mq.producer.linger", "7ms");
        framework.configure("", settings);

        await().atMost(OsgiFramework.PATIENCE).untilAsserted(() -> {
            assertThat(framework.services(OsgiFramework.RUNTIME, "change-1"))
                    .hasSize(1)
                    .doesNotContain(first);
            assertThat(linger("change-1")).isEqualTo("7ms");
        });
        framework.awaitConnector("change-1");
        assertThat(framework.send("change-1", topic, 10)).isEqualTo(10);

        framework.remove("");

        framework.awaitNoConnector("change-1");
        Leftovers.assertNone("change-");
    }

    @Test
    void refusesAWrongConfigurationWithOneLineAndTakesTheCorrectedOne() {
        var settings = settings("wrong-1");
        settings.put("mq.producer.linger", "soon");
        settings.put("mq.pool.stripes", 0);
        settings.put(
                "mq.kafka.common.sasl.jaas.config",
                "x.JndiLoginModule required password=\"" + TestSecrets.MARKER + "\";");
        try (var log = CapturedLog.open("io.mqconnector.osgi.ConnectorComponent")) {
            framework.configure("wrong", settings);

            await().atMost(OsgiFramework.PATIENCE)
                    .untilAsserted(() -> assertThat(log.lines()).hasSize(1));
            assertThat(log.lines().get(0))
                    .startsWith("MQ3001 ")
                    .contains("pid=io.mqconnector~wrong", "mq.producer.linger", "soon", "mq.pool.stripes")
                    .contains("mq.kafka.common.sasl.jaas.config")
                    .doesNotContain(TestSecrets.MARKER, "\n");
            assertThat(framework.services(OsgiFramework.RUNTIME, "wrong-1")).isEmpty();
            Leftovers.assertNone("wrong-");

            framework.configure("wrong", settings("wrong-1"));

            framework.awaitConnector("wrong-1");
            assertThat(log.lines()).hasSize(1);
        }
        framework.remove("wrong");
        framework.awaitNoConnector("wrong-1");
    }

    @Test
    void showsNothingOfAConfigurationInTheServicesButTheInstanceId() {
        var settings = settings("secret-1");
        settings.put("mq.kafka.common.ssl.truststore.password", TestSecrets.MARKER);
        framework.configure("secret", settings);
        framework.awaitConnector("secret-1");

        for (var type : List.of(OsgiFramework.RUNTIME, OsgiFramework.PRODUCER)) {
            assertThat(framework.services(type, "secret-1").get(0).getPropertyKeys())
                    .containsExactlyInAnyOrder(
                            Constants.OBJECTCLASS,
                            Constants.SERVICE_BUNDLEID,
                            Constants.SERVICE_ID,
                            Constants.SERVICE_SCOPE,
                            "mq.instance-id");
        }

        framework.remove("secret");
        framework.awaitNoConnector("secret-1");
    }

    /** Kafka knows the module by name only, and the engine does not import its package. No broker that asks is needed. */
    @Test
    void buildsClientsWithALoginModuleOfKafkas() {
        var settings = settings("sasl-1");
        settings.put("mq.kafka.common.security.protocol", "SASL_PLAINTEXT");
        settings.put("mq.kafka.common.sasl.mechanism", "PLAIN");
        settings.put(
                "mq.kafka.common.sasl.jaas.config",
                "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"u\" password=\""
                        + TestSecrets.MARKER + "\";");

        framework.configure("sasl", settings);

        await().atMost(OsgiFramework.PATIENCE)
                .untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet())
                        .as("Kafka starts it at the end of the producer's constructor")
                        .extracting(Thread::getName)
                        .anyMatch(name -> name.startsWith("kafka-producer-network-thread") && name.contains("sasl-1")));
        framework.remove("sasl");
        framework.awaitNoConnector("sasl-1");
        Leftovers.assertNone("sasl-");
    }

    @Test
    void endsWhatABundleHasSubscribedWhenThatBundleStops() throws Exception {
        var topic = broker.uniqueTopic("osgi-lease", 1);
        framework.configure("lease", settings("lease-1"));
        framework.awaitConnector("lease-1");
        framework.subscribe("lease-1", topic);
        framework.send("lease-1", topic, 5);
        await().atMost(OsgiFramework.PATIENCE)
                .untilAsserted(() -> assertThat(framework.received(topic)).hasSize(5));
        assertThat(listeners()).hasSize(1);
        var probe = framework.bundle("io.mqconnector.itests.osgi.probe");

        probe.stop();

        assertThat(listeners()).isEmpty();
        assertThat(broker.committedOffsets("probe." + topic).values()).containsExactly(5L);
        assertThat(framework.services(OsgiFramework.RUNTIME, "lease-1"))
                .as("the connector is not the bundle's")
                .hasSize(1);
        probe.start();
        assertThat(framework.send("lease-1", topic, 5)).isEqualTo(5);
        framework.remove("lease");
        framework.awaitNoConnector("lease-1");
    }

    @Test
    void closesTheConnectorWhenTheEngineGoesAndStartsItWhenTheEngineIsBack() throws Exception {
        framework.configure("engine", settings("engine-1"));
        framework.awaitConnector("engine-1");
        var engine = framework.bundle("io.mqconnector.engine");

        engine.stop();

        framework.awaitNoConnector("engine-1");
        Leftovers.assertNone("engine-");
        engine.start();
        framework.awaitConnector("engine-1");
        framework.remove("engine");
        framework.awaitNoConnector("engine-1");
    }

    private ServiceReference<?> only(String instance) {
        return framework.services(OsgiFramework.RUNTIME, instance).get(0);
    }

    private static List<ObjectName> listeners() throws Exception {
        return List.copyOf(ManagementFactory.getPlatformMBeanServer()
                .queryNames(new ObjectName("io.mqconnector:type=Listener,*"), null));
    }

    /** As the connector shows it. */
    private static String linger(String instance) throws Exception {
        var server = ManagementFactory.getPlatformMBeanServer();
        var connectors =
                server.queryNames(new ObjectName("io.mqconnector:type=Connector,connector=" + instance + ",*"), null);
        assertThat(connectors).hasSize(1);
        var settings =
                (CompositeData[]) server.getAttribute(connectors.iterator().next(), "Configuration");
        return Arrays.stream(settings)
                .filter(setting -> "mq.producer.linger".equals(setting.get("name")))
                .map(setting -> (String) setting.get("value"))
                .findFirst()
                .orElseThrow();
    }
}
