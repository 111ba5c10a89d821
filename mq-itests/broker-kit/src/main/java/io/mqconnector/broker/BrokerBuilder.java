// SPDX-License-Identifier: MIT
package io.mqconnector.broker;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.security.auth.SecurityProtocol;
import org.jspecify.annotations.Nullable;

/**
 * The settings that {@link EmbeddedBroker} and {@link BrokerProcess} share. Not thread-safe.
 *
 * @param <S> the builder itself
 */
public abstract sealed class BrokerBuilder<S extends BrokerBuilder<S>>
        permits EmbeddedBroker.Builder, BrokerProcess.Builder {
    private final Map<String, String> properties = new HashMap<>();
    private int advertisedPort;
    private SecurityProtocol clientProtocol = SecurityProtocol.PLAINTEXT;
    private @Nullable Path logDirectory;

    BrokerBuilder() {}

    /** A Kafka broker property under Kafka's own name; it wins over the kit's setting. */
    public final S property(String name, String value) {
        properties.put(name, value);
        return self();
    }

    /** Several Kafka broker properties, as {@link #property}. */
    public final S properties(Map<String, String> more) {
        properties.putAll(more);
        return self();
    }

    /**
     * The port on 127.0.0.1 that clients are told instead of the one the broker listens on, so that a
     * {@link FaultProxy} stands in front of it.
     *
     * @param port 1 to 65535
     */
    public final S advertisedPort(int port) {
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("advertisedPort: " + port + " is not within 1..65535");
        }
        advertisedPort = port;
        return self();
    }

    /**
     * The security protocol of the clients' listener, whose Kafka name is {@code CLIENT}: its other settings are
     * {@link #property} {@code listener.name.client.…}. The direct address stays in plain text.
     */
    public final S clientProtocol(SecurityProtocol protocol) {
        clientProtocol = protocol;
        return self();
    }

    /** Where the broker keeps its data; created if missing, never deleted. Default: temporary, deleted by close. */
    public final S logDirectory(Path directory) {
        logDirectory = directory;
        return self();
    }

    final BrokerSettings settings() {
        return new BrokerSettings(advertisedPort, clientProtocol, properties);
    }

    final LogDirectory openLogDirectory() {
        return LogDirectory.of(logDirectory);
    }

    abstract S self();
}
