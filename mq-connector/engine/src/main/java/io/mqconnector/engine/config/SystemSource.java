// SPDX-License-Identifier: MIT
package io.mqconnector.engine.config;

import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** System properties, then the environment, as they were when this was made. What is set to nothing is not set. */
final class SystemSource implements SettingSource {
    private final Map<String, String> properties;
    private final Map<String, String> environment;
    private final Set<String> names;

    SystemSource(Map<String, String> properties, Map<String, String> environment) {
        this.properties = Map.copyOf(properties);
        this.environment = Map.copyOf(environment);
        var all = new TreeSet<>(properties.keySet());
        all.addAll(environment.keySet());
        this.names = Collections.unmodifiableSet(all);
    }

    /** Those of this process. */
    static SystemSource ofProcess() {
        return new SystemSource(texts(System.getProperties()), System.getenv());
    }

    private static Map<String, String> texts(Properties properties) {
        var texts = new HashMap<String, String>();
        for (var name : properties.stringPropertyNames()) {
            var text = properties.getProperty(name);
            if (text != null) {
                texts.put(name, text);
            }
        }
        return texts;
    }

    @Override
    public @Nullable Setting find(String key) {
        var text = properties.get(key);
        if (text != null && !text.isEmpty()) {
            return setting(key, text, "system property");
        }
        var inEnvironment = environment.containsKey(key) ? key : SettingSource.environmentName(key);
        text = environment.get(inEnvironment);
        return text == null || text.isEmpty() ? null : setting(key, text, "environment variable " + inEnvironment);
    }

    private static Setting setting(String key, String text, String source) {
        return new Setting(key, text, Layer.CONFIG, source, SettingSource.isSecret(key));
    }

    @Override
    public Set<String> names() {
        return names;
    }

    @Override
    public Object state(Set<String> asked) {
        return List.of(properties, environment);
    }
}
