// SPDX-License-Identifier: MIT
package io.mqconnector.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mqconnector.broker.EmbeddedBroker;
import io.mqconnector.broker.KafkaBroker;
import io.mqconnector.servers.load.LoadBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.management.openmbean.CompositeData;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What holds when there are many more workers than a server has threads for them, on its default work manager. */
abstract class LoadContract {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final int LISTENERS = 60;
    private static final int WORKERS = 8;
    private static final int PARTITIONS = 8;
    private static final int MESSAGES = LoadBean.MESSAGES;
    private static final String TOPIC = "load";

    private AppServer server;

    @RegisterExtension
    final LogTailOnFailure logTail = new LogTailOnFailure(() -> server);

    abstract Administrator administrator(Administrator.Order order, Path directory);

    @Test
    void sixtyListenersWithEightWorkersAllMakeProgress(@TempDir Path directory) {
        try (KafkaBroker broker = EmbeddedBroker.builder().start()) {
            broker.createTopic(TOPIC, PARTITIONS);
            var administrator = administrator(
                    new Administrator.Order(
                            ServerSettings.named("load"),
                            Map.of("brokers", broker.bootstrapServers()),
                            "load",
                            war(),
                            names()),
                    directory);
            server = administrator.server();
            try (var running = server) {
                running.start();
                administrator.prepare();
                administrator.deployAdapter();
                administrator.deployApplication();
                try (var jvm = ServerJvm.of(running)) {
                    allWork(broker, jvm);
                }
            }
        }
    }

    private static void allWork(KafkaBroker broker, ServerJvm jvm) {
        await("assignments")
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(stats(jvm, "assignedCount"))
                        .hasSize(LISTENERS)
                        .allSatisfy((name, count) -> assertThat(count).isEqualTo(PARTITIONS)));

        send(broker);

        await("all")
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(stats(jvm, "deliveredCount"))
                        .hasSize(LISTENERS)
                        .allSatisfy((name, count) -> assertThat(count).isEqualTo(MESSAGES)));
        assertThat(jvm.systemProperty(LoadBean.BEGUN))
                .as("listeners that had begun when the first got its last")
                .isEqualTo(Integer.toString(LISTENERS));
        assertThat(stats(jvm, "failedCount"))
                .allSatisfy((name, count) -> assertThat(count).isZero());
        for (String name : names()) {
            await(name)
                    .atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(broker.committedOffsets(name).values().stream()
                                    .mapToLong(Long::longValue)
                                    .sum())
                            .isEqualTo(MESSAGES));
        }
    }

    private static void send(KafkaBroker broker) {
        try (var producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            for (int i = 0; i < MESSAGES; i++) {
                var text = Integer.toString(i).getBytes(StandardCharsets.UTF_8);
                var unused = producer.send(new ProducerRecord<>(TOPIC, i % PARTITIONS, null, text));
            }
        }
        assertThat(broker.endOffsets(TOPIC).values().stream()
                        .mapToLong(Long::longValue)
                        .sum())
                .isEqualTo(MESSAGES);
    }

    /** One number of each listener, by its name. */
    private static Map<String, Long> stats(ServerJvm jvm, String what) {
        var stats = new TreeMap<String, Long>();
        for (String bean : jvm.names("io.mqconnector:type=Listener,*")) {
            var number = (Number) ((CompositeData) jvm.attribute(bean, "Stats")).get(what);
            stats.put(bean, number.longValue());
        }
        return stats;
    }

    private static List<String> names() {
        return IntStream.rangeClosed(1, LISTENERS)
                .mapToObj("Load%02d"::formatted)
                .toList();
    }

    private static Archive war() {
        var beans = names().stream().map(LoadContract::bean).collect(Collectors.joining());
        return Archive.named("load.war")
                .with(
                        "WEB-INF/ejb-jar.xml",
                        "<ejb-jar xmlns=\"https://jakarta.ee/xml/ns/jakartaee\" version=\"4.0\"><enterprise-beans>\n"
                                + beans + "</enterprise-beans></ejb-jar>\n")
                .withPackageOf("WEB-INF/classes/", LoadBean.class);
    }

    private static String bean(String name) {
        return """
                <message-driven>
                  <ejb-name>%s</ejb-name>
                  <ejb-class>io.mqconnector.servers.load.LoadBean</ejb-class>
                  <messaging-type>io.mqconnector.api.MqMessageListener</messaging-type>
                  <transaction-type>Container</transaction-type>
                  <activation-config>
                %s
                  </activation-config>
                </message-driven>
                """.formatted(
                        name,
                        property("listenerName", name)
                                + property("groupId", name)
                                + property("topics", TOPIC)
                                + property("workers", Integer.toString(WORKERS))
                                + property("autoCommitInterval", "500ms")
                                + property("autoOffsetReset", "earliest"));
    }

    private static String property(String name, String value) {
        return "<activation-config-property><activation-config-property-name>" + name
                + "</activation-config-property-name><activation-config-property-value>" + value
                + "</activation-config-property-value></activation-config-property>\n";
    }
}
