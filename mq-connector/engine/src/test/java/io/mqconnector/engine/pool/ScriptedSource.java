// SPDX-License-Identifier: MIT
package io.mqconnector.engine.pool;

import io.mqconnector.engine.client.SendLimits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Builds producers without a broker, at once unless told otherwise. */
public final class ScriptedSource implements ProducerSource {
    public final List<MockProducer<byte[], byte[]>> built = new ArrayList<>();
    /** By client id. */
    final Map<String, String> transactionalIds = new ConcurrentHashMap<>();
    /** What the next one fails with. */
    @Nullable
    RuntimeException failure;
    /** What the next one is waited for. */
    @Nullable
    CompletableFuture<Producer<byte[], byte[]>> pending;

    /** Before each build. */
    Runnable eachBuild = () -> {};
    /** Before each send. */
    public Runnable eachSend = () -> {};
    /** Before each commit. */
    public Runnable eachCommit = () -> {};
    /** Thrown by each send whose record is taken all the same, as Kafka does in an error state. */
    @Nullable
    public RuntimeException throwsLate;
    /** Whether tests acknowledge. */
    public boolean holdsAcknowledgements;

    /** Of those that are built from now on. */
    public SendLimits limits =
            new SendLimits("broker:1", Duration.ofSeconds(5), Duration.ofSeconds(120), 1_000, 10_000);

    @Override
    public SendLimits limits() {
        return limits;
    }

    @Override
    public CompletableFuture<Producer<byte[], byte[]>> build(String clientId, @Nullable String transactionalId) {
        eachBuild.run();
        if (transactionalId != null) {
            transactionalIds.put(clientId, transactionalId);
        }
        if (failure != null) {
            var failed = CompletableFuture.<Producer<byte[], byte[]>>failedFuture(failure);
            failure = null;
            return failed;
        }
        if (pending != null) {
            var later = pending;
            pending = null;
            return later;
        }
        var producer = producer();
        if (transactionalId != null) {
            producer.initTransactions();
        }
        return CompletableFuture.completedFuture(producer);
    }

    MockProducer<byte[], byte[]> producer() {
        var producer =
                new MockProducer<byte[], byte[]>(
                        !holdsAcknowledgements, null, new ByteArraySerializer(), new ByteArraySerializer()) {
                    @Override
                    @SuppressWarnings(
                            "UnsynchronizedOverridesSynchronized") // a hook that waits must not keep others out
                    public Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record, Callback callback) {
                        eachSend.run();
                        var taken = super.send(record, callback);
                        if (throwsLate != null) {
                            throw throwsLate;
                        }
                        return taken;
                    }

                    @Override
                    public void commitTransaction() {
                        eachCommit.run();
                        super.commitTransaction();
                    }
                };
        built.add(producer);
        return producer;
    }
}
