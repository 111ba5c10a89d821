// SPDX-License-Identifier: MIT
package io.mqconnector.engine.management;

import io.mqconnector.engine.monitoring.ScaleAdvice;

/**
 * What would help a consumer group that is behind; nothing is done by itself.
 *
 * @param group its name
 * @param lag records beyond what it has committed
 * @param partitions of which it has committed offsets, or which it has assigned
 * @param consumers its members, in all processes
 * @param advice {@code NONE}, {@code ADD_CONSUMERS} or {@code ADD_PARTITIONS}
 * @param text the same in a sentence
 */
public record GroupAdvice(String group, long lag, int partitions, int consumers, String advice, String text) {
    static GroupAdvice of(ScaleAdvice advice) {
        var lag = advice.lag();
        return new GroupAdvice(
                lag.group(),
                lag.lag(),
                lag.partitions(),
                lag.consumers(),
                advice.advice().name(),
                advice.text());
    }
}
