// SPDX-License-Identifier: MIT
package io.mqconnector.engine.management;

import io.mqconnector.api.MqConfigException;
import io.mqconnector.engine.config.ConfigKeys;
import io.mqconnector.engine.config.ConfigScope;
import io.mqconnector.engine.config.Overrides;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The configuration as JMX sees it. Thread-safe.
 *
 * <p>What may not be changed over JMX is refused here already, whatever the configuration itself would say: an expression,
 * for one, could bring a secret into an error message.
 */
record ConfigView(ConfigControl control, Clock clock) implements ConfigMXBean {
    /** Who wants what is written over JMX. */
    static final String JMX = "JMX";

    private static final ChangeReport NO_CHANGE = new ChangeReport(-1, 0, "", false, List.of(), List.of(), List.of());

    @Override
    public List<Setting> getEffective() {
        return Setting.of(control.effective());
    }

    @Override
    public Map<String, String> getOverrides() {
        return control.overrides();
    }

    @Override
    public long getGeneration() {
        return control.generation();
    }

    @Override
    public long getPollIntervalMillis() {
        return settings().readMillis(ConfigKeys.CONFIG_POLL_INTERVAL);
    }

    @Override
    public void setPollIntervalMillis(long millis) {
        settings().writeMillis(ConfigKeys.CONFIG_POLL_INTERVAL, millis);
    }

    @Override
    public ChangeReport getLastChange() {
        return control.lastChange().orElse(NO_CHANGE);
    }

    @Override
    public ChangeReport set(String key, String value) {
        return change(Map.of(key.strip(), value), new ArrayList<>(), false);
    }

    @Override
    public ChangeReport apply(List<String> settings) {
        return change(settings, false);
    }

    @Override
    public ChangeReport dryRun(List<String> settings) {
        return change(settings, true);
    }

    @Override
    public ChangeReport resetOverrides(List<String> keys) {
        return control.reset(Set.copyOf(new LinkedHashSet<>(keys)), JMX);
    }

    @Override
    public ChangeReport applyLine(String settings) {
        return apply(parts(settings));
    }

    @Override
    public ChangeReport dryRunLine(String settings) {
        return dryRun(parts(settings));
    }

    @Override
    public ChangeReport resetLine(String keys) {
        return resetOverrides(parts(keys));
    }

    /** What stands between semicolons, but for those in quoted names. */
    private static List<String> parts(String line) {
        var parts = new ArrayList<String>();
        boolean isQuoted = false;
        int start = 0;
        for (int i = 0; i <= line.length(); i++) {
            if (i == line.length() || (line.charAt(i) == ';' && !isQuoted)) {
                var part = line.substring(start, i).strip();
                if (!part.isEmpty()) {
                    parts.add(part);
                }
                start = i + 1;
            } else if (line.charAt(i) == '"') {
                isQuoted = !isQuoted;
            }
        }
        return parts;
    }

    private AttributeSettings settings() {
        return new AttributeSettings(control, ConfigScope.CONNECTOR);
    }

    private ChangeReport change(List<String> lines, boolean isDryRun) {
        var settings = new LinkedHashMap<String, String>();
        var problems = new ArrayList<String>();
        for (var line : lines) {
            // a quoted name may contain the sign
            int sign = line.indexOf('=', Math.max(0, line.lastIndexOf("\".")));
            if (sign < 0) {
                problems.add("line " + (settings.size() + problems.size() + 1) + " is not of the form key=value");
                continue;
            }
            var key = line.substring(0, sign).strip();
            if (settings.put(key, line.substring(sign + 1).strip()) != null) {
                problems.add("'" + key + "' stands there twice");
            }
        }
        if (settings.isEmpty() && problems.isEmpty()) {
            problems.add("there is nothing to change; write lines of the form key=value");
        }
        return change(settings, problems, isDryRun);
    }

    private ChangeReport change(Map<String, String> settings, List<String> problems, boolean isDryRun) {
        if (problems.isEmpty()) {
            problems.addAll(refusals(settings));
        }
        if (!problems.isEmpty()) {
            return new ChangeReport(
                    control.generation(), clock.millis(), JMX, isDryRun, List.of(), List.of(), problems);
        }
        return isDryRun ? control.dryRun(settings, JMX) : control.apply(settings, JMX);
    }

    private static List<String> refusals(Map<String, String> settings) {
        try {
            var unused = Overrides.NONE.with(settings, JMX);
            return List.of();
        } catch (MqConfigException e) {
            return e.problems();
        }
    }
}
