// SPDX-License-Identifier: MIT
package io.mqconnector.engine.runtime;

import io.mqconnector.api.MqConfig;
import io.mqconnector.engine.config.ConfigInput;
import io.mqconnector.engine.config.ConfigSnapshot;
import io.mqconnector.engine.config.Overrides;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Sources that say what a test wants them to. Thread-safe. */
final class FakeSources {
    private final Map<String, String> settings = new ConcurrentHashMap<>(Map.of("mq.instance-id", "one"));
    /** How often they have been read. */
    final AtomicInteger readings = new AtomicInteger();

    /** From now on. */
    void say(String key, String text) {
        settings.put(key, text);
    }

    /** From now on. */
    void say(Map<String, String> all) {
        settings.putAll(all);
    }

    /** From now on. */
    void sayNothingOf(String key) {
        settings.remove(key);
    }

    ConfigSnapshot read(Overrides overrides) {
        readings.incrementAndGet();
        var config = MqConfig.builder();
        settings.forEach(config::set);
        return ConfigInput.of(config.build(), FakeSources.class.getClassLoader())
                .read(overrides);
    }

    Object state() {
        return Map.copyOf(settings);
    }
}
