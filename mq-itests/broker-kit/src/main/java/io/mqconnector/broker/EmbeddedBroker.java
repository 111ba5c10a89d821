// SPDX-License-Identifier: MIT
package io.mqconnector.broker;

import org.jspecify.annotations.Nullable;

/**
 * One KRaft node, broker and controller in one, inside this JVM: about 3 s to start, half a second to restart.
 *
 * <p>Thread-safe; start, stop, restart and close exclude each other. Life-cycle: {@link #start()} and {@link #stop()}
 * as often as wanted, always on the same ports and data; {@link #close()} for good, which deletes the log directory
 * unless it was given. Kafka keeps two daemon threads {@code metrics-meter-tick-thread} and some static MBeans
 * afterwards.
 *
 * <p>Kafka ends the JVM on a fatal error of its controller; tests that cause such errors use {@link BrokerProcess}.
 */
public final class EmbeddedBroker extends NodeBroker {

    private @Nullable RaftNode node; // guarded by lock
    private boolean isClosed; // guarded by lock

    private EmbeddedBroker(Builder builder) {
        super(builder);
    }

    /** A builder; without further settings it makes a broker of its own ports and directory. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Starts the broker and returns when it answers; nothing happens if it runs. The first start chooses the ports.
     *
     * @return this
     * @throws KafkaBrokerException if it does not start, or its ports are taken meanwhile
     */
    public EmbeddedBroker start() {
        lock.lock();
        try {
            if (isClosed) {
                throw new IllegalStateException("closed: " + this);
            }
            if (node == null) {
                KafkaLogs.quiet();
                node = startNode();
                if (!awaitAnswer(Deadline.in(START), () -> true)) {
                    stop();
                    throw new KafkaBrokerException("no answer of " + this + " within " + START, null);
                }
            }
            return this;
        } finally {
            lock.unlock();
        }
    }

    /** Shuts the broker down in order; ports and data stay for the next start. Nothing happens if it does not run. */
    public void stop() {
        lock.lock();
        try {
            if (node != null) {
                node.stop();
                node = null;
            }
        } finally {
            lock.unlock();
        }
    }

    /** {@link #stop()}, then {@link #start()} on the same ports and data. */
    public void restart() {
        lock.lock();
        try {
            stop();
            start();
        } finally {
            lock.unlock();
        }
    }

    /** Whether the broker is started. */
    public boolean isRunning() {
        lock.lock();
        try {
            return node != null;
        } finally {
            lock.unlock();
        }
    }

    /** How many connections clients have to it, as it counts them itself; the kit's own are not among them. */
    public int clientConnectionCount() {
        return ConnectionCounts.of(settings.extra(), BrokerSettings.CLIENT_LISTENER);
    }

    @Override
    public void close() {
        lock.lock();
        try {
            if (isClosed) {
                return;
            }
            isClosed = true;
            closeAdmin();
            stop();
            directory.close();
        } finally {
            lock.unlock();
        }
    }

    private RaftNode startNode() {
        @Nullable PortInUseException collision = null;
        for (int i = 0; i < PORT_DRAWS; i++) {
            BrokerPorts chosen = ports;
            BrokerPorts tried = chosen == null ? BrokerPorts.free() : chosen;
            try {
                RaftNode started = RaftNode.start(settings.toProperties(tried, directory), tried);
                ports = tried;
                return started;
            } catch (PortInUseException e) {
                collision = e;
                if (chosen != null) {
                    break; // clients know these ports: others would not do
                }
            }
        }
        throw new KafkaBrokerException("no ports for " + this, collision);
    }

    /** Settings of an {@link EmbeddedBroker}. Not thread-safe. */
    public static final class Builder extends BrokerBuilder<Builder> {
        private Builder() {
            properties(ConnectionCounts.properties());
        }

        /** The broker, not started. */
        public EmbeddedBroker build() {
            return new EmbeddedBroker(this);
        }

        /** The broker, started; nothing stays behind if that fails. */
        public EmbeddedBroker start() {
            EmbeddedBroker broker = build();
            boolean isUp = false;
            try {
                broker.start();
                isUp = true;
                return broker;
            } finally {
                if (!isUp) {
                    broker.close();
                }
            }
        }

        @Override
        Builder self() {
            return this;
        }
    }
}
