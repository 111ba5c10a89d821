// SPDX-License-Identifier: MIT
package io.mqconnector.engine.pool;

import io.mqconnector.api.MqConnectionException;
import io.mqconnector.api.MqErrorCode;
import io.mqconnector.api.MqPoolStats;
import io.mqconnector.api.MqPoolStats.Cause;
import io.mqconnector.engine.client.KafkaErrors;
import io.mqconnector.engine.log.MqLog;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.apache.commons.pool2.impl.GenericKeyedObjectPool;
import org.apache.commons.pool2.impl.GenericKeyedObjectPoolConfig;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/**
 * The commons-pool2 keyed pool of live Kafka producers: plain ones, leased by stripes for their life or lent for a while, and
 * transactional ones.
 *
 * <p>Thread-safe. Who wants a producer first gets one of {@link Permits}, of which there are as many as producers may be; a
 * permit comes back when its producer is idle, or closed. So the object pool itself is asked only by those whom it can serve
 * at once, and nobody waits in it: its waiters notice neither a raised limit nor, other than by an interrupt, that it is
 * closed. Its own evictor thread is never started: it is static and would keep class loaders; {@link #evict()} is called by
 * the connector's timer.
 */
public final class ProducerPool implements AutoCloseable {
    private static final long CLOSE_GRACE_MILLIS = 1_000;

    private final MqLog log = MqLog.of(ProducerPool.class);
    private final ScheduledExecutorService timer;
    private final LongSupplier nanoTime;
    private final PoolCounts counts;
    private final MqLog.Limit prepareWarnings;
    private final Permits permits;
    private final ProducerFactory factory;
    private final Eviction eviction;
    private final GenericKeyedObjectPool<ProducerKind, PooledProducer> pool;
    /** Lent and not yet back; its own concurrency. */
    private final Set<Loan> loans = ConcurrentHashMap.newKeySet();
    /** Closed by the pool, the connection perhaps still open; its own concurrency. */
    private final Set<PooledProducer> closing = ConcurrentHashMap.newKeySet();

    /** Replaced whole. */
    private volatile PoolSettings settings;
    /** Whether it is closed. */
    private final AtomicBoolean ended = new AtomicBoolean();

    /**
     * @param source builds the producers
     * @param naming of the producers
     * @param settings to start with
     * @param executor where closing a producer may block
     * @param timer watches loans
     * @param nanoTime the clock
     */
    public ProducerPool(
            ProducerSource source,
            ProducerNaming naming,
            PoolSettings settings,
            Executor executor,
            ScheduledExecutorService timer,
            LongSupplier nanoTime) {
        this.timer = timer;
        this.nanoTime = nanoTime;
        this.settings = settings;
        this.counts = new PoolCounts(nanoTime);
        this.prepareWarnings = new MqLog.Limit(nanoTime);
        this.permits = new Permits(settings.maxConnections());
        this.factory = new ProducerFactory(source, naming, this::settings, executor, nanoTime, counts, this::closing);
        this.eviction = new Eviction(factory, this::settings, nanoTime);
        var config = new GenericKeyedObjectPoolConfig<PooledProducer>();
        config.setMaxTotal(-1);
        config.setMaxTotalPerKey(-1);
        config.setMaxIdlePerKey(-1);
        config.setBlockWhenExhausted(false);
        config.setTestOnBorrow(true);
        config.setNumTestsPerEvictionRun(Integer.MAX_VALUE);
        config.setJmxEnabled(false);
        // an object, not its name: that would be looked up through the context class loader
        config.setEvictionPolicy(eviction);
        this.pool = new GenericKeyedObjectPool<>(factory, config);
    }

    /**
     * Leases a plain producer for as long as a stripe lives, building one if none is idle.
     *
     * @throws MqConnectionException {@link MqErrorCode#POOL_EXHAUSTED} with the pool's numbers, or what Kafka said when
     *     none could be built
     */
    public PooledProducer borrow() {
        return take(ProducerKind.PLAIN, settings.borrowTimeout());
    }

    /**
     * As {@link #borrow()}, for the replacement of one that is about to be discarded: never has to wait for its place, so that
     * until then there may be one producer more than allowed.
     */
    public PooledProducer borrowReplacement() {
        permits.exceed();
        return admitted(ProducerKind.PLAIN, settings.borrowTimeout(), nanoTime.getAsLong());
    }

    /** Ends a lease and closes the producer, waiting at most the drain time-out for what it has in flight. */
    public void discard(PooledProducer producer) {
        discard(producer, Cause.CLOSED);
    }

    /** As {@link #discard(PooledProducer)}, and counts why. */
    public void discard(PooledProducer producer, Cause cause) {
        retire(producer, cause);
        producer.closing().join();
    }

