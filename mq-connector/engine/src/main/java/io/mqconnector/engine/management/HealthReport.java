// SPDX-License-Identifier: MIT
package io.mqconnector.engine.management;

import io.mqconnector.api.MqHealth;
import java.util.List;

/**
 * How a connector is, one snapshot.
 *
 * @param status the worst of its parts: {@code UP}, {@code DEGRADED} or {@code DOWN}
 * @param live whether nothing is stuck, so that a new process would not help
 * @param parts connections first, then listeners
 */
public record HealthReport(String status, boolean live, List<Part> parts) {
    /**
     * One connection or listener.
     *
     * @param kind {@code CONNECTION} or {@code LISTENER}
     * @param name its name in configuration
     * @param status {@code UP}, {@code DEGRADED} or {@code DOWN}
     * @param reasons why it is as it is, a sentence each
     */
    public record Part(String kind, String name, String status, List<String> reasons) {}

    static HealthReport of(MqHealth health) {
        return new HealthReport(
                health.status().name(),
                health.isLive(),
                health.parts().stream()
                        .map(part -> new Part(
                                part.kind().name(), part.name(), part.status().name(), part.reasons()))
                        .toList());
    }
}
