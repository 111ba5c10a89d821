// SPDX-License-Identifier: MIT
package io.mqconnector.ra;

import io.mqconnector.api.MqConfigException;
import io.mqconnector.engine.config.JtaMode;
import io.mqconnector.engine.runtime.Connector;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.ConnectionManager;
import jakarta.resource.spi.ConnectionRequestInfo;
import jakarta.resource.spi.InvalidPropertyException;
import jakarta.resource.spi.ManagedConnection;
import jakarta.resource.spi.ManagedConnectionFactory;
import jakarta.resource.spi.ResourceAdapter;
import jakarta.resource.spi.ResourceAdapterAssociation;
import jakarta.resource.spi.SecurityException;
import jakarta.resource.spi.TransactionSupport;
import jakarta.resource.spi.ValidatingManagedConnectionFactory;
import jakarta.resource.spi.security.PasswordCredential;
import java.io.PrintWriter;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import javax.security.auth.Subject;
import org.jspecify.annotations.Nullable;

/**
 * Makes connections. In a server they share the producers of the resource adapter's connector, or, if this factory sets
 * anything itself, of a connector with both settings, the factory's being stronger.
 *
 * <p>Without a server ({@link #createConnectionFactory()}), the factory has a connector of its own, started by the first
 * connection and closed by {@link #close()}. Thread-safe.
 */
