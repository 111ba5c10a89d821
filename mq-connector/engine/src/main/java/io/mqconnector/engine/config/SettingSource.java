// SPDX-License-Identifier: MIT
package io.mqconnector.engine.config;

import static java.util.Objects.requireNonNull;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Something that has settings by full key. Implementations are thread-safe, unless they say otherwise. */
interface SettingSource {
    /** What the environment writes as an underscore. */
    Pattern NOT_ALPHANUMERIC = Pattern.compile("[^A-Za-z0-9]");

    /**
     * The setting of a key, or null.
     *
     * @throws BadSettingException if there is one that cannot be read
     */
    @Nullable
    Setting find(String key);

    /** The keys it knows of; those of the environment in the environment's spelling. */
    Set<String> names();

    /** Whether expressions in its values are resolved already. */
    default boolean isExpanded() {
        return false;
    }

    /** {@code mq.client.brokers} as the environment writes it: {@code MQ_CLIENT_BROKERS}. */
    static String environmentName(String key) {
        return NOT_ALPHANUMERIC.matcher(key).replaceAll("_").toUpperCase(Locale.ROOT);
    }

    /** A map, whose settings all have one origin. */
    static SettingSource ofMap(Map<String, String> settings, Layer layer, String source) {
        var copy = Map.copyOf(settings);
        return new SettingSource() {
            @Override
            public @Nullable Setting find(String key) {
                var text = copy.get(key);
                return text == null ? null : new Setting(key, text, layer, source, SettingSource.isSecret(key));
            }

            @Override
            public Set<String> names() {
                return copy.keySet();
            }
        };
    }

    /**
     * What an application answers for; it cannot be asked which keys it has. For one thread: once it failed, which is
     * reported, it is not asked again.
     */
    static SettingSource ofFunction(Function<String, Optional<String>> settings, String source) {
        return new SettingSource() {
            private boolean failed;

            @Override
            public @Nullable Setting find(String key) {
                if (failed) {
                    return null;
                }
                try {
                    var text = requireNonNull(settings.apply(key)).orElse(null);
                    return text == null || text.isEmpty()
                            ? null
                            : new Setting(key, text, Layer.CONFIG, source, SettingSource.isSecret(key));
                } catch (RuntimeException e) {
                    failed = true;
                    throw new BadSettingException(key + " from " + source + ": cannot be read: "
                            + e.getClass().getName());
                }
            }

            @Override
            public Set<String> names() {
                return Set.of();
            }
        };
    }

    /** Whether the value of a key, of the connector or of anybody else, is never shown. */
    static boolean isSecret(String key) {
        var rest = key.substring(key.lastIndexOf('"') + 1);
        if (rest.startsWith(".")) {
            rest = rest.substring(1);
        } else if (rest.startsWith("mq.listeners.")) {
            // A listener's name may well be 'tokens'.
            rest = rest.substring(rest.indexOf('.', "mq.listeners.".length()) + 1);
        } else if (rest.startsWith("mq.kafka.")) {
            rest = rest.substring(rest.indexOf('.', "mq.kafka.".length()) + 1);
        }
        return RawKafka.isSecret(rest.startsWith("kafka.") ? rest.substring("kafka.".length()) : rest);
    }
}
