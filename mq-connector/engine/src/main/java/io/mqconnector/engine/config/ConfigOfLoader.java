// SPDX-License-Identifier: MIT
package io.mqconnector.engine.config;

import java.util.ServiceConfigurationError;
import java.util.function.Supplier;

/**
 * The configuration of a class loader, asked anew each time: MicroProfile Config or, where there is none, system properties
 * and environment. Thread-safe.
 */
final class ConfigOfLoader implements Supplier<SettingSource> {
    private final ClassLoader loader;
    /** Whether there has been MicroProfile Config; set once. */
    private volatile boolean wasThere;

    ConfigOfLoader(ClassLoader loader) {
        this.loader = loader;
    }

    /**
     * As it is now.
     *
     * @throws BadSettingException if it was there and is not any more: what it said must not be taken for unset
     */
    @Override
    public SettingSource get() {
        try {
            var source = MicroProfileSource.of(loader);
            wasThere = true;
            return source;
        } catch (RuntimeException | LinkageError | ServiceConfigurationError e) {
            if (wasThere) {
                throw new BadSettingException("MicroProfile Config, which was there before, cannot be read any more ("
                        + e.getClass().getName() + "): look after its config sources; what it said stays in force");
            }
            // No API, no implementation, or none for this loader: the same keys come from here.
            return SystemSource.ofProcess();
        }
    }
}
