// SPDX-License-Identifier: MIT
package io.mqconnector.api;

/**
 * What a producer has done, one consistent snapshot.
 *
 * <p>Latency counts from the call to the acknowledgement. Synchronous sends are all timed, asynchronous ones
 * while they are few; of many one in up to 64, which then stands for the others. Percentiles are over the last minute and
 * accurate to 1 %, average and maximum over the same window. All are 0 when nothing was timed.
 *
 * @param sentCount messages handed to Kafka since the start
 * @param acknowledgedCount messages acknowledged
 * @param failedCount messages that failed
 * @param inFlightCount messages waiting for their outcome
 * @param sentBytes key and value bytes handed to Kafka
 * @param acknowledgedPerSecond acknowledgements a second, mean of the last minute
 * @param latencyAverageMicros mean latency in microseconds
 * @param latencyP50Micros median latency in microseconds
 * @param latencyP99Micros 99th percentile in microseconds
 * @param latencyP999Micros 99.9th percentile in microseconds
 * @param latencyMaxMicros largest latency in microseconds
 */
public record MqProducerStats(
        long sentCount,
        long acknowledgedCount,
        long failedCount,
        long inFlightCount,
        long sentBytes,
        double acknowledgedPerSecond,
        long latencyAverageMicros,
        long latencyP50Micros,
        long latencyP99Micros,
        long latencyP999Micros,
        long latencyMaxMicros) {}
