// SPDX-License-Identifier: MIT
package io.mqconnector.engine.outbound.outbox;

import io.mqconnector.api.MqSendException;
import io.mqconnector.engine.client.DurableProducer;
import io.mqconnector.engine.log.MqLog;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Sends what is in an outbox, in order, and deletes what is acknowledged. Of all relays of a table one is at work at a time:
 * the one whose database transaction has locked the row of the relay table. When its process dies, so does its connection,
 * and another goes on.
 *
 * <p>One thread runs it; {@link #wake} and {@link #close} may be called by others.
 */
public final class OutboxRelay implements Runnable, AutoCloseable {
    private static final long PAUSE_AFTER_FAILURE_NANOS = TimeUnit.SECONDS.toNanos(1);
    /** Of what is under way, and again of closing the producer. */
    private static final long CLOSE_TIMEOUT_MILLIS = 5_000;
    /** The producer gives each message its outcome in half of it. */
    private static final Duration LONGEST_OUTCOME =
            Duration.ofMillis(2L * (DurableProducer.MAX_BLOCK_MILLIS + DurableProducer.DELIVERY_TIMEOUT_MILLIS));

    private final MqLog log = MqLog.of(OutboxRelay.class);
    private final MqLog.Limit failures;
    private final RelaySettings settings;
    private final OutboxTable table;
    private final Database database;
    private final RecordSender sender;
    private final LongConsumer relayedCount;
    private final LongConsumer stoppedCount;
    private final LongSupplier nanoTime;
    private final CountDownLatch ended = new CountDownLatch(1);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition woken = lock.newCondition();
    /** Guarded by {@link #lock}. */
    private boolean isWoken;
    /** Written under {@link #lock}, set once. */
    private volatile boolean closed;

    /** Written by the relay's thread; null before and after its work. */
    private volatile @Nullable Thread runner;

    /** Of the relay's thread, as is everything below: topics that are missing, until the next retry. */
    private final Map<String, MqSendException> missingTopics = new HashMap<>();
    /** Messages that were reported as stopped already. */
    private final Set<Long> reported = new HashSet<>();

    private long lastRetryNanos;
    private long relayed;
    private boolean isFailing;

    /** What one look into the table came to. */
    enum Found {
        /** As much as fits into a batch: there may be more. */
        MORE,
        /** Nothing, or nothing more. */
        NOTHING,
        /** Another relay is at work. */
        ANOTHER_RELAY,
        /** Database or broker did not do their part. */
        TROUBLE
    }

    /**
     * @param settings how it works
     * @param database where the table is
     * @param sender used by the relay's thread only, closed with the relay
     * @param relayedCount told how many messages were acknowledged
     * @param stoppedCount told how many were found that cannot be sent
     * @param nanoTime the clock
     */
    OutboxRelay(
            RelaySettings settings,
            Database database,
            RecordSender sender,
            LongConsumer relayedCount,
            LongConsumer stoppedCount,
            LongSupplier nanoTime) {
        this.settings = settings;
        this.table = new OutboxTable(settings.table());
        this.database = database;
        this.sender = sender;
        this.relayedCount = relayedCount;
        this.stoppedCount = stoppedCount;
        this.nanoTime = nanoTime;
        this.failures = new MqLog.Limit(nanoTime);
        this.lastRetryNanos = nanoTime.getAsLong();
    }

    @Override
    public void run() {
        log.relayStarted(table.name(), settings.instance());
        runner = Thread.currentThread();
        try {
            while (!closed) {
                var found = runOnce();
                if (found != Found.MORE) {
                    await(found);
                }
            }
        } catch (InterruptedException e) {
            // by close(): what is left to do here must not be interrupted once more
        } catch (RuntimeException e) {
            log.unexpected("the relay of outbox " + table.name(), e);
        } finally {
            runner = null;
            sender.close();
            log.relayStopped(table.name(), relayed);
            ended.countDown();
        }
    }

    /** Has the relay look at once. */
    void wake() {
        lock.lock();
        try {
            isWoken = true;
            woken.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Lets the batch under way end, or, when that takes too long, gives it up: its messages stay in the table. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            woken.signal();
        } finally {
            lock.unlock();
        }
        try {
            var running = ended.await(CLOSE_TIMEOUT_MILLIS, TimeUnit.MILLISECONDS) ? null : runner;
            if (running != null) {
                running.interrupt();
                var unused = ended.await(CLOSE_TIMEOUT_MILLIS, TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** One batch. */
    Found runOnce() throws InterruptedException {
        try (Connection connection = database.connect()) {
            connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
            connection.setAutoCommit(false);
            try {
                var found = relay(connection);
                connection.commit();
                return found;
            } catch (SQLException | RuntimeException | InterruptedException e) {
                rollBack(connection, e);
                throw e;
            }
        } catch (SQLException | RuntimeException e) {
            // data sources and drivers throw what they like: one that is put right must not find the relay gone
            report(e);
            return Found.TROUBLE;
        }
    }

    private Found relay(Connection connection) throws SQLException, InterruptedException {
        boolean isRetry = nanoTime.getAsLong() - lastRetryNanos
                >= settings.retryInterval().toNanos();
        if (!table.hasWork(connection, isRetry)) {
            return recovered(Found.NOTHING);
        }
        if (!table.lock(connection)) {
            return recovered(Found.ANOTHER_RELAY);
        }
        if (isRetry) {
            table.retry(connection);
            missingTopics.clear();
            lastRetryNanos = nanoTime.getAsLong();
        }
        var rows = table.batch(connection, settings.batchSize());
        sender.begin();
        var batch = new RelayBatch(sender, LONGEST_OUTCOME, missingTopics);
        batch.send(rows);
        table.delete(connection, batch.acknowledged());
        table.stop(connection, batch.stopped());
        note(batch);
        var trouble = batch.trouble();
        if (trouble != null) {
            report(trouble);
            return Found.TROUBLE;
        }
        boolean hasProgress =
                !batch.acknowledged().isEmpty() || !batch.stopped().isEmpty();
        return recovered(hasProgress ? Found.MORE : Found.NOTHING);
    }

    private void note(RelayBatch batch) {
        int count = batch.acknowledged().size();
        relayed += count;
        relayedCount.accept(count);
        batch.acknowledged().forEach(row -> reported.remove(row.id));
        for (var entry : batch.stopped().entrySet()) {
            var row = entry.getKey();
            if (reported.add(row.id)) {
                stoppedCount.accept(1);
                log.outboxMessageStopped(
                        table.name(),
                        row.id,
                        row.messageId,
                        entry.getValue(),
                        settings.retryInterval().toString());
            }
        }
    }

    private Found recovered(Found found) {
        if (isFailing) {
            isFailing = false;
            failures.reset();
            log.relayRecovered(table.name());
        }
        return found;
    }

    private void report(Exception failure) {
        isFailing = true;
        if (failures.permits()) {
            log.relayFailed(table.name(), failure);
        }
    }

    private static void rollBack(Connection connection, Exception failure) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            failure.addSuppressed(e);
        }
    }

    /** Until the next look; what wakes the relay does not shorten the pause after a failure. */
    private void await(Found found) throws InterruptedException {
        long limit = settings.pollInterval().toNanos();
        boolean isPause = found == Found.TROUBLE;
        if (isPause) {
            limit = Math.max(limit, PAUSE_AFTER_FAILURE_NANOS);
        }
        lock.lock();
        try {
            long remaining = limit;
            while (!closed && (isPause || !isWoken) && remaining > 0) {
                remaining = woken.awaitNanos(remaining);
            }
            isWoken = false;
        } finally {
            lock.unlock();
        }
    }

    /** Whether it has ended; of tests. */
    boolean isEnded(Duration within) throws InterruptedException {
        return ended.await(within.toMillis(), TimeUnit.MILLISECONDS);
    }
}
