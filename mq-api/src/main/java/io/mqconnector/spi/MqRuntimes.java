// SPDX-License-Identifier: MIT
package io.mqconnector.spi;

import static java.util.Objects.requireNonNull;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The connectors that a server runs and that this copy of the API can see: where {@code mq-cdi} finds one that nobody has
 * bound in JNDI.
 *
 * <p>Thread-safe. Held weakly, so that a connector that was forgotten here can be collected; the API lives in the resource
 * adapter and goes with it. The only static state of the product.
 */
public final class MqRuntimes {
    private static final List<WeakReference<MqRuntime>> RUNNING = new CopyOnWriteArrayList<>();

    private MqRuntimes() {}

    /**
     * Makes a connector known, until the registration is closed.
     *
     * @return to be closed when the connector stops; idempotent
     */
    public static Registration register(MqRuntime runtime) {
        var reference = new WeakReference<>(requireNonNull(runtime, "runtime"));
        RUNNING.removeIf(known -> known.get() == null);
        RUNNING.add(reference);
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

    /** A connector's entry. */
    public interface Registration extends AutoCloseable {
        /** Takes it out; idempotent. */
        @Override
        void close();
    }
}
