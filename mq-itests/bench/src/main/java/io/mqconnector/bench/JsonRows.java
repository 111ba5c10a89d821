// SPDX-License-Identifier: MIT
package io.mqconnector.bench;

import java.util.List;
import java.util.Locale;

/** Results as a JSON array of objects, flat but for the bars of those that have some. Stateless. */
final class JsonRows {
    private static final int RATIO_DECIMALS = 3;

    private JsonRows() {}

    /**
     * The whole text of the file.
     *
     * @param isQuotable otherwise each row says {@code "sanityOnly":true}
     */
    static String of(List<Result> results, boolean isQuotable) {
        var json = new StringBuilder("[");
        String separator = "\n";
        for (Result result : results) {
            json.append(separator);
            append(json, result, isQuotable);
            separator = ",\n";
        }
        return json.append(results.isEmpty() ? "]\n" : "\n]\n").toString();
    }

    private static void append(StringBuilder json, Result result, boolean isQuotable) {
        var measure = result.measure();
        json.append("{\"workload\":").append(quoted(measure.row()));
        json.append(",\"system\":").append(quoted(result.system()));
        json.append(",\"value\":").append(number(result.value().median(), measure.decimals()));
        json.append(",\"unit\":").append(quoted(measure.unit()));
        json.append(",\"ratioToRaw\":").append(number(result.ratioToRaw().median(), RATIO_DECIMALS));
        json.append(",\"min\":").append(number(result.value().min(), measure.decimals()));
        json.append(",\"max\":").append(number(result.value().max(), measure.decimals()));
        if (!result.verdicts().isEmpty()) {
            json.append(",\"bars\":[");
            String separator = "";
            for (Verdict verdict : result.verdicts()) {
                json.append(separator);
                append(json, verdict);
                separator = ",";
            }
            json.append(']');
        }
        if (!isQuotable) {
            json.append(",\"sanityOnly\":true");
        }
        json.append('}');
    }

    private static void append(StringBuilder json, Verdict verdict) {
        json.append("{\"bar\":").append(quoted(verdict.bar().text()));
        json.append(",\"value\":").append(number(verdict.reached().median(), RATIO_DECIMALS));
        json.append(",\"min\":").append(number(verdict.reached().min(), RATIO_DECIMALS));
        json.append(",\"max\":").append(number(verdict.reached().max(), RATIO_DECIMALS));
        json.append(",\"isMet\":").append(verdict.isMet()).append('}');
    }

    /** JSON knows neither infinity nor NaN. */
    static String number(double value, int decimals) {
        return Double.isFinite(value) ? String.format(Locale.ROOT, "%." + decimals + "f", value) : "null";
    }

    static String quoted(String text) {
        var json = new StringBuilder(text.length() + 2).append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else if (c < ' ') {
                json.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            } else {
                json.append(c);
            }
        }
        return json.append('"').toString();
    }
}
