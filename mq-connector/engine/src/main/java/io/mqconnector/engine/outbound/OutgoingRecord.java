// SPDX-License-Identifier: MIT
package io.mqconnector.engine.outbound;

import io.mqconnector.api.MqHeaders;
import io.mqconnector.api.MqMessage;
import io.mqconnector.api.MqTrace;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/** Turns messages into Kafka's records; on the sending thread, whose trace id goes along. Stateless. */
final class OutgoingRecord {
    /** What a record takes beside key, value and headers, about. */
    private static final int OVERHEAD_BYTES = 100;

    private OutgoingRecord() {}

    static ProducerRecord<byte[], byte[]> of(MqMessage message) {
        var partition = message.partition();
        var timestamp = message.timestamp();
        return new ProducerRecord<>(
                message.topic(),
                partition.isPresent() ? partition.getAsInt() : null,
                timestamp.isPresent() ? timestamp.getAsLong() : null,
                message.key(),
                message.value(),
                toKafka(message.headers()));
    }

    /** About how much memory it holds. */
    static long bytes(ProducerRecord<byte[], byte[]> record) {
        long bytes = OVERHEAD_BYTES + length(record.key()) + length(record.value());
        for (Header header : record.headers()) {
            bytes += header.key().length() + length(header.value());
        }
        return bytes;
    }

    private static long length(byte @Nullable [] part) {
        return part == null ? 0 : part.length;
    }

    /** Its own headers, and the trace id that is current on this thread, unless it brings one. */
    private static @Nullable List<Header> toKafka(MqHeaders headers) {
        var trace = MqTrace.current();
        boolean isTraced = trace.isPresent() && headers.last(MqTrace.HEADER).isEmpty();
        if (headers.isEmpty() && !isTraced) {
            return null;
        }
        var kafka = new ArrayList<Header>(headers.size() + 1);
        for (var entry : headers) {
            kafka.add(new OutgoingHeader(entry));
        }
        if (isTraced) {
            kafka.add(new OutgoingHeader(
                    new MqHeaders.Entry(MqTrace.HEADER, trace.orElseThrow().getBytes(StandardCharsets.UTF_8))));
        }
        return kafka;
    }

    /** Kafka's own implementation is not public. */
    private static final class OutgoingHeader implements Header {
        private final MqHeaders.Entry entry;

        OutgoingHeader(MqHeaders.Entry entry) {
            this.entry = entry;
        }

        @Override
        public String key() {
            return entry.name();
        }

        @Override
        public byte @Nullable [] value() {
            return entry.value();
        }
    }
}
