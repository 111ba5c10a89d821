// SPDX-License-Identifier: MIT
package io.mqconnector.broker;

import org.jspecify.annotations.Nullable;

/** Brokers that somebody else runs; {@link #close()} ends only the Admin client. Thread-safe. */
final class ExternalBroker extends AdminBackedBroker {
    private final String bootstrapServers;

    private ExternalBroker(String bootstrapServers) {
        this.bootstrapServers = bootstrapServers;
    }

    static ExternalBroker at(@Nullable String bootstrapServers) {
        if (bootstrapServers == null || bootstrapServers.isBlank()) {
            throw new IllegalArgumentException(BrokerMode.PROPERTY + "=" + BrokerMode.EXTERNAL + " needs "
                    + BrokerMode.BOOTSTRAP_PROPERTY + "=host:port, which is empty");
        }
        return new ExternalBroker(bootstrapServers.strip());
    }

    @Override
    public String bootstrapServers() {
        return bootstrapServers;
    }

    @Override
    public void close() {
        closeAdmin();
    }

    @Override
    public String toString() {
        return "ExternalBroker[" + bootstrapServers + "]";
    }
}
