// SPDX-License-Identifier: MIT
package io.mqconnector.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mqconnector.api.MqConfig;
import io.mqconnector.api.MqDelivery;
import io.mqconnector.api.MqHeaders;
import io.mqconnector.api.MqMessage;
import io.mqconnector.api.MqMessageListener;
import io.mqconnector.api.MqReceipt;
import io.mqconnector.api.MqSendCallback;
import io.mqconnector.api.MqSendException;
import io.mqconnector.broker.KafkaBroker;
import io.mqconnector.broker.WithKafka;
import io.mqconnector.engine.inbound.WorkerThreads;
import io.mqconnector.engine.outbound.JtaTransactions;
import io.mqconnector.engine.runtime.Connector;
import io.mqconnector.spi.MqContextCarrier;
import io.mqconnector.spi.SubscriptionRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a listener sends by {@code context.producer()} is what it would send by an injected producer. */
@WithKafka
@Timeout(120)
class ListenerSendsIT {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final KafkaBroker broker;

    ListenerSendsIT(KafkaBroker broker) {
        this.broker = broker;
    }

    private MqConfig.Builder config() {
        return MqConfig.builder()
                .brokers(broker.bootstrapServers())
                .instanceId("listener-sends-" + UUID.randomUUID())
                .set("mq.pool.stripes", "1");
    }

    private static SubscriptionRequest.Builder request(String topic, MqMessageListener listener) {
        return SubscriptionRequest.builder("sending", ListenerSendsIT.class.getClassLoader())
                .topics(List.of(topic))
                .group("sending." + topic)
                .listener(listener);
    }

    private static Map<String, String> settings(boolean isTransactional) {
        return Map.of(
                "auto-offset-reset",
                "earliest",
                "failure-policy",
                "skip",
                "transactional",
                Boolean.toString(isTransactional));
    }

    /** The tenant whose message this thread handles. */
    private static final class TenantCarrier implements MqContextCarrier {
        private static final String HEADER = "X-Tenant";
        private final ThreadLocal<@Nullable String> current = new ThreadLocal<>();

        @Override
        public void inject(BiConsumer<String, String> header) {
            var tenant = current.get();
            if (tenant != null) {
                header.accept(HEADER, tenant);
            }
        }

        @Override
        public Scope open(MqDelivery delivery) {
            current.set(delivery.headers().text(HEADER).orElseThrow());
            return failure -> current.remove();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void carrySourceTraceAndContextHoweverTheyAreSent(boolean isTransactional) {
        var in = broker.uniqueTopic("in", 1);
        var out = broker.uniqueTopic("out", 1);
        var message = MqMessage.builder(out).key("k").value("x").build();
        MqSendCallback callback = new MqSendCallback() {
            @Override
            public void acknowledged(MqMessage sent, int partition, long offset, long timestamp) {}

            @Override
            public void failed(MqMessage sent, MqSendException failure) {}
        };
        try (var connector = Connector.start(
                config().set("mq.client.source", "gateway-7").build(), ListenerSendsIT.class.getClassLoader())) {
            connector
                    .producer()
                    .send(in, "k", "in", MqHeaders.of("X-Trace-ID", "trace-1").with("X-Tenant", "acme"));

            connector.subscribe(request(in, (received, metadata) -> {
                        var sender = metadata.context().producer();
                        sender.send(message);
                        sender.send(out, "k", "x");
                        var unused = List.of(sender.sendAsync(message), sender.sendAsync(out, "k", "x"));
                        sender.sendAsync(message, callback);
                    })
                    .carriers(List.of(new TenantCarrier()))
                    .explicit(settings(isTransactional))
                    .build());

            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(records(out))
                            .hasSize(5)
                            .allSatisfy(record -> assertThat(headers(record))
                                    .containsExactlyInAnyOrderEntriesOf(Map.of(
                                            "X-Source", "gateway-7", "X-Tenant", "acme", "X-Trace-ID", "trace-1"))));
        }
    }

    private List<ConsumerRecord<String, String>> records(String topic) {
        return broker.consumeAll(topic, new StringDeserializer(), new StringDeserializer());
    }

    private static Map<String, String> headers(ConsumerRecord<?, ?> record) {
        var headers = new HashMap<String, String>();
        for (var header : record.headers()) {
            assertThat(headers.put(header.key(), new String(header.value(), StandardCharsets.UTF_8)))
                    .as(header.key())
                    .isNull();
        }
        return headers;
    }

    /** A transaction around each delivery, as a container has it for a bean. */
    @SuppressWarnings("ThreadLocalUsage") // of one test's connector
    private static final class AroundDeliveries implements JtaTransactions {
        private final ThreadLocal<@Nullable Map<Object, Object>> current = new ThreadLocal<>();
        private final ThreadLocal<@Nullable Consumer<Boolean>> completion = new ThreadLocal<>();

        void begin() {
            current.set(new HashMap<>());
        }

        void commit() {
            current.remove();
            var told = completion.get();
            completion.remove();
            if (told != null) {
                told.accept(true);
            }
        }

        @Override
        public State state() {
            return current.get() == null ? State.NONE : State.ACTIVE;
        }

        @Override
        public @Nullable Object find(Object key) {
            var resources = current.get();
            return resources == null ? null : resources.get(key);
        }

        @Override
        public void put(Object key, Object value) {
            var resources = current.get();
            if (resources != null) {
                resources.put(key, value);
            }
        }

        @Override
        public void onCompletion(Consumer<Boolean> told) {
            completion.set(told);
        }
    }

    @Test
    void respectTheJtaTransactionAroundTheDelivery() throws Exception {
        var in = broker.uniqueTopic("in", 1);
        var out = broker.uniqueTopic("out", 1);
        var transactions = new AroundDeliveries();
        var receipts = new ArrayBlockingQueue<MqReceipt>(1);
        var mayCommit = new CompletableFuture<Void>();
        try (var connector = Connector.start(
                config().set("mq.producer.jta", "after-commit").build(),
                "a test",
                ListenerSendsIT.class.getClassLoader(),
                (read, executor) -> new WorkerThreads(executor, null),
                transactions)) {
            connector.producer().send(in, "k", "in");
            connector.subscribe(request(in, (received, metadata) -> {
                        transactions.begin();
                        receipts.add(metadata.context().producer().send(out, "k", "held"));
                        mayCommit.join();
                        transactions.commit();
                    })
                    .explicit(settings(false))
                    .build());

            var receipt = receipts.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            var before = records(out);
            mayCommit.complete(null);

            assertThat(receipt).isNotNull();
            assertThat(receipt.isPending()).isTrue();
            assertThat(before).isEmpty();
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(records(out))
                            .extracting(ConsumerRecord::value)
                            .containsExactly("held"));
        } finally {
            mayCommit.complete(null);
        }
    }
}
