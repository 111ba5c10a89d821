// SPDX-License-Identifier: MIT
package io.mqconnector.engine.config;

import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
import org.eclipse.microprofile.config.ConfigValue;
import org.jspecify.annotations.Nullable;

/** MicroProfile Config. The only class that names its types: loaded only in a try, since the API may be absent. */
final class MicroProfileSource implements SettingSource {
    private final Config config;
    private final Set<String> names;

    private MicroProfileSource(Config config, Set<String> names) {
        this.config = config;
        this.names = Collections.unmodifiableSet(names);
    }

    /**
     * The configuration of a class loader.
     *
     * @throws RuntimeException if there is an API but no implementation or no configuration
     * @throws LinkageError if there is no API
     */
    static MicroProfileSource of(ClassLoader loader) {
        var config = ConfigProvider.getConfig(loader);
        // Some implementations fail only when they are asked for the first time.
        var names = new TreeSet<String>();
        config.getPropertyNames().forEach(names::add);
        return new MicroProfileSource(config, names);
    }

    @Override
    public @Nullable Setting find(String key) {
        var secret = SettingSource.isSecret(key);
        try {
            var value = config.getConfigValue(key);
            var text = value.getValue();
            var raw = value.getRawValue();
            if (text == null && raw != null && !raw.isEmpty()) {
                // SmallRye answers an expression without a value like a property that is not there.
                throw new BadSettingException(
                        setting(key, raw, value, secret).problem("an expression in it has no value, and no default"));
            }
            if (text == null || text.isEmpty()) {
                return null;
            }
            return setting(key, text, value, secret);
        } catch (BadSettingException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new BadSettingException(key + " from MicroProfile Config: cannot be read: "
                    + (secret ? e.getClass().getName() : String.valueOf(e.getMessage())));
        }
    }

    private static Setting setting(String key, String text, ConfigValue value, boolean secret) {
        var source = value.getSourceName();
        return new Setting(
                key, text, Layer.CONFIG, source == null ? "MicroProfile Config" : "config source " + source, secret);
    }

    @Override
    public Set<String> names() {
        return names;
    }

    @Override
    public boolean isExpanded() {
        return true;
    }
}
