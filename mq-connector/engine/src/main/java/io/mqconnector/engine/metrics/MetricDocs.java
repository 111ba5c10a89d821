// SPDX-License-Identifier: MIT
package io.mqconnector.engine.metrics;

import java.util.Locale;

/** Writes the tables of {@code docs/monitoring.md} from the table of metrics. Stateless. */
public final class MetricDocs {
    private MetricDocs() {}

    /** The metrics, then their other names, in Markdown, with a line feed at the end. */
    public static String render() {
        var out = new StringBuilder();
        String group = "";
        for (Metric metric : Metric.values()) {
            String its = metric.isAlias() ? "The documents' names" : firstWord(metric.metricName());
            if (!its.equals(group)) {
                group = its;
                out.append(out.isEmpty() ? "### " : "\n### ")
                        .append(its)
                        .append("\n\n| metric | | unit | of each | says | Prometheus |\n|---|---|---|---|---|---|\n");
            }
            out.append("| `")
                    .append(metric.metricName())
                    .append("` | ")
                    .append(metric.kind().name().toLowerCase(Locale.ROOT))
                    .append(" | ")
                    .append(metric.unit())
                    .append(" | ")
                    .append(metric.labels().isEmpty() ? "" : "`" + String.join("`, `", metric.labels()) + "`")
                    .append(" | ")
                    .append(metric.meaning())
                    .append(" | `")
                    .append(metric.prometheusName())
                    .append("` |\n");
        }
        return out.toString();
    }

    private static String firstWord(String name) {
        return name.substring(0, name.indexOf('.'));
    }
}
