// SPDX-License-Identifier: MIT
package io.mqconnector.jmh;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;

/** A producer that takes everything at once and acknowledges nothing. Thread-safe, but keeps the last callback only. */
final class SinkProducer extends MockProducer<byte[], byte[]> {
    private static final Future<RecordMetadata> PENDING = new CompletableFuture<>();

    /** The last callback it was given; not synchronised, for one thread. */
    @Nullable
    Callback last;

    /** The last record, so that the compiler cannot leave out making it. */
    @Nullable
    ProducerRecord<byte[], byte[]> lastRecord;

    @Override
    public Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record, Callback callback) {
        lastRecord = record;
        last = callback;
        return PENDING;
    }
}
