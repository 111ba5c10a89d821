// SPDX-License-Identifier: MIT
package io.mqconnector.engine.monitoring;

/** What has a threshold. */
public enum AlertRule {
    /** The 99th percentile of a connection's send latencies. */
    LATENCY("latency", "us"),
    /** Messages acknowledged a second on a connection, while it sends: too few are no fault, and information only. */
    THROUGHPUT("throughput", "messages/s"),
    /** Percent of a connection's sends that failed. */
    ERROR_RATE("error-rate", "%"),
    /** Records that a listener is behind. */
    LAG("lag", "records"),
    /** Records that a watched group is behind. */
    GROUP_LAG("group-lag", "records"),
    /** Bytes of the heap in use after the last collection. */
    HEAP("heap", "bytes");

    private static final double CLEAR_BELOW = 0.8;

    private final String word;
    private final String unit;

    AlertRule(String word, String unit) {
        this.word = word;
        this.unit = unit;
    }

    /** Its name: {@code error-rate}. */
    public String word() {
        return word;
    }

    /** The unit of value and threshold. */
    public String unit() {
        return unit;
    }

    /** Whether crossing it is worth knowing, and nothing that somebody has to do something about. */
    public boolean isInformation() {
        return this == THROUGHPUT;
    }

    /** Whether a value is on the wrong side of a threshold. */
    boolean isCrossed(double value, double threshold) {
        return this == THROUGHPUT ? value > 0 && value < threshold : value > threshold;
    }

    /** Whether a value is on the right side of it by so much that an alert may be cleared. */
    boolean isWellOff(double value, double threshold) {
        return this == THROUGHPUT ? value <= 0 || value > threshold / CLEAR_BELOW : value < CLEAR_BELOW * threshold;
    }
}
