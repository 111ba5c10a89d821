// SPDX-License-Identifier: MIT
package io.mqconnector.api;

import io.mqconnector.spi.MqRuntimes;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/**
 * The connectors behind {@link Mq#shared()}: one for each class loader of an application, until it is closed. Thread-safe;
 * static state (docs/adr/0018).
 */
final class SharedConnectors {
    private static final ReentrantLock LOCK = new ReentrantLock();
    /** Guarded by {@link #LOCK}. */
    private static final Map<ClassLoader, Shared> SHARED = new HashMap<>();

    /**
     * A connector and the hook that closes it when the JVM ends.
     *
     * @param mq the connector
     * @param hook not started
     */
    private record Shared(Mq mq, Thread hook) {}

    private SharedConnectors() {}

    /**
     * The connector of a loader, made if there is none.
     *
     * @param create makes one; told what to do when it has been closed
     */
    static Mq of(ClassLoader loader, Function<Runnable, Mq> create) {
        LOCK.lock();
        try {
            var present = SHARED.get(loader);
            if (present != null) {
                return present.mq;
            }
            refuseInAServer();
            Mq mq = create.apply(() -> forget(loader));
            // daemons end with the JVM: without this, what was sent last and asynchronously would not arrive
            var hook = new Thread(mq::close, "mq-shared-close");
            Runtime.getRuntime().addShutdownHook(hook);
            SHARED.put(loader, new Shared(mq, hook));
            return mq;
        } finally {
            LOCK.unlock();
        }
    }

    private static void refuseInAServer() {
        var running = MqRuntimes.running();
        if (!running.isEmpty()) {
            throw new IllegalStateException("Mq.shared() is for plain Java, and the connector '"
                    + running.get(0).instanceId() + "' of this server runs here: inject MqProducer, or look up the"
                    + " MqConnectionFactory; Mq.create makes one of the application's own, which it must close");
        }
    }

    private static void forget(ClassLoader loader) {
        Shared ended;
        LOCK.lock();
        try {
            ended = SHARED.remove(loader);
        } finally {
            LOCK.unlock();
        }
        if (ended != null && Thread.currentThread() != ended.hook) {
            removeHook(ended.hook);
        }
    }

    private static void removeHook(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException ignored) {
            // too late: the JVM is ending, and the hook will find the connector closed
        }
    }
}
