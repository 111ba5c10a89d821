// SPDX-License-Identifier: MIT
package io.mqconnector.engine.inbound;

import io.mqconnector.api.MqDelivery;
import io.mqconnector.api.MqHeaders;
import java.util.ArrayList;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** A record on its way to a listener for the first time: message and metadata in one object of 24 bytes. */
class Delivery implements MqDelivery {
    private final ConsumerRecord<byte[], byte[]> record;
    /** The {@link PartitionAssignment}, or the {@link DeliveryContext}, which knows it, once somebody has asked for one. */
    private Object origin;
    /** Built when first asked for; a second thread may build an equal one. */
    private @Nullable MqHeaders headers;

    Delivery(ConsumerRecord<byte[], byte[]> record, PartitionAssignment assignment) {
        this.record = record;
        this.origin = assignment;
    }

    /** With manual acknowledgement. */
    Delivery(ConsumerRecord<byte[], byte[]> record, DeliveryContext context) {
        this.record = record;
        this.origin = context;
    }

    /** Of a record, whichever attempt it is. */
    static Delivery of(ConsumerRecord<byte[], byte[]> record, PartitionAssignment assignment, int attempt) {
        return attempt == 1 ? new Delivery(record, assignment) : new Redelivery(record, assignment, attempt);
    }

    /** As {@link #of(ConsumerRecord, PartitionAssignment, int)}, with manual acknowledgement. */
    static Delivery of(ConsumerRecord<byte[], byte[]> record, DeliveryContext context, int attempt) {
        return attempt == 1 ? new Delivery(record, context) : new Redelivery(record, context, attempt);
    }

    /** The context, if anybody has asked for it. */
    @Nullable
    DeliveryContext contextIfAny() {
        return origin instanceof DeliveryContext context ? context : null;
    }

    ConsumerRecord<byte[], byte[]> record() {
        return record;
    }

    @Override
    public DeliveryContext context() {
        var known = origin;
        if (known instanceof DeliveryContext context) {
            return context;
        }
        var made = new DeliveryContext((PartitionAssignment) known);
        origin = made;
        return made;
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
        return 1;
    }

    /** Where from, not what: key and value may be secret. */
    @Override
    public String toString() {
        return "Delivery[" + record.topic() + "-" + record.partition() + "@" + record.offset() + ", attempt="
                + attempt() + "]";
    }

    /** A record on its way to a listener once more. */
    private static final class Redelivery extends Delivery {
        private final int attempt;

        Redelivery(ConsumerRecord<byte[], byte[]> record, PartitionAssignment assignment, int attempt) {
            super(record, assignment);
            this.attempt = attempt;
        }

        Redelivery(ConsumerRecord<byte[], byte[]> record, DeliveryContext context, int attempt) {
            super(record, context);
            this.attempt = attempt;
        }

        @Override
        public int attempt() {
            return attempt;
        }
    }
}
