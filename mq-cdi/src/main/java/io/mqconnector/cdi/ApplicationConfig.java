// SPDX-License-Identifier: MIT
package io.mqconnector.cdi;

import java.util.Locale;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.function.Function;

/** The application's own configuration: full key to value. Thread-safe. */
final class ApplicationConfig {
    private static final MqCdiLog LOG = MqCdiLog.of(ApplicationConfig.class);

    private ApplicationConfig() {}

    /** MicroProfile Config of {@code applicationLoader}; system properties and environment where there is none. */
    static Function<String, Optional<String>> of(ClassLoader applicationLoader) {
        try {
            return MicroProfileSettings.of(applicationLoader);
        } catch (RuntimeException | LinkageError | ServiceConfigurationError absent) {
            LOG.noMicroProfileConfig(applicationLoader, absent);
            return ApplicationConfig::ofProcess;
        }
    }

    /** A system property, else an environment variable by MicroProfile Config's three spellings. */
    private static Optional<String> ofProcess(String key) {
        var property = System.getProperty(key);
        if (property != null) {
            return Optional.of(property);
        }
        var name = key.replaceAll("[^A-Za-z0-9_]", "_");
        return Optional.ofNullable(System.getenv(key))
                .or(() -> Optional.ofNullable(System.getenv(name)))
                .or(() -> Optional.ofNullable(System.getenv(name.toUpperCase(Locale.ROOT))));
    }
}
