// SPDX-License-Identifier: MIT
package io.mqconnector.engine.management;

import io.mqconnector.api.MqPing;

/**
 * What a ping found.
 *
 * @param reachable whether a broker answered
 * @param brokerCount how many brokers the cluster has
 * @param clusterId its id; empty when none answered
 * @param roundTripMicros time of the round trip, or of the waiting
 * @param failure why none answered, else empty
 */
public record PingResult(boolean reachable, int brokerCount, String clusterId, long roundTripMicros, String failure) {
    /** Before the first answer. */
    static final PingResult NONE = new PingResult(false, 0, "", 0, "no answer yet");

    static PingResult of(MqPing ping) {
        return new PingResult(
                ping.isReachable(),
                ping.brokerCount(),
                ping.clusterId(),
                ping.roundTripNanos() / 1_000,
                ping.failure().map(Throwable::getMessage).orElse(""));
    }
}