public class MqManagedConnectionFactory extends ConnectorProperties
        implements ManagedConnectionFactory,
                ResourceAdapterAssociation,
                ValidatingManagedConnectionFactory,
                TransactionSupport,
                AutoCloseable {
    private static final long serialVersionUID = 1L;

    private final ReentrantLock lock = new ReentrantLock();
    /** Guarded by {@link #lock}. */
    private transient @Nullable MqResourceAdapter resourceAdapter;
    /** Guarded by {@link #lock}: whether there has been one; serialised, as the resource adapter cannot be. */
    private boolean managed;
    /** Guarded by {@link #lock}: without a resource adapter. */
    private transient @Nullable Connector own;
    /** The name of the connection; empty for the default one. */
    private volatile String connection = "";
    /** Set by the server, only passed on. */
    private transient volatile @Nullable PrintWriter logWriter;

    /** For the server. */
    public MqManagedConnectionFactory() {}

    /** Which of the connector's connections this is for, as configured by {@code mq.connections."<name>".*}. */
    public @Nullable String getConnection() {
        var name = connection;
        return name.isEmpty() ? null : name;
    }

    /** As {@link #getConnection()}; null or blank for the default one. */
    public void setConnection(@Nullable String connection) {
        this.connection = connection == null ? "" : connection.strip();
    }

    @Override
    public Object createConnectionFactory(ConnectionManager connectionManager) {
        startRelay();
        return new MqConnectionFactoryImpl(this, connectionManager);
    }

    /** What a process left in an outbox when it died does not wait for the first connection of the next one. */
    private void startRelay() {
        boolean hasOutbox =
                getOutboxDataSource() != null || JtaMode.OUTBOX.word().equalsIgnoreCase(getProducerJta());
        if (hasOutbox && getResourceAdapter() instanceof MqResourceAdapter adapter) {
            try {
                adapter.startEarly(settings());
            } catch (IllegalArgumentException e) {
                // whoever wants a connection is told
            }
        }
    }

    /** A factory for use without a server: each connection is new. */
    @Override
    public Object createConnectionFactory() {
        return new MqConnectionFactoryImpl(this, new UnpooledConnectionManager());
    }

    /**
     * @throws SecurityException if the server brings a password: credentials belong into the configuration
     * @throws InvalidPropertyException if the configuration is wrong
     */
    @Override
    public ManagedConnection createManagedConnection(@Nullable Subject subject, @Nullable ConnectionRequestInfo info)
            throws ResourceException {
        if (subject != null
                && subject.getPrivateCredentials(PasswordCredential.class).stream()
                        .anyMatch(credential -> equals(credential.getManagedConnectionFactory()))) {
            throw new SecurityException("mq: container-managed sign-on is not supported, all connections share the"
                    + " producers; leave user and password out here and configure security with mq.kafka.common.*");
        }
        try {
            return new MqManagedConnection(connector(), connection, getClientId(), logWriter);
        } catch (MqConfigException e) {
            throw new InvalidPropertyException("mq: connection factory: " + e.getMessage(), e);
        }
    }

    @Override
    @SuppressWarnings("rawtypes") // the specification's signature
    public @Nullable ManagedConnection matchManagedConnections(
            Set candidates, @Nullable Subject subject, @Nullable ConnectionRequestInfo info) throws ResourceException {
        var connector = connector();
        for (Object candidate : candidates) {
            if (candidate instanceof MqManagedConnection managedConnection
                    && managedConnection.belongsTo(connector, connection)) {
                return managedConnection;
            }
        }
        return null;
    }

    /** Those whose connector has been closed; asks no broker. */
    @Override
    @SuppressWarnings({"rawtypes", "unchecked"}) // the specification's signature
    public Set getInvalidConnections(Set candidates) {
        var invalid = new HashSet<Object>();
        for (Object candidate : candidates) {
            if (candidate instanceof MqManagedConnection connection && !connection.isUsable()) {
                invalid.add(connection);
            }
        }
        return invalid;
    }

    /** Local transactions with {@code mq.producer.jta=enlist}, else none. */
    @Override
    public TransactionSupportLevel getTransactionSupport() {
        boolean isEnlisting = JtaMode.ENLIST.word().equalsIgnoreCase(getProducerJta());
        if (!isEnlisting && getResourceAdapter() != null) {
            try {
                isEnlisting = isConnectionEnlisting();
            } catch (ResourceException e) {
                // whoever wants a connection is told
                isEnlisting = false;
            }
        }
        return isEnlisting ? TransactionSupportLevel.LocalTransaction : TransactionSupportLevel.NoTransaction;
    }

    /** Whether the connection takes part in transactions. */
    boolean isConnectionEnlisting() throws ResourceException {
        try {
            return connector().isEnlisting(connection);
        } catch (MqConfigException e) {
            throw new InvalidPropertyException("mq: connection factory: " + e.getMessage(), e);
        }
    }

    @Override
    public @Nullable ResourceAdapter getResourceAdapter() {
        lock.lock();
        try {
            return resourceAdapter;
        } finally {
            lock.unlock();
        }
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // an equal one is another one
    public void setResourceAdapter(ResourceAdapter adapter) throws ResourceException {
        if (!(adapter instanceof MqResourceAdapter ours)) {
            throw new jakarta.resource.spi.IllegalStateException("mq: a connection factory needs a "
                    + MqResourceAdapter.class.getName() + ", and this is a "
                    + (adapter == null ? "null" : adapter.getClass().getName()));
        }
        lock.lock();
        try {
            if (resourceAdapter != null && resourceAdapter != ours) {
                throw new jakarta.resource.spi.IllegalStateException(
                        "mq: this connection factory belongs to another resource adapter already");
            }
            resourceAdapter = ours;
            managed = true;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void setLogWriter(@Nullable PrintWriter writer) {
        logWriter = writer;
    }

    @Override
    public @Nullable PrintWriter getLogWriter() {
        return logWriter;
    }

    /** Closes the connector of a factory that is used without a server; does nothing in one. Idempotent. */
    @Override
    public void close() {
        Connector closing;
        lock.lock();
        try {
            closing = own;
            own = null;
        } finally {
            lock.unlock();
        }
        if (closing != null) {
            closing.close();
        }
    }

    /** The connector behind this factory; started if it has to be. */
    Connector connector() throws ResourceException {
        lock.lock();
        try {
            var settings = checkedSettings();
            if (resourceAdapter != null) {
                return resourceAdapter.connector(settings);
            }
            if (managed) {
                throw new jakarta.resource.spi.IllegalStateException("mq: this connection factory was serialised out of"
                        + " its server, where its resource adapter is; look it up there again");
            }
            if (own == null) {
                own = Connector.start(toConfig(settings), MqManagedConnectionFactory.class.getClassLoader());
            }
            return own;
        } catch (MqConfigException e) {
            throw new InvalidPropertyException("mq: connection factory: " + e.getMessage(), e);
        } finally {
            lock.unlock();
        }
    }

    private Map<String, String> checkedSettings() {
        try {
            return settings();
        } catch (IllegalArgumentException e) {
            throw new MqConfigException(List.of(String.valueOf(e.getMessage())));
        }
    }

    /** By what is set; the resource adapter is left out, since it is associated later. */
    @Override
    public boolean equals(@Nullable Object other) {
        return isSameAs(other)
                && other instanceof MqManagedConnectionFactory factory
                && factory.connection.equals(connection);
    }

    @Override
    public int hashCode() {
        return 31 * settingsHash() + connection.hashCode();
    }
}
