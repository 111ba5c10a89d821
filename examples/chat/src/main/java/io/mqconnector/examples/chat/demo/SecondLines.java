// SPDX-License-Identifier: MIT
package io.mqconnector.examples.chat.demo;

import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Prints how the run is doing, once a second on a thread of its own, until it is closed. */
final class SecondLines implements AutoCloseable {
    private final Report report;
    private final DemoBooks books;
    private final ChatLoad load;
    private final Supplier<ConnectorStats> connectors;
    private final long startNanos = System.nanoTime();
    private volatile boolean isClosed;
    private long lastNanos = startNanos; // confined to the printing thread, as the next two
    private long lastAcknowledged;
    private long lastComplete;

    private SecondLines(Report report, DemoBooks books, ChatLoad load, Supplier<ConnectorStats> connectors) {
        this.report = report;
        this.books = books;
        this.load = load;
        this.connectors = connectors;
    }

    static SecondLines start(Report report, DemoBooks books, ChatLoad load, Supplier<ConnectorStats> connectors) {
        var lines = new SecondLines(report, books, load, connectors);
        var thread = new Thread(lines::printAll, "chat-second-lines");
        thread.setDaemon(true);
        thread.start();
        return lines;
    }

    @Override
    public void close() {
        isClosed = true;
    }

    private void printAll() {
        var pace = new Pace(startNanos, 1);
        try {
            for (long second = 1; !isClosed; second++) {
                pace.await(second, () -> isClosed);
                if (!isClosed) {
                    print();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // nobody does that; the lines end
        }
    }

    private void print() {
        long nowNanos = System.nanoTime();
        double seconds = (nowNanos - lastNanos) / (double) TimeUnit.SECONDS.toNanos(1);
        Ledger.Counts counts = books.counts();
        ConnectorStats stats = connectors.get();
        report.line(String.format(
                Locale.ROOT,
                "%3d s  sent %,.0f/s  received %,.0f/s  p99 send %s, delivery %s  lag %s  pool %d/%d, %,d in flight",
                Math.round((nowNanos - startNanos) / (double) TimeUnit.SECONDS.toNanos(1)),
                (counts.acknowledged() - lastAcknowledged) / seconds,
                (counts.complete() - lastComplete) / seconds,
                DemoSummary.millis(books.sendLatencies().intervalP99Micros()),
                DemoSummary.millis(books.deliveryLatencies().intervalP99Micros()),
                stats.lag() < 0 ? "?" : String.format(Locale.ROOT, "%,d", stats.lag()),
                stats.activeProducers(),
                stats.maxProducers(),
                load.inFlight()));
        lastNanos = nowNanos;
        lastAcknowledged = counts.acknowledged();
        lastComplete = counts.complete();
    }
}
