// SPDX-License-Identifier: MIT
package io.mqconnector.engine.pool;

import io.mqconnector.api.MqPoolStats.Cause;
import io.mqconnector.engine.client.ProducerThread;
import io.mqconnector.engine.log.MqLog;
import java.time.Duration;
import java.util.NoSuchElementException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.commons.pool2.BaseKeyedPooledObjectFactory;
import org.apache.commons.pool2.PooledObject;
import org.apache.commons.pool2.impl.DefaultPooledObject;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.jspecify.annotations.Nullable;

/** Builds, judges and closes the producers of a pool. Thread-safe. Not final: a test stops where the object pool takes one. */
class ProducerFactory extends BaseKeyedPooledObjectFactory<ProducerKind, PooledProducer> {
    private static final int NO_SLOT = -1;
    /** The largest part of a lifetime that chance takes away: producers built together do not end together. */
    private static final double JITTER = 0.25;

    private final MqLog log = MqLog.of(ProducerPool.class);
    private final ProducerNaming naming;
    private final Supplier<PoolSettings> settings;
    private final Executor executor;
    private final LongSupplier nanoTime;
    private final PoolCounts counts;
    private final Consumer<PooledProducer> closing;
    private final AtomicInteger serial = new AtomicInteger();
    private final Slots slots = new Slots();
    private final AtomicInteger generations = new AtomicInteger();
    /** What the object pool gets when it wants a new one; guarded by the lock of {@link Places}. */
    private @Nullable PooledProducer handed;

    /** Replaced whole. */
    private volatile ProducerRecipe recipe;

    /** A creation took too long, or its borrower was interrupted. */
    static final class UnfinishedException extends Exception {
        private static final long serialVersionUID = 1L;

        private final transient CompletableFuture<?> unfinished;

        UnfinishedException(Exception cause, CompletableFuture<?> unfinished) {
            super(cause);
            this.unfinished = unfinished;
        }

        /** Done when nothing is left of it. */
        CompletableFuture<?> unfinished() {
            return unfinished;
        }
    }

    ProducerFactory(
            ProducerSource source,
            ProducerNaming naming,
            Supplier<PoolSettings> settings,
            Executor executor,
            LongSupplier nanoTime,
            PoolCounts counts,
            Consumer<PooledProducer> closing) {
        this.recipe = new ProducerRecipe(source, 0);
        this.naming = naming;
        this.settings = settings;
        this.executor = executor;
        this.nanoTime = nanoTime;
        this.counts = counts;
        this.closing = closing;
    }

    /** A recipe of its own, not in force. */
    ProducerRecipe recipe(ProducerSource source) {
        return new ProducerRecipe(source, generations.incrementAndGet());
    }

    /** What is in force. */
    ProducerRecipe recipe() {
        return recipe;
    }

    void change(ProducerRecipe next) {
        recipe = next;
    }

    /** Why a producer is not to be used again, as far as it is to blame itself; null if it may be. */
    @Nullable
    Cause blemish(PooledProducer producer) {
        if (producer.isDead()) {
            return Cause.DEATH;
        }
        if (producer.kind() != ProducerKind.PREPARED && producer.generation() != recipe.generation()) {
            return Cause.CONFIGURATION;
        }
        return producer.isExpired(nanoTime.getAsLong()) ? Cause.LIFETIME : null;
    }

    /** What the object pool is to take for new; null for nothing. */
    void hand(@Nullable PooledProducer built) {
        handed = built;
    }

    /** Builds nothing: the object pool's lock is none to wait under. */
    @Override
    public PooledProducer create(ProducerKind kind) {
        var built = handed;
        if (built == null) {
            throw new NoSuchElementException("none is idle");
        }
        return built;
    }

