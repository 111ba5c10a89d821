// SPDX-License-Identifier: MIT
package io.mqconnector.engine.monitoring;

/** Who hears of thresholds and groups besides notifiers. Thread-safe; called by whoever looks, never to wait. */
public interface MonitoringObserver {
    /**
     * A threshold was crossed, or is not any more.
     *
     * @param text the same for people
     */
    void alert(AlertState state, String text);

    /** Something else would help a group than before. */
    void advice(ScaleAdvice advice);
}
