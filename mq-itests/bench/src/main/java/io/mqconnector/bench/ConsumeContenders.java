// SPDX-License-Identifier: MIT
package io.mqconnector.bench;

import static java.util.Objects.requireNonNull;

import io.mqconnector.api.MqDelivery;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * Makes those who consume the same records with the same settings. Immutable.
 *
 * @param topic the records
 * @param settings of all
 */
record ConsumeContenders(ConsumeTopic topic, ConsumeSettings settings) {
    static final String MQ = "mq";
    static final String RAW_ASYNC = Workload.RAW + "-async";
    static final String RAW_AT_END = Workload.RAW + "-at-end";

    /** Ordering by partition. */
    static Map<String, String> byPartition(int workers) {
        return Map.of("workers", Integer.toString(workers));
    }

    /** Ordering by key. */
    static Map<String, String> byKey(int workers) {
        return Map.of("ordering", "key", "workers", Integer.toString(workers));
    }

    /** A listener that looks at keys and offsets. */
    Contender sink(String name, Map<String, String> own) {
        return new MqConsume<>(
                name,
                topic,
                settings,
                own,
                this::sink,
                (builder, sink) -> builder.start(
                        (message, metadata) -> sink.accept(requireNonNull(message.keyText()), metadata.offset())));
    }

    /** The same for batches. */
    Contender batchSink(String name, Map<String, String> own) {
        return new MqConsume<>(
                name,
                topic,
                settings,
                own,
                this::sink,
                (builder, sink) -> builder.startBatches(batch -> {
                    for (MqDelivery delivery : batch) {
                        sink.accept(requireNonNull(delivery.keyText()), delivery.offset());
                    }
                }));
    }

    /** The plain client, which waits for each commit. */
    Contender rawSink() {
        return rawSink(Workload.RAW, RawConsume.Commit.SYNC);
    }

    /** The plain client, which waits for no commit. */
    Contender rawAsyncSink() {
        return rawSink(RAW_ASYNC, RawConsume.Commit.ASYNC);
    }

    /** A listener that looks at values. */
    Contender values(String name, Map<String, String> own, Supplier<? extends NumberSink> sinks) {
        return values(name, topic, settings, own, sinks);
    }

    /** A listener that looks at values, of whatever source. */
    static Contender values(
            String name,
            RecordSource source,
            ConsumeSettings settings,
            Map<String, String> own,
            Supplier<? extends NumberSink> sinks) {
        return new MqConsume<NumberSink>(
                name,
                source,
                settings,
                own,
                sinks::get,
                (builder, sink) -> builder.start((message, metadata) -> sink.accept(requireNonNull(message.value()))));
    }

    /** The same for batches. */
    Contender batchValues(String name, Map<String, String> own, Supplier<? extends NumberSink> sinks) {
        return new MqConsume<NumberSink>(
                name,
                topic,
                settings,
                own,
                sinks::get,
                (builder, sink) -> builder.startBatches(batch -> {
                    for (MqDelivery delivery : batch) {
                        sink.accept(requireNonNull(delivery.value()));
                    }
                }));
    }

    /** The plain client, which waits for each commit. */
    Contender rawValues(Supplier<? extends NumberSink> sinks) {
        return rawValues(Workload.RAW, RawConsume.Commit.SYNC, sinks);
    }

    /** The plain client, which commits once. */
    Contender rawAtEndValues(Supplier<? extends NumberSink> sinks) {
        return rawValues(RAW_AT_END, RawConsume.Commit.AT_END, sinks);
    }

    private Contender rawValues(String name, RawConsume.Commit commit, Supplier<? extends NumberSink> sinks) {
        return new RawConsume<byte[], NumberSink>(
                name,
                topic,
                settings,
                commit,
                new ByteArrayDeserializer(),
                sinks::get,
                (sink, read) -> sink.accept(read.value()));
    }

    private Contender rawSink(String name, RawConsume.Commit commit) {
        return new RawConsume<>(
                name,
                topic,
                settings,
                commit,
                new StringDeserializer(),
                this::sink,
                (sink, read) -> sink.accept(read.key(), read.offset()));
    }

    private Sink sink() {
        return new Sink(topic.count());
    }
}
