// SPDX-License-Identifier: MIT
package io.mqconnector.engine.pool;

import io.mqconnector.api.MqPoolStats.Cause;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.commons.pool2.impl.GenericKeyedObjectPool;
import org.apache.commons.pool2.impl.GenericKeyedObjectPoolConfig;
import org.jspecify.annotations.Nullable;

/**
 * The places of a pool: one for each producer that is lent, built, closed or idle, and no more than there may be producers, but
 * for replacements. An idle producer has its place by being idle; all others are counted.
 *
 * <p>Who wants a place first gets one of {@link Permits}, in the order of asking, and {@linkplain #claim claims} it then.
 * Thread-safe. Idle producers come and go only under {@link #lock}, so that what is counted cannot change before it is gone by;
 * nothing is built or waited for meanwhile.
 */
final class Places {
    private final ProducerFactory factory;
    private final Permits permits;
    private final Eviction eviction;
    /** Idle and lent producers; asked for one under {@link #lock}. */
    private final GenericKeyedObjectPool<ProducerKind, PooledProducer> pool;

    private final ReentrantLock lock = new ReentrantLock();
    /** Guarded by {@link #lock}: producers that are lent, built or closed. */
    private int taken;
    /** Guarded by {@link #lock}: those of {@link #taken} that were lent and are being closed. */
    private int discarded;
    /** Guarded by {@link #lock}: done when a producer that was idle is closed and has given back its place. */
    private final List<CompletableFuture<@Nullable Void>> leaving = new ArrayList<>();

    /**
     * What became of a claim.
     *
     * @param idle the producer that was idle; null if none was
     * @param isGranted whether there is a place, to build one if none was idle
     * @param room done when it is worth to claim again with the same permit; null if it is granted, or the permit is of no use
     */
    record Claim(
            @Nullable PooledProducer idle,
            boolean isGranted,
            @Nullable CompletableFuture<?> room) {
        static final Claim REFUSED = new Claim(null, false, null);
    }

