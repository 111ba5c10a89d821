// SPDX-License-Identifier: MIT
package io.mqconnector.engine.pool;

import io.mqconnector.engine.log.MqLog;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/** What a pool has lent and not got back yet, and who keeps it for too long. Thread-safe. */
final class Loans {
    private final MqLog log = MqLog.of(Loans.class);
    private final ScheduledExecutorService timer;
    private final LongSupplier nanoTime;
    private final LongAdder leaked;
    /** Its own concurrency. */
    private final Set<Loan> open = ConcurrentHashMap.newKeySet();

    /**
     * @param timer watches loans
     * @param nanoTime the clock
     * @param leaked counts those that were kept for too long
     */
    Loans(ScheduledExecutorService timer, LongSupplier nanoTime, LongAdder leaked) {
        this.timer = timer;
        this.nanoTime = nanoTime;
        this.leaked = leaked;
    }

    /**
     * The calling thread has borrowed a producer.
     *
     * @param pool gets it back
     * @param threshold after which it is reported; zero for never
     */
    Loan begin(ProducerPool pool, PooledProducer producer, Duration threshold) {
        boolean isWatched = !threshold.isZero();
        var thread = Thread.currentThread().getName();
        var stack = isWatched ? new Throwable("borrowed here, by thread " + thread) : null;
        var loan = new Loan(pool, producer, thread, stack, nanoTime.getAsLong());
        open.add(loan);
        if (isWatched) {
            loan.watchedBy(timer.schedule(() -> report(loan, threshold), threshold.toNanos(), TimeUnit.NANOSECONDS));
        }
        return loan;
    }

    /** It has come back. */
    void end(Loan loan) {
        open.remove(loan);
        if (loan.isReported()) {
            log.leakReturned(loan.producer().clientId(), loan.borrower(), loan.ageNanos(nanoTime.getAsLong()));
        }
    }

    /** Those that have not come back. */
    List<Loan> open() {
        return List.copyOf(open);
    }

    /** Who has had one for longest, as the end of a sentence; empty if nothing is lent. */
    String oldest() {
        long now = nanoTime.getAsLong();
        return open.stream()
                .max(Comparator.comparingLong(loan -> loan.ageNanos(now)))
                .map(loan -> "; the oldest loan is that of thread " + loan.borrower() + ", "
                        + TimeUnit.NANOSECONDS.toMillis(loan.ageNanos(now)) + " ms old")
                .orElse("");
    }

    private void report(Loan loan, Duration threshold) {
        if (loan.report()) {
            leaked.increment();
            log.leak(loan.producer().clientId(), loan.borrower(), threshold.toString(), loan.stack());
        }
    }
}
