// SPDX-License-Identifier: MIT
package io.mqconnector.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mqconnector.broker.EmbeddedBroker;
import io.mqconnector.broker.KafkaBroker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What holds when the application, or the resource adapter too, is deployed again and again. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class RedeployContract {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    /** For several looks into the heap, each of which takes its time. */
    private static final Duration PATIENCE_WITH_HEAPS = Duration.ofMinutes(3);

    private static final int DEPLOYMENTS = 5;
    private static final int KEYS = 10;
    private static final String TOPIC = "chat.orders";
    private static final List<String> LISTENERS = List.of("bean", "listener");
    private static final List<String> GROUPS = List.of(
            "chat.orders.bean", "chat.orders.listener", "chat.failing.bean", "chat.failing.listener", "chat.context");
    private static final String OF_THE_APPLICATION = "io.mqconnector.servers.chat.ChatResource";
    private static final String OF_THE_ADAPTER = "io.mqconnector.engine.runtime.Connector";
    /** Poll loops, and what Kafka runs for each consumer. */
    private static final Pattern THREADS_OF_LISTENERS = Pattern.compile("^mq-.*-poll-|heartbeat");

    private static final Pattern OUR_THREADS = Pattern.compile("^mq-|^kafka-");

    private KafkaBroker broker;
    private Administrator administrator;
    private AppServer server;
    private ServerJvm jvm;
    private Path scratch;
    /** The first number that this deployment of the application must get, and the one to be sent next. */
    private int first;

    private int next;

    @RegisterExtension
    final LogTailOnFailure logTail = new LogTailOnFailure(() -> server);

    abstract Administrator administrator(Administrator.Order order, Path directory);

    /**
     * What the server itself holds on to for a while, of whatever was deployed: kind of a root and class of what it holds.
     */
    abstract Pattern heldByTheServer();

    @BeforeAll
    void start(@TempDir Path directory) {
        scratch = directory;
        broker = EmbeddedBroker.builder().start();
        broker.createTopic(TOPIC, 4);
        broker.createTopic("chat.failing", 1);
        broker.createTopic("chat.context", 1);
        administrator = administrator(
                new Administrator.Order(
                        ServerSettings.named("redeploy"),
                        Map.of("brokers", broker.bootstrapServers()),
                        "chat",
                        ChatArchives.war(),
                        List.of("OrdersBean", "FailingBean")),
                directory);
        server = administrator.server();
        server.start();
        administrator.prepare();
        administrator.deployAdapter();
        administrator.deployApplication();
        jvm = ServerJvm.of(server);
    }

    @AfterAll
    void close() {
        if (jvm != null) {
            jvm.close();
        }
        if (server != null) {
            server.close();
        }
        broker.close();
    }

    @Test
    void anApplicationLeavesNothingBehindAndMissesNothing() {
        for (int deployment = 0; deployment < DEPLOYMENTS; deployment++) {
            work();

            administrator.undeployApplication();
            sendMeanwhile();

            assertNothingOfTheApplicationIsLeft();
            if (deployment == DEPLOYMENTS - 1) {
                assertNoClassLoaderIsLeft(List.of(OF_THE_APPLICATION));
            }
            administrator.deployApplication();
        }
        work();
    }

    @Test
    void aResourceAdapterLeavesNothingBehindAndItsApplicationMissesNothing() {
        for (int deployment = 0; deployment < DEPLOYMENTS; deployment++) {
            work();

            administrator.undeployApplication();
            administrator.undeployAdapter();
            sendMeanwhile();

            assertNothingOfTheApplicationIsLeft();
            assertNothingOfTheAdapterIsLeft();
            if (deployment == DEPLOYMENTS - 1) {
                assertNoClassLoaderIsLeft(List.of(OF_THE_APPLICATION, OF_THE_ADAPTER));
            }
            administrator.deployAdapter();
            administrator.deployApplication();
        }
        work();
    }

    /** The application sends, and gets that and what was sent before it was there: each number once. */
    private void work() {
        var chat = new ChatClient(server);
        chat.send(TOPIC, next, 100, KEYS, "rest", "");
        next += 100;
        chat.send(TOPIC, next, 100, KEYS, "factory", administrator.factoryName());
        next += 100;
        var expected = IntStream.range(first, next).mapToObj(Integer::toString).toList();
        for (String who : LISTENERS) {
            await(who)
                    .atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(chat.received(who))
                            .extracting(ChatClient.Delivery::text)
                            .containsExactlyInAnyOrderElementsOf(expected));
        }
        assertThat(jvm.names("io.mqconnector:type=Connector,*"))
                .as("one connector for all")
                .hasSize(1);
    }

    /** While nobody is there; the next deployment gets these first. */
    private void sendMeanwhile() {
        first = next;
        var sent = new ArrayList<Future<?>>();
        try (var producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers()),
                new StringSerializer(),
                new StringSerializer())) {
            for (int i = 0; i < 50; i++, next++) {
                sent.add(producer.send(new ProducerRecord<>(TOPIC, "user-" + next % KEYS, Integer.toString(next))));
            }
        }
        assertThat(sent).allSatisfy(one -> assertThat(one).isDone());
    }

    private void assertNothingOfTheApplicationIsLeft() {
        await("application").atMost(PATIENCE).untilAsserted(() -> {
            assertThat(jvm.threads(THREADS_OF_LISTENERS))
                    .as(() -> "threads, which are:" + jvm.stacks())
                    .isEmpty();
            assertThat(jvm.names("io.mqconnector:type=Listener,*")).as("MBeans").isEmpty();
            assertThat(jvm.names("kafka.consumer:type=app-info,*"))
                    .as("Kafka's MBeans")
                    .isEmpty();
            assertThat(members()).as("members of groups").isZero();
        });
    }

    private void assertNothingOfTheAdapterIsLeft() {
        await("resource adapter").atMost(PATIENCE).untilAsserted(() -> {
            assertThat(jvm.threads(OUR_THREADS))
                    .as(() -> "threads, which are:" + jvm.stacks())
                    .isEmpty();
            assertThat(jvm.names("io.mqconnector:*")).as("MBeans").isEmpty();
            assertThat(jvm.names("kafka.*:*")).as("Kafka's MBeans").isEmpty();
        });
    }

    /** Of all deployments so far. */
    private void assertNoClassLoaderIsLeft(List<String> classes) {
        await("class loaders").atMost(PATIENCE_WITH_HEAPS).untilAsserted(() -> {
            var dump = scratch.resolve("heap.hprof");
            server.dumpHeap(dump);
            try {
                var heap = HeapWalk.of(dump);
                for (String name : classes) {
                    assertThat(heap.holders(name, heldByTheServer())).as(name).isEmpty();
                }
            } finally {
                Files.delete(dump);
            }
        });
    }

    private long members() {
        try {
            return broker.admin().describeConsumerGroups(GROUPS).all().get().values().stream()
                    .mapToLong(group -> group.members().size())
                    .sum();
        } catch (ExecutionException e) {
            throw new AssertionError("the broker cannot tell", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }
}
