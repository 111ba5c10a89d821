// SPDX-License-Identifier: MIT
package io.mqconnector.examples.chat.demo;

import java.io.PrintStream;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/** What the demo prints: lines, and in the end one summary, after which nothing more is printed. Thread-safe. */
final class Report {
    private final PrintStream out;
    private final boolean isJson;
    private final ReentrantLock lock = new ReentrantLock();
    private final CountDownLatch finished = new CountDownLatch(1); // counted down under lock

    /** @param isJson whether the last line is the summary as JSON */
    Report(PrintStream out, boolean isJson) {
        this.out = out;
        this.isJson = isJson;
    }

    void line(String line) {
        lock.lock();
        try {
            if (!isFinished()) {
                out.println(line);
                out.flush();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Prints the summary, unless one was printed already. */
    void finish(DemoSummary summary) {
        lock.lock();
        try {
            if (!isFinished()) {
                out.println();
                summary.toLines().forEach(out::println);
                if (isJson) {
                    out.println(summary.toJson());
                }
                out.flush();
                finished.countDown();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Prints nothing more, and no summary. */
    void end() {
        lock.lock();
        try {
            finished.countDown();
        } finally {
            lock.unlock();
        }
    }

    boolean isFinished() {
        return finished.getCount() == 0;
    }

    /** Waits for the summary, or for the end without one. */
    boolean awaitFinished(Duration limit) throws InterruptedException {
        return finished.await(limit.toNanos(), TimeUnit.NANOSECONDS);
    }
}
