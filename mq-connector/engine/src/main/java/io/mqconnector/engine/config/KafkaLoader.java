// SPDX-License-Identifier: MIT
package io.mqconnector.engine.config;

import java.util.function.Supplier;
import org.apache.kafka.common.config.ConfigDef;

/**
 * Kafka's class loader as the thread's context: Kafka looks there for classes that it knows by name only, already in the
 * static initialisers of its configurations. One first touch with another loader as context breaks Kafka in this process.
 */
public final class KafkaLoader {
    private static final ClassLoader LOADER = ConfigDef.class.getClassLoader();

    private KafkaLoader() {}

    /** Calls, with Kafka's loader as context; the caller's comes back afterwards. */
    public static <T> T asContext(Supplier<T> call) {
        var thread = Thread.currentThread();
        var before = thread.getContextClassLoader();
        thread.setContextClassLoader(LOADER);
        try {
            return call.get();
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    /** Kafka's class loader: where it finds a class that is configured by name. */
    static ClassLoader loader() {
        return LOADER;
    }
}
