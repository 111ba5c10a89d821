// SPDX-License-Identifier: MIT
package io.mqconnector.engine.pool;

import io.mqconnector.api.MqConnectionException;
import io.mqconnector.api.MqErrorCode;
import io.mqconnector.api.MqPoolStats;
import io.mqconnector.api.MqPoolStats.Cause;
import io.mqconnector.engine.client.KafkaErrors;
import io.mqconnector.engine.log.MqLog;
import java.time.Duration;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/**
 * The commons-pool2 keyed pool of live Kafka producers: plain ones, leased by stripes for their life or lent for a while, and
 * transactional ones.
 *
 * <p>Thread-safe. Who wants a producer first gets one of {@link Permits}, of which there are as many as producers may be, and
 * then one of {@link Places}; both come back when the producer is idle, or closed. So the object pool itself is asked only by
 * those whom it can serve at once, and nobody waits in it: its waiters notice neither a raised limit nor, other than by an
 * interrupt, that it is closed. Its own evictor thread is never started: it is static and would keep class loaders;
 * {@link #evict()} is called by the connector's timer.
 */
public final class ProducerPool implements AutoCloseable {
    private static final Duration LEAST_TO_BUILD = Duration.ofSeconds(5);
    private static final long CLOSE_GRACE_MILLIS = 1_000;

    private final MqLog log = MqLog.of(ProducerPool.class);
    private final LongSupplier nanoTime;
    private final PoolCounts counts;
    private final MqLog.Limit prepareWarnings;
    private final ReentrantLock preparing = new ReentrantLock();
    private final ProducerFactory factory;
    private final Places places;
    /** Those of {@link #places}. */
    private final Permits permits;