    Places(ProducerFactory factory, Eviction eviction, int count) {
        this.factory = factory;
        this.eviction = eviction;
        this.permits = new Permits(count);
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

    Permits permits() {
        return permits;
    }

    int idleCount() {
        return pool.getNumIdle();
    }

    int lentCount() {
        return pool.getNumActive();
    }

    int lentCount(ProducerKind kind) {
        return pool.getNumActive(kind);
    }

    /**
     * Takes an idle producer, or else a place, for which idle ones of other kinds are closed. It is not granted before those
     * are closed, which whoever claims waits for and keeps the permit. Nor is it when the number has been lowered since the
     * permit was given, which must go back then.
     *
     * @param isReplacement whether it is granted in any case
     * @throws IllegalStateException if the pool is closed
     */
    Claim claim(ProducerKind kind, boolean isReplacement) throws Exception {
        lock.lock();
        try {
            int before = leaving.size();
            var idle = idle(kind);
            if (idle == null) {
                eviction.run(pool, excess(1), Cause.ROOM);
                int missing = excess(1);
                if (!isReplacement && missing > 0) {
                    return missing > leaving.size() ? Claim.REFUSED : new Claim(null, false, room(before));
                }
            }
            taken++;
            return new Claim(idle, true, null);
        } finally {
            lock.unlock();
        }
    }

    /** Takes a place for one more idle producer, if fewer than so many are and nothing has to go for it. */
    boolean claimSpare(ProducerKind kind, int wanted) {
        lock.lock();
        try {
            if (pool.getNumIdle(kind) >= wanted || excess(1) > 0) {
                return false;
            }
            taken++;
            return true;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Lends the producer that was built for a place.
     *
     * @return null if it is of no use any more: it is closed, and the place is still taken
     */
    @Nullable
    PooledProducer lend(PooledProducer built) throws Exception {
        lock.lock();
        try {
            add(built);
            return idle(built.kind());
        } finally {
            lock.unlock();
        }
    }

    /** Makes idle what was built for a place, which is given back with its permit. */
    void keep(PooledProducer built) throws Exception {
        lock.lock();
        try {
            add(built);
        } finally {
            release();
            lock.unlock();
        }
    }

    /** Makes idle what was lent and gives back its place; false, and nothing has changed, if there are too many. */
    boolean keepLent(PooledProducer lent) {
        lock.lock();
        try {
            if (tooMany() > 0) {
                return false;
            }
            try {
                pool.returnObject(lent.kind(), lent);
            } finally {
                release();
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    int idleCount(ProducerKind kind) {
        return pool.getNumIdle(kind);
    }

    /** Gives back a place and the permit for it. */
    void release() {
        lock.lock();
        try {
            taken--;
        } finally {
            lock.unlock();
        }
        permits.release();
    }

    /** An idle producer is being closed: it keeps its place, with a permit, until it is. */
    void takeForClosing(CompletableFuture<?> closing) {
        // not the closing itself: whoever waits for that may wake up before the place is given back
        CompletableFuture<@Nullable Void> gone = new CompletableFuture<>();
        lock.lock();
        try {
            taken++;
            leaving.add(gone);
        } finally {
            lock.unlock();
        }
        permits.exceed();
        var unused = closing.whenComplete((done, failure) -> {
            lock.lock();
            try {
                leaving.removeIf(each -> each == gone);
                release();
            } finally {
                lock.unlock();
            }
            gone.complete(null);
        });
    }

    /** A lent producer is being closed: it keeps its place until it is. */
    void discard(PooledProducer lent) throws Exception {
        lock.lock();
        try {
            discarded++;
        } finally {
            lock.unlock();
        }
        var unused = lent.closing().whenComplete((done, failure) -> {
            lock.lock();
            try {
                discarded--;
                release();
            } finally {
                lock.unlock();
            }
        });
        pool.invalidateObject(lent.kind(), lent);
    }

    void resize(int count) {
        lock.lock();
        try {
            permits.resize(count);
        } finally {
            lock.unlock();
        }
    }

    /** Closes what is idle and of no use, or one too many. */
    void evict() throws Exception {
        lock.lock();
        try {
            eviction.run(pool, tooMany(), Cause.RESIZE);
        } finally {
            lock.unlock();
        }
    }

    /** Closes what is idle. */
    void clear() {
        lock.lock();
        try {
            pool.clear();
        } finally {
            lock.unlock();
        }
    }

    /** Closes what is idle, and lends nothing any more; whoever waits finds that out. */
    void close() {
        lock.lock();
        try {
            permits.open();
            pool.close();
            leaving.forEach(gone -> gone.complete(null));
        } finally {
            lock.unlock();
        }
    }

    /**
     * What whoever claims waits for: the first that it displaced itself, as each other has displaced its own; the first of all
     * if what was idle had been sent away before.
     */
    private CompletableFuture<?> room(int before) {
        var own = before < leaving.size() ? leaving.subList(before, leaving.size()) : leaving;
        return CompletableFuture.anyOf(own.toArray(CompletableFuture[]::new));
    }

    /** How many have to be closed before there may be so many more; those that are being closed are still there. */
    private int excess(int more) {
        return Math.max(0, taken + pool.getNumIdle() + more - permits.count());
    }

    /** How many have to be closed beside those that are being closed. */
    private int tooMany() {
        return Math.max(0, taken - discarded - leaving.size() + pool.getNumIdle() - permits.count());
    }

    private @Nullable PooledProducer idle(ProducerKind kind) throws Exception {
        try {
            return pool.borrowObject(kind);
        } catch (NoSuchElementException e) {
            return null;
        }
    }

    private void add(PooledProducer built) throws Exception {
        factory.hand(built);
        try {
            pool.addObject(built.kind());
        } catch (IllegalStateException e) {
            factory.destroyObject(built.kind(), factory.wrap(built));
            throw e;
        } finally {
            factory.hand(null);
        }
    }
}
