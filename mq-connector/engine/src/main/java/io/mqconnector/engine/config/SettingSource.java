// SPDX-License-Identifier: MIT
package io.mqconnector.engine.config;

import static java.util.Objects.requireNonNull;

import java.util.Map;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Something that has settings by full key. Implementations are thread-safe, unless they say otherwise. */
interface SettingSource {
    /**
     * The setting of a key, or null.
     *
     * @throws BadSettingException if there is one that cannot be read
     */
    @Nullable
    Setting find(String key);

    /** The keys it knows of; those of the environment in the environment's spelling. */
    Set<String> names();

    /**
     * What tells whether anything in it is different from another time; compared by {@code equals}.
     *
     * @param asked keys that somebody goes by, of which it may know more than it {@linkplain #names names}
     */
    Object state(Set<String> asked);

    /** Whether expressions in its values are resolved already. */
    default boolean isExpanded() {
        return false;
    }

    /** {@code mq.client.brokers} as the environment writes it: {@code MQ_CLIENT_BROKERS}. */
    static String environmentName(String key) {
        var name = new StringBuilder(key.length());
        for (int i = 0; i < key.length(); i++) {
            char c = key.charAt(i);
            boolean isPlain = (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            name.append(isPlain ? c : c >= 'a' && c <= 'z' ? (char) (c - 'a' + 'A') : '_');
        }
        return name.toString();
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

            @Override
            public Object state(Set<String> asked) {
                return copy;
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
                } catch (RuntimeException | LinkageError | ServiceConfigurationError e) {
                    failed = true;
                    throw new BadSettingException(key + " from " + source + ": cannot be read: "
                            + e.getClass().getName());
                }
            }

            @Override
            public Set<String> names() {
                return Set.of();
            }

            @Override
            public Object state(Set<String> asked) {
                return settings;
            }
        };
    }

    /** Whether the value of a key, of the connector or of anybody else, is never shown. */
    static boolean isSecret(String key) {
        if (!key.startsWith("mq.")) {
            return RawKafka.isSecret(key.startsWith("kafka.") ? key.substring("kafka.".length()) : key);
        }
        // Only what comes after its owner's name counts: a listener may well be called 'tokens'.
        var name = KeyName.parse(key);
        var ours = name.key();
        if (ours != null) {
            return ours.isSecret();
        }
        return RawKafka.isSecret(name.isRaw() ? name.rawKafkaKey() : name.rest().isEmpty() ? key : name.rest());
    }
}
