// SPDX-License-Identifier: MIT
package io.mqconnector.bench;

import java.util.ArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** Threads that send at the same time, started beforehand. For one thread; whoever made it closes it. */
final class SendingThreads implements AutoCloseable {
    private final int count;
    private final ExecutorService threads;

    /** @param name what the names of the threads begin with */
    SendingThreads(String name, int count) {
        this.count = count;
        var number = new AtomicInteger();
        threads = Executors.newFixedThreadPool(count, task -> {
            var thread = new Thread(task, name + "-sender-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
    }

    /** What each thread does. */
    interface Share {
        /**
         * Does it.
         *
         * @param thread from 0
         */
        void run(int thread) throws InterruptedException;
    }

    int count() {
        return count;
    }

    /**
     * Lets all begin at once, waits for the last to end.
     *
     * @return {@code System.nanoTime()} when they began
     * @throws WrongResultException what one of them has thrown
     */
    long run(Share share) throws InterruptedException {
        var ready = new CountDownLatch(count);
        var go = new CountDownLatch(1);
        var running = new ArrayList<Future<?>>();
        for (int i = 0; i < count; i++) {
            int thread = i;
            running.add(threads.submit(() -> {
                ready.countDown();
                go.await();
                share.run(thread);
                return null;
            }));
        }
        ready.await();
        long start = System.nanoTime();
        go.countDown();
        for (Future<?> one : running) {
            try {
                one.get();
            } catch (ExecutionException e) {
                if (e.getCause() instanceof WrongResultException wrong) {
                    throw wrong;
                }
                throw new WrongResultException("a sending thread failed", e);
            }
        }
        return start;
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