    /**
     * Lends a producer for a while.
     *
     * @param timeout longest wait
     * @throws MqConnectionException as {@link #borrow()}
     */
    public Loan lend(ProducerKind kind, Duration timeout) {
        var producer = take(kind, timeout);
        var threshold = settings.leakThreshold();
        boolean isWatched = !threshold.isZero();
        var thread = Thread.currentThread().getName();
        var stack = isWatched ? new Throwable("borrowed here, by thread " + thread) : null;
        var loan = new Loan(this, producer, thread, stack, nanoTime.getAsLong());
        loans.add(loan);
        if (isWatched) {
            loan.watchedBy(
                    timer.schedule(() -> reportLeak(loan, threshold), threshold.toNanos(), TimeUnit.NANOSECONDS));
        }
        if (ended.get()) {
            var unused = loan.discard(Cause.CLOSED);
            throw closedError();
        }
        return loan;
    }

    /** The pool in numbers. */
    public MqPoolStats stats() {
        var window = counts.borrowing();
        var byCause = counts.destroyedByCause();
        return new MqPoolStats(
                permits.count(),
                pool.getNumActive(),
                pool.getNumIdle(),
                permits.waiterCount(),
                counts.created.sum(),
                counts.failed.sum(),
                byCause.values().stream().mapToLong(Long::longValue).sum(),
                byCause,
                counts.borrowed.sum(),
                counts.exhausted.sum(),
                counts.leaked.sum(),
                window.p50Micros(),
                window.p99Micros(),
                window.maxMicros());
    }

    /** What is in force. */
    public PoolSettings settings() {
        return settings;
    }

    /** Puts other settings in force; what there is too much of goes when it comes back. */
    public void change(PoolSettings next) {
        settings = next;
        permits.resize(next.maxConnections());
        evict();
    }

    /** Builds with other settings from now on; what was built before is closed when it is idle or comes back. */
    public void change(ProducerSource source) {
        factory.change(source);
        evict();
    }

    /** Closes what is idle and dead, outdated, too old, idle for too long or one too many. */
    public void evict() {
        makeRoom(0, Cause.RESIZE);
    }

    /** Builds transactional producers until as many are idle as are wanted; may block. */
    public void prepare() {
        try {
            while (!ended.get()
                    && pool.getNumIdle(ProducerKind.TRANSACTIONAL) < settings.minIdle()
                    && pool.getNumActive() + pool.getNumIdle() < permits.count()) {
                factory.within(settings.borrowTimeout(), () -> {
                    pool.addObject(ProducerKind.TRANSACTIONAL);
                    return true;
                });
            }
            if (ended.get()) {
                // closed while one was built
                pool.clear();
            }
        } catch (Exception e) {
            // counted; a borrower would be told, and the next turn tries again
            if (prepareWarnings.permits()) {
                log.producerNotPrepared(e);
            }
        }
    }