    /**
     * Builds a producer by a recipe.
     *
     * @param limit longest time for it
     * @throws UnfinishedException if it takes longer or this thread is interrupted
     */
    PooledProducer build(ProducerKind kind, ProducerRecipe used, Duration limit) throws UnfinishedException {
        long deadlineNanos = nanoTime.getAsLong() + Math.max(1, limit.toNanos());
        String clientId = naming.clientId() + "-producer-" + serial.incrementAndGet();
        int slot = kind == ProducerKind.TRANSACTIONAL ? slots.take() : NO_SLOT;
        var transactionalId = slot == NO_SLOT ? null : naming.transactionalId() + "-" + slot;
        CompletableFuture<Producer<byte[], byte[]>> building;
        try {
            building = used.source().build(clientId, transactionalId);
        } catch (RuntimeException e) {
            building = CompletableFuture.failedFuture(e);
        }
        long left = Math.max(1, deadlineNanos - nanoTime.getAsLong());
        try {
            var kafka = building.get(left, TimeUnit.NANOSECONDS);
            counts.created.increment();
            return new PooledProducer(
                    kafka,
                    clientId,
                    used.source().limits(),
                    transactionalId,
                    kind,
                    slot,
                    used.generation(),
                    nanoTime.getAsLong(),
                    life());
        } catch (ExecutionException e) {
            counts.failed.increment();
            freeAfterFailure(slot, e.getCause());
            if (e.getCause() instanceof KafkaException cause) {
                throw cause;
            }
            throw new KafkaException("building producer " + clientId + " failed", e.getCause());
        } catch (InterruptedException | TimeoutException e) {
            counts.failed.increment();
            // whoever comes too late to be used must not stay open, nor its transactional id be used before
            throw new UnfinishedException(
                    e,
                    building.handleAsync(
                            (late, failure) -> {
                                if (late != null) {
                                    close(late, clientId, Duration.ZERO);
                                }
                                freeAfterFailure(slot, failure);
                                return late;
                            },
                            this::execute));
        }
    }

    @Override
    public PooledObject<PooledProducer> wrap(PooledProducer producer) {
        return new DefaultPooledObject<>(producer);
    }

    @Override
    public boolean validateObject(ProducerKind kind, PooledObject<PooledProducer> pooled) {
        var cause = blemish(pooled.getObject());
        if (cause != null) {
            pooled.getObject().closeBecause(cause);
        }
        return cause == null;
    }

    /** Returns at once: the pool counts it out, its connection is closed on the executor. */
    @Override
    public void destroyObject(ProducerKind kind, PooledObject<PooledProducer> pooled) {
        var producer = pooled.getObject();
        counts.destroyed(producer.causeOr(Cause.CLOSED));
        closing.accept(producer);
        execute(() -> {
            try {
                close(producer.kafka(), producer.clientId(), settings.get().drainTimeout());
            } finally {
                if (producer.isFenced()) {
                    slots.leave(producer.slot());
                } else if (producer.hasSlot()) {
                    slots.free(producer.slot());
                }
                producer.closing().complete(null);
            }
        });
    }

    private void execute(Runnable work) {
        try {
            executor.execute(work);
        } catch (RejectedExecutionException e) {
            // the connector's threads have ended
            work.run();
        }
    }

    private void close(Producer<byte[], byte[]> kafka, String clientId, Duration timeout) {
        try {
            ProducerThread.close(kafka, timeout);
        } catch (RuntimeException e) {
            log.clientCloseFailed(clientId, e);
        }
    }

    private void freeAfterFailure(int slot, @Nullable Throwable failure) {
        if (slot == NO_SLOT) {
            return;
        }
        var cause = failure instanceof CompletionException ? failure.getCause() : failure;
        if (cause instanceof ProducerFencedException) {
            slots.leave(slot);
        } else {
            slots.free(slot);
        }
    }

    private long life() {
        long most = settings.get().maxLifetime().toNanos();
        return most == 0
                ? Long.MAX_VALUE
                : most - (long) (most * JITTER * ThreadLocalRandom.current().nextDouble());
    }
}
