// SPDX-License-Identifier: MIT
package io.mqconnector.servers.probe;

import jakarta.resource.spi.work.HintsContext;
import jakarta.resource.spi.work.Work;
import jakarta.resource.spi.work.WorkAdapter;
import jakarta.resource.spi.work.WorkContext;
import jakarta.resource.spi.work.WorkContextProvider;
import jakarta.resource.spi.work.WorkEvent;
import jakarta.resource.spi.work.WorkException;
import jakarta.resource.spi.work.WorkManager;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Gives a work manager more works than it has threads, none of which ends before the manager stands still. Used once.
 *
 * <p>A work that was accepted and then neither ran nor was reported to its listener counts as vanished.
 */
final class Saturation {
    /** That long without any progress is taken for standing still. */
    private static final long STILL_NANOS = Duration.ofSeconds(4).toNanos();

    private static final long LIMIT_NANOS = Duration.ofMinutes(1).toNanos();
    private static final long PAUSE_NANOS = Duration.ofMillis(20).toNanos();

    private final WorkManager workManager;
    private final boolean isLongRunning;
    private final CountDownLatch release = new CountDownLatch(1);
    private final AtomicInteger returned = new AtomicInteger();
    private final AtomicInteger accepted = new AtomicInteger();
    private final AtomicInteger started = new AtomicInteger();
    private final Map<String, Integer> thrown = new ConcurrentSkipListMap<>();
    private final Map<String, Integer> rejected = new ConcurrentSkipListMap<>();
    private final Map<String, Integer> failed = new ConcurrentSkipListMap<>();

    Saturation(WorkManager workManager, boolean isLongRunning) {
        this.workManager = workManager;
        this.isLongRunning = isLongRunning;
    }

    Map<String, String> run(int count, long startTimeout) {
        var submitter = new Thread(() -> submit(count, startTimeout), "mq-probe-submitter");
        submitter.setDaemon(true);
        submitter.start();
        awaitStandstill();
        var result = new LinkedHashMap<String, String>();
        result.put("returned", returned.toString());
        result.put("running", started.toString());
        result.put("callerBlocked", Boolean.toString(submitter.isAlive()));
        result.put("thrown", thrown.toString());
        result.put("rejected", rejected.toString());
        result.put("failed", failed.toString());
        release.countDown();
        awaitStandstill();
        int vanished = accepted.get() - started.get() - sum(rejected) - sum(failed);
        result.put("vanished", Integer.toString(vanished));
        result.put("started", started.toString());
        result.put("thrownAfterRelease", thrown.toString());
        result.put("rejectedAfterRelease", rejected.toString());
        result.put("failedAfterRelease", failed.toString());
        return result;
    }

    private void submit(int count, long startTimeout) {
        for (int i = 0; i < count; i++) {
            try {
                workManager.scheduleWork(
                        isLongRunning ? new LongParkedWork(new ParkedWork()) : new ParkedWork(),
                        startTimeout,
                        null,
                        new Listener());
                returned.incrementAndGet();
            } catch (WorkException | RuntimeException e) {
                thrown.merge(codeOf(e), 1, Integer::sum);
            }
        }
    }

    private void awaitStandstill() {
        long begin = System.nanoTime();
        long lastChange = begin;
        int last = -1;
        while (System.nanoTime() - lastChange < STILL_NANOS && System.nanoTime() - begin < LIMIT_NANOS) {
            int now = returned.get() + accepted.get() + started.get() + sum(thrown) + sum(rejected) + sum(failed);
            if (now != last) {
                last = now;
                lastChange = System.nanoTime();
            }
            LockSupport.parkNanos(this, PAUSE_NANOS);
        }
    }

    private static int sum(Map<String, Integer> counts) {
        return counts.values().stream().mapToInt(Integer::intValue).sum();
    }

    private static String codeOf(Throwable e) {
        return e.getClass().getSimpleName()
                + (e instanceof WorkException work && work.getErrorCode() != null ? " " + work.getErrorCode() : "");
    }

    private final class ParkedWork implements Work {
        @Override
        public void run() {
            started.incrementAndGet();
            try {
                release.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public void release() {
            // it ends when all do
        }
    }

    /** Serializable by its interface, and never serialised. */
    private static final class LongParkedWork implements Work, WorkContextProvider {
        private static final long serialVersionUID = 1;

        private final transient Work parked;

        LongParkedWork(Work parked) {
            this.parked = parked;
        }

        @Override
        public void run() {
            parked.run();
        }

        @Override
        public void release() {
            parked.release();
        }

        @Override
        public List<WorkContext> getWorkContexts() {
            var hints = new HintsContext();
            hints.setHint(HintsContext.LONGRUNNING_HINT, true);
            return List.of(hints);
        }
    }

    private final class Listener extends WorkAdapter {
        @Override
        public void workAccepted(WorkEvent event) {
            accepted.incrementAndGet();
        }

        @Override
        public void workRejected(WorkEvent event) {
            count(event, rejected);
        }

        @Override
        public void workCompleted(WorkEvent event) {
            if (event.getException() != null) {
                count(event, failed);
            }
        }

        private void count(WorkEvent event, Map<String, Integer> counts) {
            var reason = event.getException();
            counts.merge(reason == null ? "no reason" : codeOf(reason), 1, Integer::sum);
        }
    }
}
