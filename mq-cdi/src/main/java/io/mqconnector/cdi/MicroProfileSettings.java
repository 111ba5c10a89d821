// SPDX-License-Identifier: MIT
package io.mqconnector.cdi;

import java.util.Optional;
import java.util.function.Function;
import org.eclipse.microprofile.config.ConfigProvider;

/** The only class that names MicroProfile Config types, so that mq-cdi loads where they are missing. */
final class MicroProfileSettings {
    private MicroProfileSettings() {}

    static Function<String, Optional<String>> of(ClassLoader applicationLoader) {
        var config = ConfigProvider.getConfig(applicationLoader);
        return key -> config.getOptionalValue(key, String.class);
    }
}
