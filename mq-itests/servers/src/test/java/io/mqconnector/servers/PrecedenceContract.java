// SPDX-License-Identifier: MIT
package io.mqconnector.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mqconnector.broker.EmbeddedBroker;
import io.mqconnector.broker.KafkaBroker;
import io.mqconnector.engine.config.ConfigKey;
import io.mqconnector.engine.config.ConfigKeys;
import io.mqconnector.engine.config.KeyName;
import io.mqconnector.servers.plain.PlainBean;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.management.openmbean.CompositeData;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * Which of two sources of configuration is the stronger one, for every key: what is really set on the resource adapter,
 * then MicroProfile Config, then defaults. Seen in the MBeans of the connector and of a bean that sets nothing itself.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class PrecedenceContract {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private KafkaBroker broker;
    private Map<String, String> inConfig;
    private AppServer server;

    @RegisterExtension
    final LogTailOnFailure logTail = new LogTailOnFailure(() -> server);

    abstract Administrator administrator(Administrator.Order order, Path directory);

    /** The source that names system properties in MicroProfile Config there. */
    abstract String configSource();

    /** One effective setting. */
    private record Effective(String value, String layer, String source) {}

    @BeforeAll
    void start() {
        broker = EmbeddedBroker.builder().start();
        inConfig = ConfigSamples.unlikeDefaults(broker.bootstrapServers());
        broker.createTopic(inConfig.get(ConfigKeys.LISTENER_TOPICS.name()), 1);
    }

    @AfterAll
    void close() {
        broker.close();
    }

    @Test
    void everyKeyInMicroProfileConfigBeatsAnUntouchedProperty(@TempDir Path directory) {
        var effective = effective(Map.of(), directory);

        assertThat(effective).containsExactlyInAnyOrderEntriesOf(all(inConfig, "CONFIG", configSource()));
    }

    @Test
    void aBlankPropertyIsAnUntouchedOne(@TempDir Path directory) {
        var blank = new TreeMap<String, String>();
        blank.put("configuration", " ");
        for (var key : ConfigSamples.keys()) {
            boolean isText = !List.of("int", "long", "number", "boolean")
                    .contains(key.type().name());
            if (isOfConnector(key) && isText) {
                blank.put(ConfigSamples.property(key), " ");
            }
        }

        var effective = effective(blank, directory);

        assertThat(effective).containsExactlyInAnyOrderEntriesOf(all(inConfig, "CONFIG", configSource()));
    }

    @Test
    void everyKeySetOnTheResourceAdapterBeatsMicroProfileConfig(@TempDir Path directory) {
        var onAdapter = ConfigSamples.unlike(inConfig, broker.bootstrapServers().replace("127.0.0.1", "localhost"));
        var properties = new TreeMap<String, String>();
        var rest = new ArrayList<String>();
        for (var key : ConfigSamples.keys()) {
            var value = onAdapter.get(key.name());
            if (isOfConnector(key)) {
                properties.put(ConfigSamples.property(key), value);
            } else {
                rest.add(key.name() + "=" + value);
            }
        }
        properties.put("configuration", String.join(";", rest));

        var effective = effective(properties, directory);

        assertThat(effective)
                .containsExactlyInAnyOrderEntriesOf(all(onAdapter, "EXPLICIT", "the resource adapter's properties"));
    }

    /** What connector and listener have in force on a server with these properties of the resource adapter. */
    private Map<String, Effective> effective(Map<String, String> properties, Path directory) {
        var settings = ServerSettings.named("precedence");
        for (var entry : inConfig.entrySet()) {
            settings = settings.withSystemProperty(entry.getKey(), entry.getValue());
        }
        var war = Archive.named("plain.war").withPackageOf("WEB-INF/classes/", PlainBean.class);
        var administrator = administrator(
                new Administrator.Order(settings, properties, "plain", war, List.of("PlainBean")), directory);
        server = administrator.server();
        try (var running = server) {
            running.start();
            administrator.prepare();
            administrator.deployAdapter();
            administrator.deployApplication();
            try (var jvm = ServerJvm.of(running)) {
                await().atMost(PATIENCE)
                        .untilAsserted(() -> assertThat(jvm.names("io.mqconnector:type=Listener,*"))
                                .hasSize(1));
                var effective = new HashMap<String, Effective>();
                for (String bean : jvm.names("io.mqconnector:type=Connector,*")) {
                    add(effective, jvm, bean);
                }
                for (String bean : jvm.names("io.mqconnector:type=Listener,*")) {
                    add(effective, jvm, bean);
                }
                effective.keySet().retainAll(inConfig.keySet());
                return effective;
            }
        }
    }

    private static void add(Map<String, Effective> effective, ServerJvm jvm, String bean) {
        for (var setting : (CompositeData[]) jvm.attribute(bean, "Configuration")) {
            var shown = (String) setting.get("name");
            var key = KeyName.parse(shown).key();
            // what a listener goes by is shown under its own name, with the one that it was found by
            var name = key == null ? shown : key.name();
            effective.put(
                    name,
                    new Effective(
                            (String) setting.get("value"),
                            (String) setting.get("layer"),
                            ((String) setting.get("source")).replace(" (" + name + ")", "")));
        }
    }

    private static Map<String, Effective> all(Map<String, String> values, String layer, String source) {
        var all = new HashMap<String, Effective>();
        values.forEach((key, value) -> all.put(key, new Effective(value, layer, source)));
        return all;
    }

    /** Other keys are those of listeners. */
    private static boolean isOfConnector(ConfigKey<?> key) {
        return !List.of("consumer", "listener").contains(key.group());
    }
}
