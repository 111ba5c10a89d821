// SPDX-License-Identifier: MIT
package io.mqconnector.itests.delivery;

import io.mqconnector.broker.BrokerProcess;
import io.mqconnector.broker.EmbeddedBroker;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The brokers of a run: one in this JVM for all worlds in which it stays up. For one thread. */
final class ModelBrokers implements AutoCloseable {
    /** So that the end of a killed member is known, and a log is compacted, within the time of a world. */
    private static final Map<String, String> PROPERTIES = Map.of(
            "group.min.session.timeout.ms", "1000",
            "group.consumer.min.session.timeout.ms", "1000",
            "group.consumer.session.timeout.ms", "3000",
            "log.cleaner.backoff.ms", "200",
            "log.retention.check.interval.ms", "1000");

    private @Nullable EmbeddedBroker embedded;

    EmbeddedBroker embedded() {
        if (embedded == null) {
            embedded = EmbeddedBroker.builder().properties(PROPERTIES).start();
        }
        return embedded;
    }

    /** A new one, which the caller closes. */
    static BrokerProcess process() {
        return BrokerProcess.builder().properties(PROPERTIES).start();
    }

    @Override
    public void close() {
        if (embedded != null) {
            embedded.close();
        }
    }
}
