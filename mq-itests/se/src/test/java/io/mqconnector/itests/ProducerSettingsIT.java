// SPDX-License-Identifier: MIT
package io.mqconnector.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mqconnector.api.Mq;
import io.mqconnector.api.MqConfig;
import io.mqconnector.api.MqHeaders;
import io.mqconnector.api.MqMessage;
import io.mqconnector.api.MqReceipt;
import io.mqconnector.broker.EmbeddedBroker;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Compression and acknowledgement as they arrive: read from the broker's own log files. */
class ProducerSettingsIT {
    /** Offsets in a record batch of version 2, the protocol's own. */
    private static final int LENGTH_AT = 8;

    private static final int MAGIC_AT = 16;
    private static final int ATTRIBUTES_AT = 21;
    private static final int PRODUCER_ID_AT = 43;
    private static final int COUNT_AT = 57;
    private static final int CODEC_MASK = 7;
    private static final Map<Integer, String> CODECS = Map.of(0, "none", 1, "gzip", 2, "snappy", 3, "lz4", 4, "zstd");

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final EmbeddedBroker BROKER = EmbeddedBroker.builder().build();

    /**
     * A batch of records as it is in the log.
     *
     * @param codec its compression
     * @param idempotent whether it bears a producer's id
     */
    private record Batch(String codec, boolean idempotent) {}

    @BeforeAll
    static void start() {
        BROKER.start();
    }

    @AfterAll
    static void close() {
        BROKER.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "gzip", "snappy", "lz4", "zstd"})
    void compressesAsConfiguredOnTheWire(String codec) throws IOException {
        var topic = BROKER.uniqueTopic("compression-" + codec, 1);
        var values = IntStream.range(0, 50)
                .mapToObj(i -> "{\"type\":\"chat.message\",\"from\":\"user-" + i % 7 + "\",\"text\":\"hello, hello\"}")
                .toList();

        try (var mq = mq("mq.producer.compression", codec)) {
            mq.producer()
                    .sendBatch(values.stream()
                            .map(value -> MqMessage.builder(topic)
                                    .key("k")
                                    .value(value)
                                    .build())
                            .toList())
                    .throwIfFailed();
        }

        assertThat(batches(topic)).isNotEmpty().allSatisfy(batch -> {
            assertThat(batch.codec()).isEqualTo(codec);
            assertThat(batch.idempotent()).isTrue();
        });
        assertThat(values(topic)).isEqualTo(values);
    }

    @ParameterizedTest(name = "acks {0}, idempotence {1}, in flight {2}")
    @CsvSource({"all,,", "all,true,6", "all,false,", "all,false,3", "1,,", "1,false,2", "0,,", "0,false,5"})
    void sendsWithEveryAllowedKindOfAcknowledgement(
            String acks, @Nullable String idempotence, @Nullable String inFlight) throws IOException {
        var topic = BROKER.uniqueTopic("acks-" + acks, 1);
        var config = MqConfig.builder().set("mq.producer.acks", acks);
        if (idempotence != null) {
            config.set("mq.producer.idempotence", idempotence);
        }
        if (inFlight != null) {
            config.set("mq.producer.max-in-flight", inFlight);
        }
        MqReceipt receipt;

        try (var mq = mq(config)) {
            receipt = mq.producer().send(topic, "k", "v");
            mq.producer().flush(PATIENCE);
        }

        assertThat(receipt.offset()).isEqualTo(acks.equals("0") ? -1 : 0);
        // with acks 0 it may still be on its way
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(values(topic)).containsExactly("v"));
        boolean isIdempotent = acks.equals("all") && !"false".equals(idempotence);
        assertThat(batches(topic)).containsExactly(new Batch("lz4", isIdempotent));
    }

    @Test
    void saysWhoSendsUnlessTheMessageDoes() {
        var topic = BROKER.uniqueTopic("source", 1);
        try (var mq = mq("mq.client.source", "gateway-7")) {
            mq.producer().send(topic, "k", "plain");
            mq.producer().send(topic, "k", "its own", MqHeaders.of("X-Source", "relay"));
            try (var transaction = mq.producer().beginTransaction();
                    var borrowed = mq.pool().borrow()) {
                transaction.send(topic, "k", "in a transaction");
                transaction.commit();
                borrowed.send(topic, "k", "borrowed");
            }
        }

        assertThat(BROKER.consumeAll(topic, new StringDeserializer(), new StringDeserializer()))
                .extracting(record -> record.value() + " by "
                        + new String(record.headers().lastHeader("X-Source").value(), StandardCharsets.UTF_8))
                .containsExactly(
                        "plain by gateway-7",
                        "its own by relay",
                        "in a transaction by gateway-7",
                        "borrowed by gateway-7");
    }

    @Test
    void sendsALargeBatchInParts() throws IOException {
        var topic = BROKER.uniqueTopic("parts", 1);
        var values = IntStream.range(0, 100).mapToObj(i -> "value " + i).toList();
        var batch = values.stream()
                .map(value -> MqMessage.builder(topic).key("k").value(value).build())
                .toList();

        try (var mq = mq("mq.producer.max-batch-count", "30")) {
            var result = mq.producer().sendBatch(batch);

            assertThat(result.isComplete()).isTrue();
            assertThat(result.results()).hasSize(100);
        }

        assertThat(values(topic)).isEqualTo(values);
        assertThat(recordCounts(topic)).hasSizeGreaterThanOrEqualTo(4).allMatch(count -> count <= 30);
    }

    private static Mq mq(String key, String value) {
        return mq(MqConfig.builder().set(key, value));
    }

    private static Mq mq(MqConfig.Builder config) {
        return Mq.create(config.brokers(BROKER.bootstrapServers())
                .instanceId("producer-settings-1")
                .build());
    }

    private static List<String> values(String topic) {
        return BROKER.consumeAll(topic, new StringDeserializer(), new StringDeserializer()).stream()
                .map(record -> record.value())
                .toList();
    }

    /** How many records each batch of partition 0 has. */
    private static List<Integer> recordCounts(String topic) throws IOException {
        var counts = new ArrayList<Integer>();
        var bytes = segment(topic);
        for (int at = 0; at < bytes.limit(); at += LENGTH_AT + Integer.BYTES + bytes.getInt(at + LENGTH_AT)) {
            counts.add(bytes.getInt(at + COUNT_AT));
        }
        return counts;
    }

    private static ByteBuffer segment(String topic) throws IOException {
        Path segment = BROKER.logDirectory().resolve(topic + "-0").resolve("00000000000000000000.log");
        return ByteBuffer.wrap(Files.readAllBytes(segment));
    }

    /** The different batches of partition 0, read from its first segment. */
    private static List<Batch> batches(String topic) throws IOException {
        var bytes = segment(topic);
        var codecs = new TreeSet<>(Comparator.comparing(Batch::toString));
        for (int at = 0; at < bytes.limit(); at += LENGTH_AT + Integer.BYTES + bytes.getInt(at + LENGTH_AT)) {
            assertThat(bytes.get(at + MAGIC_AT)).as("magic").isEqualTo((byte) 2);
            var codec = CODECS.get(bytes.getShort(at + ATTRIBUTES_AT) & CODEC_MASK);
            codecs.add(new Batch(String.valueOf(codec), bytes.getLong(at + PRODUCER_ID_AT) >= 0));
        }
        return List.copyOf(codecs);
    }
}
