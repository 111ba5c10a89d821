// SPDX-License-Identifier: MIT
package io.mqconnector.engine.management;

import io.mqconnector.engine.client.ClusterWatch;
import java.time.Duration;

/** A connection as JMX shows it. Thread-safe. */
record ConnectionView(ClusterWatch watch) implements ConnectionMXBean {
    private static final long LONGEST_MILLIS = Duration.ofHours(1).toMillis();

    @Override
    public String getBrokers() {
        return watch.brokers();
    }

    @Override
    public PingResult getCluster() {
        var last = watch.last();
        return last == null ? PingResult.NONE : PingResult.of(last);
    }

    @Override
    public PingResult ping(long timeoutMillis) {
        return PingResult.of(watch.ping(timeout(timeoutMillis)));
    }

    /** A time-out as written by somebody; nobody waits over JMX for longer than an hour. */
    static Duration timeout(long millis) {
        if (millis < 1 || millis > LONGEST_MILLIS) {
            throw new IllegalArgumentException(
                    "timeoutMillis " + millis + " is out of range; allowed are 1 to " + LONGEST_MILLIS);
        }
        return Duration.ofMillis(millis);
    }
}
