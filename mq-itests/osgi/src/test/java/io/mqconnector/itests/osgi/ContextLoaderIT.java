// SPDX-License-Identifier: MIT
package io.mqconnector.itests.osgi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mqconnector.broker.KafkaBroker;
import io.mqconnector.broker.WithKafka;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.osgi.framework.Bundle;

/** Producing and consuming in Felix, whatever the threads have as their context class loader. */
@WithKafka
@Tag("smoke")
@Timeout(240)
class ContextLoaderIT {
    private static final int MESSAGES = 1_000;
    private static final List<String> COMPRESSIONS = List.of("none", "gzip", "snappy", "lz4", "zstd");

    private final KafkaBroker broker;

    @TempDir
    Path directory;

    ContextLoaderIT(KafkaBroker broker) {
        this.broker = broker;
    }

    /** A new framework each time: Kafka's static initialisers run once for each class loader. */
    @ParameterizedTest
    @EnumSource
    void producesAndConsumesWithEveryCompression(ContextLoader kind) throws Exception {
        var loader = kind.loader();
        var thread = Thread.currentThread();
        var before = thread.getContextClassLoader();
        thread.setContextClassLoader(loader);
        try (var framework = OsgiFramework.start(directory)) {
            assertThat(framework.bundles()).allMatch(bundle -> bundle.getState() == Bundle.ACTIVE);
            var topics = new TreeMap<String, String>();
            for (var compression : COMPRESSIONS) {
                topics.put(compression, broker.uniqueTopic("osgi-" + compression, 2));
                framework.configure(compression, settings(compression));
            }

            topics.forEach((compression, topic) -> {
                var instance = instance(compression);
                framework.awaitConnector(instance);
                framework.subscribe(instance, topic);
                assertThat(framework.send(instance, topic, MESSAGES)).isEqualTo(MESSAGES);
            });

            for (var topic : topics.values()) {
                await().atMost(OsgiFramework.PATIENCE)
                        .untilAsserted(
                                () -> assertThat(framework.received(topic)).hasSizeGreaterThanOrEqualTo(MESSAGES));
                assertThat(byKey(framework.received(topic)))
                        .as("nothing lost, nothing twice, every key in order")
                        .isEqualTo(sent());
            }
            assertCompressed(topics);
            framework.stopConnectorBundles();
            Leftovers.assertNone("osgi-");
        } finally {
            thread.setContextClassLoader(before);
        }
        Leftovers.assertNoThreadOfABundle();
        if (loader != null) {
            assertThat(loader.asked()).as("nothing was looked for there").isEmpty();
        }
    }

    private Map<String, ?> settings(String compression) {
        return Map.of(
                "mq.instance-id",
                instance(compression),
                "mq.client.brokers",
                List.of(broker.bootstrapServers()),
                "mq.producer.compression",
                compression,
                "mq.pool.stripes",
                2);
    }

    private static String instance(String compression) {
        return "osgi-" + compression;
    }

    private static Map<String, List<Integer>> sent() {
        return IntStream.range(0, MESSAGES).boxed().collect(Collectors.groupingBy(i -> "k" + i % 7));
    }

    private static Map<String, List<Integer>> byKey(List<String> received) {
        return received.stream()
                .map(entry -> entry.split(":", 2))
                .collect(Collectors.groupingBy(
                        entry -> entry[0],
                        Collectors.mapping(entry -> Integer.valueOf(entry[1]), Collectors.toList())));
    }

    /** The broker keeps batches as they came: each codec has really been at work. */
    private void assertCompressed(Map<String, String> topics) throws Exception {
        var bytes = new LinkedHashMap<String, Long>();
        var directories = broker.admin()
                .describeLogDirs(List.of(broker.admin()
                        .describeCluster()
                        .nodes()
                        .get(20, TimeUnit.SECONDS)
                        .iterator()
                        .next()
                        .id()))
                .allDescriptions()
                .get(20, TimeUnit.SECONDS);
        topics.forEach((compression, topic) -> bytes.put(
                compression,
                directories.values().stream()
                        .flatMap(ofBroker -> ofBroker.values().stream())
                        .flatMap(log -> log.replicaInfos().entrySet().stream())
                        .filter(replica -> replica.getKey().topic().equals(topic))
                        .mapToLong(replica -> replica.getValue().size())
                        .sum()));
        var plain = bytes.remove("none");
        assertThat(plain).isGreaterThan(500L * MESSAGES);
        assertThat(bytes)
                .hasSize(4)
                .allSatisfy(
                        (codec, size) -> assertThat(size).as(codec).isPositive().isLessThan(plain / 2));
    }
}