    /** Closes everything, waiting at most the drain time-out; refuses further leases. Leases of stripes must be over. */
    @Override
    public void close() {
        if (!ended.compareAndSet(false, true)) {
            return;
        }
        permits.open();
        pool.close();
        for (Loan loan : List.copyOf(loans)) {
            var unused = loan.discard(Cause.CLOSED);
        }
        try {
            CompletableFuture.allOf(
                            closing.stream().map(PooledProducer::closing).toArray(CompletableFuture[]::new))
                    .get(settings.drainTimeout().toMillis() + CLOSE_GRACE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            log.clientCloseFailed("of the pool", e);
        }
    }

    /** A loan is over; for {@link Loan}. */
    void giveBack(Loan loan) {
        back(loan);
        var producer = loan.producer();
        var cause = blemish(producer);
        if (cause != null) {
            retire(producer, cause);
            return;
        }
        try {
            producer.idleSince(nanoTime.getAsLong());
            pool.returnObject(kindOf(producer), producer);
        } finally {
            permits.release();
        }
        if (ended.get()) {
            pool.clear();
        }
    }

    /** A loan is over and its producer is not wanted any more; for {@link Loan}. */
    void takeBack(Loan loan, Cause cause) {
        back(loan);
        retire(loan.producer(), cause);
    }

    private void back(Loan loan) {
        loans.remove(loan);
        if (loan.isReported()) {
            log.leakReturned(loan.producer().clientId(), loan.borrower(), loan.ageNanos(nanoTime.getAsLong()));
        }
    }

    /** Why a producer that comes back must not be lent again; null if it may. */
    private @Nullable Cause blemish(PooledProducer producer) {
        var own = factory.blemish(producer);
        if (own != null) {
            return own;
        }
        if (ended.get()) {
            return Cause.CLOSED;
        }
        if (pool.getNumActive() + pool.getNumIdle() > permits.count()) {
            return Cause.RESIZE;
        }
        var kind = kindOf(producer);
        return pool.getNumIdle(kind) >= settings.maxIdle(kind) ? Cause.IDLE : null;
    }

    /** Closes a leased producer; its permit comes back when that is done. */
    private void retire(PooledProducer producer, Cause cause) {
        if (!producer.retire()) {
            return;
        }
        producer.closeBecause(cause);
        var unused = producer.closing().whenComplete((done, failure) -> permits.release());
        try {
            pool.invalidateObject(kindOf(producer), producer);
        } catch (Exception e) {
            // it is none of the pool's
            log.clientCloseFailed(producer.clientId(), e);
            producer.closing().complete(null);
        }
    }

    private PooledProducer take(ProducerKind kind, Duration timeout) {
        long start = nanoTime.getAsLong();
        try {
            if (!ended.get() && !permits.tryAcquire(timeout.toNanos())) {
                counts.exhausted.increment();
                throw exhausted(timeout);
            }
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
        return admitted(kind, timeout, start);
    }

    /** With a permit. */
    private PooledProducer admitted(ProducerKind kind, Duration timeout, long start) {
        CompletableFuture<?> pending = CompletableFuture.completedFuture(null);
        try {
            if (ended.get()) {
                throw closedError();
            }
            makeRoom(pool.getNumIdle(kind) == 0 ? 1 : 0, Cause.ROOM);
            var producer = borrowObject(kind, timeout, start);
            counts.borrowed(nanoTime.getAsLong() - start);
            pending = null;
            return producer;
        } catch (InterruptedException e) {
            throw interrupted(e);
        } catch (ProducerFactory.UnfinishedException e) {
            pending = e.unfinished();
            if (e.getCause() instanceof InterruptedException) {
                throw interrupted(e);
            }
            throw new MqConnectionException(
                    MqErrorCode.TIMED_OUT,
                    "no producer was built within " + timeout + " (" + numbers() + "); check the brokers, or raise"
                            + " mq.pool.borrow-timeout",
                    e,
                    true);
        } catch (KafkaException e) {
            throw KafkaErrors.connection(e, "no producer could be built");
        } catch (IllegalStateException e) {
            throw closedError();
        } catch (MqConnectionException e) {
            throw e;
        } catch (Exception e) {
            // commons-pool2 declares Exception; what the factory throws is listed above
            throw new MqConnectionException(
                    MqErrorCode.CONNECTION_FAILED, "no producer could be built: " + e.getMessage(), e, false);
        } finally {
            if (pending != null) {
                // one that is still being built keeps its place until it is closed
                var unused = pending.whenComplete((done, failure) -> permits.release());
            }
        }
    }

    private PooledProducer borrowObject(ProducerKind kind, Duration timeout, long start) throws Exception {
        while (true) {
            var left = timeout.minusNanos(nanoTime.getAsLong() - start);
            try {
                return factory.within(left, () -> pool.borrowObject(kind));
            } catch (NoSuchElementException e) {
                // one that was built with settings that have been changed meanwhile: another is built
                if (left.isNegative() || left.isZero()) {
                    throw e;
                }
            }
        }
    }

    private void makeRoom(int forCount, Cause cause) {
        int excess = pool.getNumActive() + pool.getNumIdle() + forCount - permits.count();
        try {
            eviction.run(pool, Math.max(0, excess), cause);
        } catch (Exception e) {
            log.unexpected("the eviction of producers", e);
        }
    }

    private void closing(PooledProducer producer) {
        closing.add(producer);
        var unused = producer.closing().whenComplete((done, failure) -> closing.remove(producer));
    }

    private void reportLeak(Loan loan, Duration threshold) {
        if (loan.report()) {
            counts.leaked.increment();
            log.leak(loan.producer().clientId(), loan.borrower(), threshold.toString(), loan.stack());
        }
    }

    private static ProducerKind kindOf(PooledProducer producer) {
        return producer.hasSlot() ? ProducerKind.TRANSACTIONAL : ProducerKind.PLAIN;
    }

    private String numbers() {
        int plain = pool.getNumActive(ProducerKind.PLAIN);
        int transactional = pool.getNumActive(ProducerKind.TRANSACTIONAL);
        int idle = pool.getNumIdle();
        return "total=" + (plain + transactional + idle) + "/" + permits.count() + ", leased=" + plain + " plain + "
                + transactional + " transactional, idle=" + idle + ", waiting=" + permits.waiterCount()
                + ", closing=" + closing.size();
    }

    private MqConnectionException exhausted(Duration timeout) {
        long now = nanoTime.getAsLong();
        var oldest = loans.stream()
                .max(Comparator.comparingLong(loan -> loan.ageNanos(now)))
                .map(loan -> "; the oldest loan is that of thread " + loan.borrower() + ", "
                        + TimeUnit.NANOSECONDS.toMillis(loan.ageNanos(now)) + " ms old")
                .orElse("");
        return new MqConnectionException(
                MqErrorCode.POOL_EXHAUSTED,
                "no producer within " + timeout + ": " + numbers() + oldest
                        + "; give producers back sooner (mq.pool.leak-detection-threshold tells who does not), raise"
                        + " mq.pool.max-connections or lower mq.pool.stripes",
                null,
                true);
    }

    private static MqConnectionException interrupted(Exception cause) {
        Thread.currentThread().interrupt();
        return new MqConnectionException(
                MqErrorCode.INTERRUPTED, "interrupted while waiting for a producer", cause, true);
    }

    private static MqConnectionException closedError() {
        return new MqConnectionException(MqErrorCode.CLOSED, "the producer pool is closed", null, false);
    }
}
