// SPDX-License-Identifier: MIT
package io.mqconnector.bench;

import java.util.List;
import java.util.Locale;

/** Results for a reader. Stateless. */
final class TextTable {
    private static final String LINE = "  %-16s %14s %14s %14s   %6s %6s..%-6s%n";

    private TextTable() {}

    /**
     * The results of one measure.
     *
     * @param results at least one, all of the same measure
     */
    static String of(List<Result> results) {
        var measure = results.get(0).measure();
        var text = new StringBuilder();
        text.append(String.format(
                Locale.ROOT,
                "%s, %s, %s is better%n",
                measure.row(),
                measure.unit(),
                measure.isLowerBetter() ? "lower" : "higher"));
        text.append(String.format(Locale.ROOT, LINE, "system", "median", "min", "max", "x raw", "min", "max"));
        for (Result result : results) {
            var value = result.value();
            var ratio = result.ratioToRaw();
            text.append(String.format(
                    Locale.ROOT,
                    LINE,
                    result.system(),
                    measure.text(value.median()),
                    measure.text(value.min()),
                    measure.text(value.max()),
                    ratio(ratio.median()),
                    ratio(ratio.min()),
                    ratio(ratio.max())));
        }
        for (Result result : results) {
            result.verdicts().forEach(verdict -> text.append(line(verdict)));
        }
        return text.toString();
    }

    private static String line(Verdict verdict) {
        var reached = verdict.reached();
        return String.format(
                Locale.ROOT,
                "  bar: %s %s: %s, %s..%s: %s%n",
                verdict.bar().system(),
                verdict.bar().text(),
                ratio(reached.median()),
                ratio(reached.min()),
                ratio(reached.max()),
                verdict.word());
    }

    private static String ratio(double value) {
        return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%.3f", value);
    }
}
