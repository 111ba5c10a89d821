// SPDX-License-Identifier: MIT
package io.mqconnector.itests.osgi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mqconnector.broker.EmbeddedBroker;
import io.mqconnector.itests.osgi.docs.Orders;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;

/** What {@code docs/osgi.md} shows is compiled and run as it stands there, with every bundle it speaks of. */
@Timeout(180)
class DocumentedExampleIT {
    private static final Path ROOT = Path.of("").toAbsolutePath().getParent().getParent();

    @TempDir
    Path directory;

    @Test
    void isTheSameInTheDocumentAndHere() throws Exception {
        var source = Files.readString(
                ROOT.resolve("mq-itests/osgi/src/test/java/io/mqconnector/itests/osgi/docs/Orders.java"));

        assertThat(withoutBlanks(source)).contains(withoutBlanks(shown("java")));
    }

    @Test
    void runsWithMqCdiAndAMicroProfileConfigApiBesideIt() throws Exception {
        try (var broker = EmbeddedBroker.builder().start();
                var framework = OsgiFramework.start(
                        directory,
                        Stream.concat(BundleJars.CDI.stream(), Stream.of("org.eclipse.microprofile.config"))
                                .map(BundleJars::of)
                                .toList())) {
            broker.createTopic("orders.placed", 1);
            broker.createTopic("orders.confirmed", 1);

            framework.install(List.of(BundleJars.ofPackage(Orders.class, directory, Map.of())));
            framework.configure("orders", documented(broker.bootstrapServers()));
            place(broker.bootstrapServers(), "order-1", "two teapots");

            assertThat(framework.bundles()).allMatch(bundle -> bundle.getState() == Bundle.ACTIVE);
            await().atMost(OsgiFramework.PATIENCE)
                    .untilAsserted(() -> assertThat(broker.consumeAll(
                                    "orders.confirmed", new StringDeserializer(), new StringDeserializer()))
                            .extracting(record -> record.key() + " " + record.value())
                            .containsExactly("order-1 confirmed: two teapots"));
        }
        Leftovers.assertNone("orders-");
        Leftovers.assertNoThreadOfABundle();
    }

    private static Map<String, Object> documented(String brokers) throws Exception {
        var properties = new Properties();
        properties.load(new StringReader(shown("properties")));
        var settings = new HashMap<String, Object>();
        properties.forEach((key, value) -> settings.put((String) key, value));
        settings.put("mq.client.brokers", brokers);
        return settings;
    }

    /** By Kafka's own producer, outside the framework. */
    private static void place(String brokers, String key, String order) throws Exception {
        try (var producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", brokers, "client.id", "mq-broker-kit-orders"),
                new StringSerializer(),
                new StringSerializer())) {
            var unused = producer.send(new ProducerRecord<>("orders.placed", key, order))
                    .get();
        }
    }

    /** The first block of that language. */
    private static String shown(String language) throws Exception {
        var document = Files.readString(ROOT.resolve("docs/osgi.md"), StandardCharsets.UTF_8);
        var begin = "```" + language + "\n";
        var shown = document.substring(document.indexOf(begin) + begin.length());
        return shown.substring(0, shown.indexOf("```"));
    }

    private static String withoutBlanks(String code) {
        return Arrays.stream(code.split("\n"))
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .collect(Collectors.joining("\n"));
    }
}