    private final Loans loans;
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
        this.nanoTime = nanoTime;
        this.settings = settings;
        this.counts = new PoolCounts(nanoTime);
        this.loans = new Loans(timer, nanoTime, counts.leaked);
        this.prepareWarnings = new MqLog.Limit(nanoTime);
        this.factory = new ProducerFactory(source, naming, this::settings, executor, nanoTime, counts, this::closing);
        this.places = new Places(factory, new Eviction(factory, this::settings, nanoTime), settings.maxConnections());
        this.permits = places.permits();
    }

    /**
     * Leases a plain producer for as long as a stripe lives, building one if none is idle.
     *
     * @throws MqConnectionException {@link MqErrorCode#POOL_EXHAUSTED} with the pool's numbers, or what Kafka said when
     *     none could be built
     */
    public PooledProducer borrow() {
        return take(ProducerKind.PLAIN, factory::recipe, settings.borrowTimeout(), false);
    }

    /**
     * As {@link #borrow()}, for the replacement of one that is about to be discarded: never has to wait for its place, so that
     * until then there may be one producer more than allowed.
     */
    public PooledProducer borrowReplacement() {
        return take(ProducerKind.PLAIN, factory::recipe, buildTimeout(), true);
    }

    /** As {@link #borrowReplacement()}, built by a recipe that others do not get until it is {@linkplain #change in force}. */
    public PooledProducer borrowPrepared(ProducerRecipe recipe) {
        return take(ProducerKind.PREPARED, () -> recipe, buildTimeout(), true);
    }

    /**
     * For producers that no caller waits for: however short a borrower's patience is, it must not keep a rotation, or the very
     * change that would lengthen it, from ever taking place.
     */
    private Duration buildTimeout() {
        var timeout = settings.borrowTimeout();
        return timeout.compareTo(LEAST_TO_BUILD) < 0 ? LEAST_TO_BUILD : timeout;
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
        var loan = loans.begin(this, take(kind, factory::recipe, timeout, false), settings.leakThreshold());
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
                places.lentCount(),
                places.idleCount(),
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
        places.resize(next.maxConnections());
        evict();
    }

    /** Another way to build, which nobody gets yet. */
    public ProducerRecipe recipe(ProducerSource source) {
        return factory.recipe(source);
    }

    /** Builds by another recipe from now on; what was built by others is closed when it is idle or comes back. */
    public void change(ProducerRecipe recipe) {
        factory.change(recipe);
        evict();
    }

    /** Whether a producer was built by the recipe that is in force. */
    public boolean isCurrent(PooledProducer producer) {
        return producer.generation() == factory.recipe().generation();
    }

    /** Closes what is idle and dead, outdated, too old, idle for too long or one too many. */
    public void evict() {
        try {
            places.evict();
        } catch (Exception e) {
            log.unexpected("the eviction of producers", e);
        }
    }

    /** Builds transactional producers until as many are idle as are wanted; may block. Nothing happens while another does so. */
    public void prepare() {
        if (!preparing.tryLock()) {
            return; // two would build one each for the same place
        }
        try {
            boolean isEnough = false;
            while (!isEnough) {
                isEnough = ended.get() || !prepareOne();
            }
            if (ended.get()) {
                // closed while one was built
                places.clear();
            }
        } catch (Exception e) {
            // counted; a borrower would be told, and the next turn tries again
            if (prepareWarnings.permits()) {
                log.producerNotPrepared(e);
            }
        } finally {
            preparing.unlock();
        }
    }

    /** Builds one, unless there are enough or none may be; whoever waits for a permit goes first. */
    private boolean prepareOne() throws Exception {
        if (!permits.tryAcquire(0)) {
            return false;
        }
        if (!places.claimSpare(ProducerKind.TRANSACTIONAL, settings.minIdle())) {
            permits.release();
            return false;
        }
        CompletableFuture<?> pending = CompletableFuture.completedFuture(null);
        try {
            var built = factory.build(ProducerKind.TRANSACTIONAL, factory.recipe(), buildTimeout());
            pending = null;
            places.keep(built);
            return true;
        } catch (IllegalStateException e) {
            return false; // the pool was closed while it was built
        } catch (ProducerFactory.UnfinishedException e) {
            pending = e.unfinished();
            throw e;
        } finally {
            releaseAfter(pending);
        }
    }

    /** Closes everything, waiting at most the drain time-out; refuses further leases. Leases of stripes must be over. */
    @Override
    public void close() {
        if (!ended.compareAndSet(false, true)) {
            return;
        }
        places.close();
        for (Loan loan : loans.open()) {
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
        loans.end(loan);
        var producer = loan.producer();
        var cause = blemish(producer);
        if (cause != null) {
            retire(producer, cause);
            return;
        }
        producer.idleSince(nanoTime.getAsLong());
        if (!places.keepLent(producer)) {
            retire(producer, Cause.RESIZE);
        }
        if (ended.get()) {
            places.clear();
        }
    }

    /** A loan is over and its producer is not wanted any more; for {@link Loan}. */
    void takeBack(Loan loan, Cause cause) {
        loans.end(loan);
        retire(loan.producer(), cause);
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
        var kind = producer.kind();
        return places.idleCount(kind) >= settings.maxIdle(kind) ? Cause.IDLE : null;
    }

    /** Closes a leased producer; its permit comes back when that is done. */
    private void retire(PooledProducer producer, Cause cause) {
        if (!producer.retire()) {
            return;
        }
        producer.closeBecause(cause);
        try {
            places.discard(producer);
        } catch (Exception e) {
            // it is none of the pool's
            log.clientCloseFailed(producer.clientId(), e);
            producer.closing().complete(null);
        }
    }

    /** Waits for a permit as often as there is no place for it after all; all waits together end at one deadline. */
    private PooledProducer take(
            ProducerKind kind, Supplier<ProducerRecipe> recipe, Duration timeout, boolean isReplacement) {
        long start = nanoTime.getAsLong();
        try {
            long deadlineNanos = start + timeout.toNanos();
            while (true) {
                if (isReplacement) {
                    permits.exceed();
                } else if (!ended.get() && !permits.tryAcquire(leftNanos(deadlineNanos))) {
                    throw new TimeoutException();
                }
                var producer = admitted(kind, recipe, deadlineNanos, isReplacement);
                if (producer != null) {
                    counts.borrowed(nanoTime.getAsLong() - start);
                    return producer;
                }
            }
        } catch (InterruptedException e) {
            throw interrupted(e);
        } catch (TimeoutException e) {
            counts.exhausted.increment();
            throw exhausted(timeout);
        } catch (ProducerFactory.UnfinishedException e) {
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
        }
    }

    /** With a permit, which is given back if there is no place, or what was built is outdated meanwhile: null then. */
    private @Nullable PooledProducer admitted(
            ProducerKind kind, Supplier<ProducerRecipe> recipe, long deadlineNanos, boolean isReplacement)
            throws Exception {
        var claim = Places.Claim.REFUSED;
        try {
            claim = claim(kind, deadlineNanos, isReplacement);
        } finally {
            if (!claim.isGranted()) {
                permits.release();
            }
        }
        if (!claim.isGranted() || claim.idle() != null) {
            return claim.idle();
        }
        CompletableFuture<?> pending = CompletableFuture.completedFuture(null);
        try {
            var producer = places.lend(factory.build(kind, recipe.get(), Duration.ofNanos(leftNanos(deadlineNanos))));
            if (producer != null) {
                pending = null;
            } else if (leftNanos(deadlineNanos) <= 0) {
                throw new NoSuchElementException("it was built with settings that have been changed meanwhile");
            }
            return producer;
        } catch (ProducerFactory.UnfinishedException e) {
            pending = e.unfinished();
            throw e;
        } finally {
            releaseAfter(pending);
        }
    }

    /**
     * Claims a place for a permit that is held. Waits, as long as there is time, until an idle producer that had to go for it is
     * closed and its place free, and does not give back the permit meanwhile: others in the queue would build in that place what
     * would have to go next. A lowered limit is not waited for here, and a replacement never waits.
     */
    private Places.Claim claim(ProducerKind kind, long deadlineNanos, boolean isReplacement) throws Exception {
        while (true) {
            if (ended.get()) {
                throw closedError();
            }
            var claim = places.claim(kind, isReplacement);
            var room = claim.room();
            if (room == null) {
                return claim;
            }
            room.get(leftNanos(deadlineNanos), TimeUnit.NANOSECONDS);
        }
    }

    private long leftNanos(long deadlineNanos) {
        return deadlineNanos - nanoTime.getAsLong();
    }

    /** Gives a place back when something is over: what is still being built, or closed, keeps it until it is closed. */
    private void releaseAfter(@Nullable CompletableFuture<?> pending) {
        if (pending != null) {
            var unused = pending.whenComplete((done, failure) -> places.release());
        }
    }

    private void closing(PooledProducer producer) {
        if (producer.retire()) {
            // it was idle
            places.takeForClosing(producer.closing());
        }
        closing.add(producer);
        var unused = producer.closing().whenComplete((done, failure) -> closing.remove(producer));
    }

    private String numbers() {
        int plain = places.lentCount(ProducerKind.PLAIN) + places.lentCount(ProducerKind.PREPARED);
        int transactional = places.lentCount(ProducerKind.TRANSACTIONAL);
        int idle = places.idleCount();
        return "total=" + (plain + transactional + idle) + "/" + permits.count() + ", leased=" + plain + " plain + "
                + transactional + " transactional, idle=" + idle + ", waiting=" + permits.waiterCount()
                + ", closing=" + closing.size();
    }

    private MqConnectionException exhausted(Duration timeout) {
        return new MqConnectionException(
                MqErrorCode.POOL_EXHAUSTED,
                "no producer within " + timeout + ": " + numbers() + loans.oldest()
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
