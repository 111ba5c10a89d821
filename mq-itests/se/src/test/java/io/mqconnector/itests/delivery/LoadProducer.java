// SPDX-License-Identifier: MIT
package io.mqconnector.itests.delivery;

import io.mqconnector.itests.model.Chance;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Writes the records of a plan with a plain Kafka client, on a thread of its own, as far as it is allowed. */
final class LoadProducer implements AutoCloseable {
    private static final long PAUSE_NANOS = Duration.ofMillis(2).toNanos();
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int BURST = 20;
    private static final int TRANSACTION = 40;
    private static final int ABORTED = 5;
    private static final int NO_KEY = 20;
    private static final int TOMBSTONE = 12;

    private final Target target;
    private final SeedPlan plan;
    private final double[] cumulated;
    private final long[] keySequences;
    private final KafkaProducer<byte[], byte[]> producer;
    private final Thread thread;
    private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
    private final BitSet aborted = new BitSet(); // the thread's, until that has ended
    private volatile int allowed;
    private volatile boolean isClosed;

    LoadProducer(Target target, SeedPlan plan) {
        this.target = target;
        this.plan = plan;
        cumulated = cumulated(plan);
        keySequences = new long[plan.keyCount() + 1];
        Map<String, Object> config = new HashMap<>();
        config.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, target.brokers());
        config.put(ProducerConfig.LINGER_MS_CONFIG, 1);
        config.put(ProducerConfig.METADATA_MAX_AGE_CONFIG, 500);
        config.put(ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 200);
        if (plan.log() == SeedPlan.Log.TRANSACTIONAL) {
            config.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, target.topic());
        }
        producer = new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
        thread = new Thread(this::run, "model-load");
        thread.setDaemon(true);
        thread.start();
    }

    /** Lets it go on to so many records altogether. */
    void allow(int count) {
        allowed = Math.max(allowed, Math.min(count, plan.recordCount()));
    }

    /** Whether all is written. */
    boolean isFinished() {
        return !thread.isAlive();
    }

    /** What went wrong, or null. */
    @Nullable
    Exception failure() {
        return failure.get();
    }

    /** How many of the records that it wrote are visible under the plan's isolation; of a finished one. */
    int visibleCount() {
        return plan.recordCount() - (plan.isReadCommitted() ? aborted.cardinality() : 0);
    }

    /** Whether a record is of an aborted transaction; of a finished one. */
    boolean isAborted(long id) {
        return aborted.get((int) id);
    }

    private void run() {
        try {
            if (plan.log() == SeedPlan.Log.TRANSACTIONAL) {
                producer.initTransactions();
            }
            for (int id = 0; id < plan.recordCount() && !isClosed; id++) {
                while (id >= allowed && !isClosed) {
                    LockSupport.parkNanos(PAUSE_NANOS);
                }
                write(id);
                if (id % BURST == 0) {
                    LockSupport.parkNanos(PAUSE_NANOS);
                }
            }
            producer.flush();
        } catch (RuntimeException e) {
            failure.compareAndSet(null, e);
        }
    }

    private void write(int id) {
        boolean isTransactional = plan.log() == SeedPlan.Log.TRANSACTIONAL;
        int transaction = id / TRANSACTION;
        boolean isDoomed = isTransactional && Chance.below(ABORTED, plan.seed(), 20, transaction) == 0;
        if (isTransactional && id % TRANSACTION == 0) {
            producer.beginTransaction();
        }
        send(id, isDoomed);
        boolean isLast = id % TRANSACTION == TRANSACTION - 1 || id == plan.recordCount() - 1;
        if (isTransactional && isLast && isDoomed) {
            producer.flush(); // so that it is in the log
            producer.abortTransaction();
            aborted.set(transaction * TRANSACTION, id + 1);
        } else if (isTransactional && isLast) {
            producer.commitTransaction();
        }
    }

    private void send(int id, boolean isDoomed) {
        boolean hasKey = !plan.hasNullKeys() || Chance.below(NO_KEY, plan.seed(), 21, id) != 0;
        int key = hasKey ? key(id) : plan.keyCount();
        long keySequence = keySequences[key]++;
        boolean isTombstone = plan.log() == SeedPlan.Log.COMPACTED && Chance.below(TOMBSTONE, plan.seed(), 22, id) == 0;
        byte[] value = isTombstone ? null : Stamp.value(id, keySequence);
        byte[] keyBytes = hasKey ? ("key-" + (key + 1)).getBytes(StandardCharsets.UTF_8) : null;
        var unused = producer.send(
                new ProducerRecord<>(
                        target.topic(), null, null, keyBytes, value, Stamp.headers(id, keySequence, value)),
                (metadata, e) -> {
                    if (e != null && !isDoomed) {
                        failure.compareAndSet(null, e);
                    }
                });
    }

    private int key(int id) {
        double drawn = Chance.below(1_000_000, plan.seed(), 23, id) / 1_000_000.0;
        int key = 0;
        while (cumulated[key] <= drawn) {
            key++;
        }
        return key;
    }

    /** The chance that a key is this one or one before. */
    private static double[] cumulated(SeedPlan plan) {
        double[] cumulated = new double[plan.keyCount()];
        double sum = 0;
        for (int i = 0; i < cumulated.length; i++) {
            sum += plan.isZipf() ? 1.0 / (i + 1) : 1;
            cumulated[i] = sum;
        }
        for (int i = 0; i < cumulated.length; i++) {
            cumulated[i] /= sum;
        }
        cumulated[cumulated.length - 1] = 1;
        return cumulated;
    }

    @Override
    public void close() {
        isClosed = true;
        try {
            thread.join(PATIENCE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        producer.close(Duration.ofSeconds(5));
    }
}
