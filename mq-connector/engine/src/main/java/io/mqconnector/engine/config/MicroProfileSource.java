// SPDX-License-Identifier: MIT
package io.mqconnector.engine.config;

import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
import org.eclipse.microprofile.config.ConfigValue;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.jspecify.annotations.Nullable;

/** MicroProfile Config. The only class that names its types: loaded only in a try, since the API may be absent. */
final class MicroProfileSource implements SettingSource {
    /** The name in an expression, be it within another. */
    private static final Pattern NAME = Pattern.compile("\\$\\{([^${}:]+)");

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
        for (var source : config.getConfigSources()) {
            names.addAll(namesOf(source));
        }
        return new MicroProfileSource(config, names);
    }

    /** As of now: SmallRye remembers those that its sources had when it was asked for the first time. */
    private static Set<String> namesOf(ConfigSource source) {
        try {
            return source.getPropertyNames();
        } catch (RuntimeException e) {
            return Set.of(); // it is asked for single keys all the same, and may say then what is wrong
        }
    }

    @Override
    public @Nullable Setting find(String key) {
        var secret = SettingSource.isSecret(key);
        try {
            var value = config.getConfigValue(key);
            var text = value.getValue();
            var raw = value.getRawValue();
            secret |= raw != null && refersToASecret(raw, new HashSet<>());
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

    /** Whether an expression in a value leads to a secret, be it through others. */
    private boolean refersToASecret(String raw, Set<String> seen) {
        var names = NAME.matcher(raw);
        while (names.find()) {
            var name = names.group(1).strip();
            if (!seen.add(name)) {
                continue;
            }
            if (SettingSource.isSecret(name)) {
                return true;
            }
            var next = config.getConfigValue(name).getRawValue();
            if (next != null && refersToASecret(next, seen)) {
                return true;
            }
        }
        return false;
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

    /** All values, since expressions elsewhere may refer to any of them; one that cannot be read has its own state. */
    @Override
    public Object state(Set<String> asked) {
        var values = new HashMap<String, String>();
        // some implementations, and some sources, remember for ever which names there were at first
        var all = new TreeSet<>(names);
        all.addAll(asked);
        ConfigKeys.all().forEach(key -> all.add(key.name()));
        for (var name : all) {
            try {
                var value = config.getConfigValue(name).getValue();
                // that more is asked for is no difference
                if (value != null) {
                    values.put(name, value);
                }
            } catch (RuntimeException e) {
                values.put(name, String.valueOf(e.getMessage()));
            }
        }
        return values;
    }
}
