// SPDX-License-Identifier: MIT
package io.mqconnector.broker;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** A broker that this kit runs as a node of its own: settings, log directory and ports. Thread-safe. */
abstract sealed class NodeBroker extends AdminBackedBroker permits EmbeddedBroker, BrokerProcess {
    /** How long a node may take to answer: seconds on an idle machine, more after a kill or on a busy one. */
    static final Duration START = Duration.ofSeconds(90);
    /** How often a first start draws ports. */
    static final int PORT_DRAWS = 5;

    final BrokerSettings settings;
    final LogDirectory directory;
    /** Held by whatever starts or ends the node. */
    final ReentrantLock lock = new ReentrantLock();

    volatile @Nullable BrokerPorts ports; // written under lock, and not any more once a start succeeded

    NodeBroker(BrokerBuilder<?> builder) {
        settings = builder.settings();
        directory = builder.openLogDirectory();
    }

    @Override
    public final String bootstrapServers() {
        return LoopbackPorts.HOST + ":" + settings.advertisedPort(ports());
    }

    @Override
    public final String directBootstrapServers() {
        return LoopbackPorts.HOST + ":" + ports().direct();
    }

    /** Where the broker itself listens for clients: the target of a {@link FaultProxy} in front of it. */
    public final InetSocketAddress address() {
        return LoopbackPorts.address(ports().client());
    }

    /** Where it keeps its data. */
    public final Path logDirectory() {
        return directory.path();
    }

    @Override
    public final String toString() {
        return getClass().getSimpleName() + "[" + (ports == null ? "not started" : ports) + ", " + directory.path()
                + "]";
    }

    final BrokerPorts ports() {
        BrokerPorts chosen = ports;
        if (chosen == null) {
            throw new IllegalStateException("never started: " + this);
        }
        return chosen;
    }
}
