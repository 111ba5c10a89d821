// SPDX-License-Identifier: MIT
package io.mqconnector.engine.management;

import io.mqconnector.engine.config.ConfigKey;
import io.mqconnector.engine.config.ConfigScope;
import io.mqconnector.engine.config.ConfigValue;
import io.mqconnector.engine.config.Layer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Takes every change, unless it is told to refuse, and remembers what it was asked. For one thread. */
final class FakeControl implements ConfigControl {
    final List<String> asked = new ArrayList<>();
    final Map<String, String> overrides = new LinkedHashMap<>();
    List<String> refusal = List.of();
    private long generation;
    private @Nullable ChangeReport last;

    @Override
    public List<ConfigValue> effective() {
        return List.of(
                new ConfigValue("mq.producer.linger", "PT0.005S", Layer.DEFAULT, "default"),
                new ConfigValue("mq.client.sasl-password", "****", Layer.EXPLICIT, "MqConfig"),
                new ConfigValue("mq.connections.\"other\".pool.max-idle", "3", Layer.CONFIG, "a file"),
                new ConfigValue("mq.kafka.common.metric.reporters", "", Layer.CONFIG, "a file"));
    }

    @Override
    public <T> T value(ConfigScope scope, ConfigKey<T> key) {
        var text = overrides.getOrDefault(scope.keyName(key), key.defaultText());
        return key.type().parse(String.valueOf(text));
    }

    @Override
    public Map<String, String> overrides() {
        return Map.copyOf(overrides);
    }

    @Override
    public ChangeReport apply(Map<String, String> changes, String by) {
        asked.add("apply " + changes + " by " + by);
        if (refusal.isEmpty()) {
            overrides.putAll(changes);
            generation++;
        }
        return report(changes, by, false);
    }

    @Override
    public ChangeReport dryRun(Map<String, String> changes, String by) {
        asked.add("dryRun " + changes + " by " + by);
        return report(changes, by, true);
    }

    @Override
    public ChangeReport reset(Set<String> keys, String by) {
        asked.add("reset " + keys + " by " + by);
        overrides.keySet().removeAll(keys);
        generation++;
        return report(Map.of(), by, false);
    }

    @Override
    public long generation() {
        return generation;
    }

    @Override
    public Optional<ChangeReport> lastChange() {
        return Optional.ofNullable(last);
    }

    private ChangeReport report(Map<String, String> changes, String by, boolean isDryRun) {
        var applied = changes.entrySet().stream()
                .map(entry ->
                        new ChangeReport.Change(entry.getKey(), "before", entry.getValue(), ChangeReport.How.ROLLED))
                .toList();
        var report = new ChangeReport(
                generation, 1_000, by, isDryRun, refusal.isEmpty() ? applied : List.of(), List.of(), refusal);
        if (!isDryRun) {
            last = report;
        }
        return report;
    }
}
