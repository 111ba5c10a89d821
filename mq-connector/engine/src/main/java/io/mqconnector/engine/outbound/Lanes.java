// SPDX-License-Identifier: MIT
package io.mqconnector.engine.outbound;

import io.mqconnector.engine.metrics.LatencyWindow;
import io.mqconnector.engine.metrics.TopicTraffic;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Every lane whose producer may still call back, what all lanes have done since the start, and the threads on which callers
 * hear of it. Thread-safe.
 */
final class Lanes {
    private final LatencyWindow latencies = new LatencyWindow(System::nanoTime);
    private final TopicTraffic traffic;
    /** Failed without having entered a lane. */
    private final LongAdder refused = new LongAdder();

    private final ReentrantLock lock = new ReentrantLock();
    /** Guarded by {@link #lock}. */
    private final List<Lane> live = new ArrayList<>();
    /** Guarded by {@link #lock}: closed, but somebody is still on the way out. */
    private final List<Lane> leaving = new ArrayList<>();
    /** Guarded by {@link #lock}: of the lanes that are gone. */
    private long retiredAcknowledged;
    /** Guarded by {@link #lock}. */
    private long retiredFailed;
    /** Guarded by {@link #lock}. */
    private long retiredBytes;
    /** Guarded by {@link #lock}. */
    private long retiredRetried;

    /** Replaced whole under {@link #lock}; a thread is in it as often as it was added. */
    private volatile Thread[] callbackThreads = new Thread[0];

    /** What all lanes have done. */
    record Totals(long acknowledgedCount, long failedCount, long inFlightCount, long bytes, long retriedCount) {}

    /** @param traffic what was sent, by topic */
    Lanes(TopicTraffic traffic) {
        this.traffic = traffic;
    }

    TopicTraffic traffic() {
        return traffic;
    }

    LatencyWindow latencies() {
        return latencies;
    }

    void add(Lane lane) {
        lock.lock();
        try {
            live.add(lane);
        } finally {
            lock.unlock();
        }
    }

    /** The lane's producer is closed, or has gone to another lane, and calls this one back no more. */
    void retire(Lane lane) {
        lock.lock();
        try {
            if (!live.remove(lane)) {
                return;
            }
            leaving.add(lane);
            forgetSettled();
        } finally {
            lock.unlock();
        }
        latencies.end(lane.latency());
        var thread = lane.ioThread();
        if (thread != null) {
            removeCallbackThread(thread);
        }
    }

    /** Under the lock: adds up and forgets the lanes that nobody is in any more. */
    private void forgetSettled() {
        leaving.removeIf(lane -> {
            if (!lane.isSettled()) {
                return false;
            }
            retiredAcknowledged += lane.acknowledgedCount();
            retiredFailed += lane.failedCount();
            retiredBytes += lane.acknowledgedBytes();
            retiredRetried += lane.retriedCount();
            traffic.retire(lane.traffic());
            return true;
        });
    }

    List<Lane> live() {
        lock.lock();
        try {
            return List.copyOf(live);
        } finally {
            lock.unlock();
        }
    }

    void countRefused() {
        refused.increment();
    }

    Totals totals() {
        lock.lock();
        try {
            forgetSettled();
            long acknowledged = retiredAcknowledged;
            long failed = retiredFailed + refused.sum();
            long inFlight = 0;
            long bytes = retiredBytes;
            long retried = retiredRetried;
            var all = new ArrayList<>(live);
            all.addAll(leaving);
            for (Lane lane : all) {
                acknowledged += lane.acknowledgedCount();
                failed += lane.failedCount();
                inFlight += lane.inFlightCount();
                bytes += lane.acknowledgedBytes();
                retried += lane.retriedCount();
            }
            return new Totals(acknowledged, failed, inFlight, bytes, retried);
        } finally {
            lock.unlock();
        }
    }

    /** What was sent, by topic. */
    List<TopicTraffic.Stats> topics() {
        lock.lock();
        try {
            forgetSettled();
            var counting = new ArrayList<TopicTraffic.Lane>();
            live.forEach(lane -> counting.add(lane.traffic()));
            leaving.forEach(lane -> counting.add(lane.traffic()));
            return traffic.stats(counting);
        } finally {
            lock.unlock();
        }
    }

    void addCallbackThread(Thread thread) {
        lock.lock();
        try {
            var threads = Arrays.copyOf(callbackThreads, callbackThreads.length + 1);
            threads[threads.length - 1] = thread;
            callbackThreads = threads;
        } finally {
            lock.unlock();
        }
    }

    void removeCallbackThread(Thread thread) {
        lock.lock();
        try {
            var threads = new ArrayList<>(List.of(callbackThreads));
            threads.remove(thread);
            callbackThreads = threads.toArray(Thread[]::new);
        } finally {
            lock.unlock();
        }
    }

    /** Whether callers hear of outcomes on this thread: it must not wait for one. */
    boolean isCallbackThread(Thread thread) {
        for (Thread each : callbackThreads) {
            if (each == thread) {
                return true;
            }
        }
        return false;
    }
}
