// SPDX-License-Identifier: MIT
package io.mqconnector.spi;

import static java.util.Objects.requireNonNull;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The connectors that a server runs and that this copy of the API can see: where {@code mq-cdi} finds one that nobody has
 * bound in JNDI.
 *
 * <p>Thread-safe. Held weakly, so that a connector that was forgotten here can be collected; the API lives in the resource
 * adapter and goes with it. Beside {@link io.mqconnector.api.Mq#shared()} the only static state of the product.
 */
public final class MqRuntimes {
    private static final List<WeakReference<MqRuntime>> RUNNING = new CopyOnWriteArrayList<>();
    private static final ReentrantLock LOCK = new ReentrantLock();
    /** Of {@link #LOCK}: one was added. */
    private static final Condition REGISTERED = LOCK.newCondition();

    private MqRuntimes() {}

    /**
     * Makes a connector known, until the registration is closed.
     *
     * @return to be closed when the connector stops; idempotent
     */
    public static Registration register(MqRuntime runtime) {
        var reference = new WeakReference<>(requireNonNull(runtime, "runtime"));
        RUNNING.removeIf(known -> known.get() == null);
        LOCK.lock();
        try {
            RUNNING.add(reference);
            REGISTERED.signalAll();
        } finally {
            LOCK.unlock();
        }
        return () -> RUNNING.remove(reference);
    }

    /** Those that run, the oldest first. */
    public static List<MqRuntime> running() {
        var running = new ArrayList<MqRuntime>();
        for (var reference : RUNNING) {
            var runtime = reference.get();
            if (runtime != null) {
                running.add(runtime);
            }
        }
        return List.copyOf(running);
    }

    /**
     * Waits until one runs, for a server that starts resource adapter and application side by side.
     *
     * @param limit how long to wait at most; zero and less do not wait
     * @return whether one runs
     * @throws InterruptedException if the thread was interrupted while it waited
     */
    public static boolean awaitRunning(Duration limit) throws InterruptedException {
        long remainingNanos = limit.toNanos();
        LOCK.lock();
        try {
            while (running().isEmpty()) {
                if (remainingNanos <= 0) {
                    return false;
                }
                remainingNanos = REGISTERED.awaitNanos(remainingNanos);
            }
            return true;
        } finally {
            LOCK.unlock();
        }
    }

    /** A connector's entry. */
    public interface Registration extends AutoCloseable {
        /** Takes it out; idempotent. */
        @Override
        void close();
    }
}
