// SPDX-License-Identifier: MIT
package io.mqconnector.engine.inbound;

import io.mqconnector.api.MqHeaders;
import io.mqconnector.api.MqMessage;
import io.mqconnector.api.MqMetadata;
import java.util.ArrayList;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** A record on its way to a listener: message and metadata in one object of 24 bytes. */
final class Delivery implements MqMessage, MqMetadata {
    private final ConsumerRecord<byte[], byte[]> record;
    private final int attempt;
    /** Built when first asked for; a second thread may build an equal one. */
    private @Nullable MqHeaders headers;

    Delivery(ConsumerRecord<byte[], byte[]> record, int attempt) {
        this.record = record;
        this.attempt = attempt;
    }

    @Override
    public String topic() {
        return record.topic();
    }

    @Override
    public byte @Nullable [] key() {
        return record.key();
    }

    @Override
    public byte @Nullable [] value() {
        return record.value();
    }

    @Override
    public MqHeaders headers() {
        var built = headers;
        if (built == null) {
            var entries = new ArrayList<MqHeaders.Entry>();
            for (var header : record.headers()) {
                entries.add(new MqHeaders.Entry(header.key(), header.value()));
            }
            built = MqHeaders.of(entries);
            headers = built;
        }
        return built;
    }

    @Override
    public OptionalLong timestamp() {
        return OptionalLong.of(record.timestamp());
    }

    @Override
    public OptionalInt partition() {
        return OptionalInt.of(record.partition());
    }

    @Override
    public int partitionNumber() {
        return record.partition();
    }

    @Override
    public long offset() {
        return record.offset();
    }

    @Override
    public long timestampMillis() {
        return record.timestamp();
    }

    @Override
    public int attempt() {
        return attempt;
    }

    /** Where from, not what: key and value may be secret. */
    @Override
    public String toString() {
        return "Delivery[" + record.topic() + "-" + record.partition() + "@" + record.offset() + ", attempt=" + attempt
                + "]";
    }
}
