// SPDX-License-Identifier: MIT
package io.mqconnector.engine.pool;

import io.mqconnector.api.MqPoolStats.Cause;
import io.mqconnector.engine.client.SendLimits;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.producer.Producer;
import org.jspecify.annotations.Nullable;

/** A live Kafka producer of the pool. Thread-safe. */
public final class PooledProducer {
    private static final int NO_SLOT = -1;

    private final Producer<byte[], byte[]> kafka;
    private final String clientId;
    private final SendLimits limits;
    private final @Nullable String transactionalId;
    private final ProducerKind kind;
    private final int slot;
    private final int generation;
    private final long createdNanos;
    private final long lifeNanos;
    private final CompletableFuture<@Nullable Void> closing = new CompletableFuture<>();

    private final AtomicBoolean retired = new AtomicBoolean();

    /** Set once. */
    private volatile boolean dead;
    /** Set once. */
    private volatile boolean fenced;
    /** Why it is closed; written before the object pool is told, read by its factory on the same thread or after its lock. */
    private volatile @Nullable Cause cause;
    /** Written by whoever gives it back, read by the eviction, both under the object pool's lock. */
    private volatile long idleSinceNanos;

    /**
     * A plain one of any age.
     *
     * @param kafka the producer; thread-safe
     * @param clientId its client id, unique in this connector
     * @param limits that hold for it
     */
    public PooledProducer(Producer<byte[], byte[]> kafka, String clientId, SendLimits limits) {
        this(kafka, clientId, limits, null, ProducerKind.PLAIN, NO_SLOT, 0, 0, Long.MAX_VALUE);
    }

    PooledProducer(
            Producer<byte[], byte[]> kafka,
            String clientId,
            SendLimits limits,
            @Nullable String transactionalId,
            ProducerKind kind,
            int slot,
            int generation,
            long createdNanos,
            long lifeNanos) {
        this.kafka = kafka;
        this.clientId = clientId;
        this.limits = limits;
        this.transactionalId = transactionalId;
        this.kind = kind;
        this.slot = slot;
        this.generation = generation;
        this.createdNanos = createdNanos;
        this.lifeNanos = lifeNanos;
        this.idleSinceNanos = createdNanos;
    }

    /** The producer; thread-safe. */
    public Producer<byte[], byte[]> kafka() {
        return kafka;
    }

    /** Its client id, unique in this connector. */
    public String clientId() {
        return clientId;
    }

    /** Time-outs and sizes of the configuration that it was built with. */
    public SendLimits limits() {
        return limits;
    }

    /** Its transactional id; null for a plain one. */
    public @Nullable String transactionalId() {
        return transactionalId;
    }

    /** When it was built, by the pool's clock. */
    public long createdNanos() {
        return createdNanos;
    }

    /** How old it may become, jitter included; {@link Long#MAX_VALUE} for any age. */
    public long lifeNanos() {
        return lifeNanos;
    }

    /** Whether it has outlived its lifetime at this moment of the pool's clock. */
    public boolean isExpired(long nowNanos) {
        return lifeNanos != Long.MAX_VALUE && nowNanos - createdNanos >= lifeNanos;
    }

    /** Says that it is of no more use: it is closed when it is given back. */
    public void markDead() {
        dead = true;
    }

    /** Says that another live connector uses its transactional id, which is left to that one. */
    public void markFenced() {
        fenced = true;
        dead = true;
    }

    /** Whether it is of no more use. */
    public boolean isDead() {
        return dead;
    }

    boolean isFenced() {
        return fenced;
    }

    ProducerKind kind() {
        return kind;
    }

    boolean hasSlot() {
        return slot != NO_SLOT;
    }

    int slot() {
        return slot;
    }

    int generation() {
        return generation;
    }

    void idleSince(long nowNanos) {
        idleSinceNanos = nowNanos;
    }

    long idleNanos(long nowNanos) {
        return nowNanos - idleSinceNanos;
    }

    void closeBecause(Cause why) {
        cause = why;
    }

    /** Whether this is the first time that it is taken out of use. */
    boolean retire() {
        return retired.compareAndSet(false, true);
    }

    Cause causeOr(Cause otherwise) {
        var known = cause;
        return known == null ? otherwise : known;
    }

    /** Done when it is closed. */
    CompletableFuture<@Nullable Void> closing() {
        return closing;
    }
}
