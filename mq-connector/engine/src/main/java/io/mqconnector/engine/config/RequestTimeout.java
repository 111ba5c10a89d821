// SPDX-License-Identifier: MIT
package io.mqconnector.engine.config;

import java.time.Duration;

/**
 * What the documents' two time-outs of a connection are for Kafka, which has one for both. Immutable.
 *
 * @param key the key that says it
 * @param value how long
 */
record RequestTimeout(ConfigKey<Duration> key, Duration value) {
    static final String KAFKA_KEY = "request.timeout.ms";

    /** The longer of the two, or the one that somebody set. */
    static RequestTimeout of(Values values) {
        var read = of(values, ConfigKeys.CONNECTION_READ_TIMEOUT);
        var write = of(values, ConfigKeys.CONNECTION_WRITE_TIMEOUT);
        boolean isReadSet = values.isExplicit(read.key);
        boolean isWriteSet = values.isExplicit(write.key);
        if (isReadSet != isWriteSet) {
            return isReadSet ? read : write;
        }
        return read.value.compareTo(write.value) >= 0 ? read : write;
    }

    private static RequestTimeout of(Values values, ConfigKey<Duration> key) {
        return new RequestTimeout(key, values.get(key));
    }
}
