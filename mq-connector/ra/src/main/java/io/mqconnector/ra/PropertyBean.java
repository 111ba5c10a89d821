// SPDX-License-Identifier: MIT
package io.mqconnector.ra;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * JavaBean properties kept as the settings that they stand for: only what was really set is there.
 *
 * <p>Thread-safe.
 */
public abstract class PropertyBean implements Serializable {
    private static final long serialVersionUID = 1L;

    /** A line break or a semicolon; one in a value is written with a backslash before it. */
    private static final Pattern ENTRY_END = Pattern.compile("(?<!\\\\);|\\R");

    /** What was surely meant as one: words with dots between. */
    private static final Pattern KEY = Pattern.compile("[a-z]+(\\.[A-Za-z0-9_-]+)+");

    private final String keyPrefix;
    /** Maps in it are replaced whole, never written to. */
    private final AtomicReference<TreeMap<String, String>> set = new AtomicReference<>(new TreeMap<>());

    private volatile @Nullable String configuration;

    /** @param keyPrefix what every key of {@code configuration} begins with */
    PropertyBean(String keyPrefix) {
        this.keyPrefix = keyPrefix;
    }

    /**
     * Any other keys: {@code key=value}, separated by semicolons or line breaks; a semicolon in a value is written
     * {@code \\;}.
     */
    public @Nullable String getConfiguration() {
        return configuration;
    }

    /** As {@link #getConfiguration()}; null or blank for none. */
    public void setConfiguration(@Nullable String configuration) {
        this.configuration = configuration == null || configuration.isBlank() ? null : configuration;
    }

    /**
     * Everything that was set, by key; a property of its own beats {@code configuration}.
     *
     * @throws IllegalArgumentException if {@code configuration} cannot be read
     */
    Map<String, String> settings() {
        var settings = new TreeMap<String, String>();
        var problems = new ArrayList<String>();
        readConfiguration(settings, problems);
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException("property configuration: " + String.join(", ", problems)
                    + "; write key=value, separated by semicolons or line breaks, and \\; for a semicolon in a value");
        }
        settings.putAll(set.get());
        return settings;
    }

    private void readConfiguration(Map<String, String> settings, List<String> problems) {
        var text = configuration;
        if (text == null || text.equals(inherited())) {
            return;
        }
        int number = 0;
        for (String entry : ENTRY_END.split(text, -1)) {
            if (entry.isBlank()) {
                continue;
            }
            number++;
            int equals = entry.indexOf('=');
            String key = equals < 0 ? "" : entry.substring(0, equals).strip();
            if (equals < 0) {
                problems.add("entry " + number + " has no '='");
            } else if (key.isEmpty() || !key.startsWith(keyPrefix)) {
                // what is no key may be the rest of a password with a semicolon in it
                problems.add("entry " + number + (KEY.matcher(key).matches() ? " (" + key + ")" : "") + " is not "
                        + (keyPrefix.isEmpty() ? "a key" : "a key beginning with '" + keyPrefix + "'"));
            } else {
                settings.put(key, entry.substring(equals + 1).strip().replace("\\;", ";"));
            }
        }
    }

    /** The {@code configuration} that a server may have handed on to this bean, which is then nothing of its own; or null. */
    @Nullable
    String inherited() {
        return null;
    }

    /** What is wrong with {@code configuration}, or null. */
    @Nullable
    String configurationProblem() {
        try {
            settings();
            return null;
        } catch (IllegalArgumentException e) {
            return e.getMessage();
        }
    }

    final @Nullable String text(String key) {
        return set.get().get(key);
    }

    final @Nullable Integer integer(String key) {
        var text = set.get().get(key);
        return text == null ? null : Integer.valueOf(text);
    }

    final @Nullable Boolean bool(String key) {
        var text = set.get().get(key);
        return text == null ? null : Boolean.valueOf(text);
    }

    final @Nullable Double decimal(String key) {
        var text = set.get().get(key);
        return text == null ? null : Double.valueOf(text);
    }

    /** Containers set what nobody configured to null or to an empty text. */
    final void set(String key, @Nullable Object value) {
        set.updateAndGet(before -> {
            var changed = new TreeMap<>(before);
            if (value == null || value.toString().isBlank()) {
                changed.remove(key);
            } else {
                changed.put(key, value.toString().strip());
            }
            return changed;
        });
    }

    /** Whether both are of one class and have the same set. */
    final boolean isSameAs(@Nullable Object other) {
        return other instanceof PropertyBean bean
                && bean.getClass() == getClass()
                && bean.set.get().equals(set.get())
                && Objects.equals(bean.configuration, configuration);
    }

    final int settingsHash() {
        return 31 * set.get().hashCode() + Objects.hashCode(configuration);
    }

    /** The keys only: values may be secret. */
    @Override
    public String toString() {
        return getClass().getSimpleName() + set.get().keySet() + (configuration == null ? "" : " and configuration");
    }
}
