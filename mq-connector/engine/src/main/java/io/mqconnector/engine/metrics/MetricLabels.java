// SPDX-License-Identifier: MIT
package io.mqconnector.engine.metrics;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a metric is of: {@code connection="analytics",topic="clicks"}. Immutable.
 *
 * @param values by label, in the order in which they are written
 */
public record MetricLabels(Map<String, String> values) {
    /** Of the connector. */
    public static final MetricLabels NONE = new MetricLabels(Map.of());

    private static final String DEFAULT_CONNECTION = "default";

    public MetricLabels {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /** Of a connection; the default one is not named. */
    public static MetricLabels ofConnection(String connection) {
        return connection.equals(DEFAULT_CONNECTION) ? NONE : NONE.with("connection", connection);
    }

    /** The same and one more. */
    public MetricLabels with(String label, String value) {
        var more = new LinkedHashMap<>(values);
        more.put(label, value);
        return new MetricLabels(more);
    }

    /** The same and others. */
    MetricLabels with(MetricLabels others) {
        var more = new LinkedHashMap<>(values);
        more.putAll(others.values);
        return new MetricLabels(more);
    }

    /** Whether it is of all that another is of. */
    boolean includes(MetricLabels others) {
        return values.entrySet().containsAll(others.values.entrySet());
    }

    /** As Prometheus writes them; empty if there are none. */
    String text() {
        return values.isEmpty()
                ? ""
                : values.entrySet().stream()
                        .map(label -> label.getKey() + "=\"" + escaped(label.getValue()) + '"')
                        .collect(Collectors.joining(",", "{", "}"));
    }

    private static String escaped(String value) {
        return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }
}
