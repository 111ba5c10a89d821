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
        return key -> {
            var found = config.getConfigValue(key);
            var raw = found.getRawValue();
            if (found.getValue() == null && raw != null && !raw.isEmpty()) {
                // SmallRye answers an expression without a value like a property that is not there
                throw new IllegalArgumentException(key + " from config source " + found.getSourceName()
                        + ": an expression in it has no value, and no default");
            }
            return Optional.ofNullable(found.getValue()).filter(text -> !text.isEmpty());
        };
    }
}
