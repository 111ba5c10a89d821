// SPDX-License-Identifier: MIT
package io.mqconnector.ra;

import io.mqconnector.api.MqProducer;
import io.mqconnector.engine.runtime.Connector;
import jakarta.resource.NotSupportedException;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.ConnectionEvent;
import jakarta.resource.spi.ConnectionEventListener;
import jakarta.resource.spi.ConnectionRequestInfo;
import jakarta.resource.spi.LocalTransaction;
import jakarta.resource.spi.ManagedConnection;
import jakarta.resource.spi.ManagedConnectionMetaData;
import java.io.PrintWriter;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.security.auth.Subject;
import javax.transaction.xa.XAResource;
import org.jspecify.annotations.Nullable;

/**
 * What a server pools: the right to use the connector's shared producers, nothing that costs anything. The connector's own
 * pool holds the producers; nobody waits in both.
 *
 * <p>Thread-safe. Compared by identity, as the specification wants it.
 */
public final class MqManagedConnection implements ManagedConnection {
    private final Connector connector;
    private final String connection;
    /** Of that connection. */
    private final MqProducer shared;

    private final String user;
    /** Null unless connections take part in transactions. */
    private final @Nullable EnlistedTransaction enlisted;
    /** Guarded by its own concurrency; the server takes listeners out while they are called. */
    private final List<ConnectionEventListener> listeners = new CopyOnWriteArrayList<>();
    /** Open handles; guarded by its own concurrency. */
    private final Set<ConnectionHandle> handles = ConcurrentHashMap.newKeySet();

    private volatile @Nullable PrintWriter logWriter;
    /** Set once. */
    private volatile boolean destroyed;

    /**
     * @param connection the name of one of the connector's; empty for the default one
     * @throws io.mqconnector.api.MqConfigException if there is none of that name
     */
    MqManagedConnection(
            Connector connector, String connection, @Nullable String clientId, @Nullable PrintWriter logWriter) {
        this.connector = connector;
        this.connection = connection;
        this.shared = connector.producer(connection);
        this.user = clientId == null ? "" : clientId;
        this.logWriter = logWriter;
        this.enlisted = connector.isEnlisting(connection) ? new EnlistedTransaction(shared) : null;
    }

    @Override
    public Object getConnection(@Nullable Subject subject, @Nullable ConnectionRequestInfo info)
            throws ResourceException {
        if (destroyed) {
            throw new jakarta.resource.spi.IllegalStateException("mq: this managed connection is destroyed");
        }
        var handle = new ConnectionHandle(this);
        handles.add(handle);
        if (destroyed) {
            // meanwhile, and may not have seen it
            cleanup();
        }
        return handle;
    }

    /** Invalidates all handles; what was sent through them goes on, unless its transaction has not ended. */
    @Override
    public void cleanup() {
        if (enlisted != null) {
            enlisted.abandon();
        }
        for (ConnectionHandle handle : Set.copyOf(handles)) {
            if (handles.remove(handle)) {
                handle.invalidate(this);
            }
        }
    }

    @Override
    public void destroy() {
        destroyed = true;
        cleanup();
    }

    /**
     * Takes a handle over, be it another's or invalidated.
     *
     * @throws ResourceException if it is not a handle of ours, the application has closed it, or this is destroyed
     */
    @Override
    public void associateConnection(Object connection) throws ResourceException {
        if (!(connection instanceof ConnectionHandle handle)) {
            throw new jakarta.resource.spi.IllegalStateException(
                    "mq: not a connection of this resource adapter: " + connection);
        }
        if (destroyed || handle.isClosed()) {
            throw new jakarta.resource.spi.IllegalStateException(
                    "mq: " + (destroyed ? "this managed connection is destroyed" : "the connection is closed already"));
        }
        handles.add(handle);
        var before = handle.moveTo(this);
        if (before != null && before != this) {
            before.handles.remove(handle);
        }
        if (handle.isClosed()) {
            // meanwhile
            handles.remove(handle);
        }
    }

    @Override
    public void addConnectionEventListener(ConnectionEventListener listener) {
        listeners.add(listener);
    }

    @Override
    public void removeConnectionEventListener(ConnectionEventListener listener) {
        listeners.remove(listener);
    }

    /**
     * @throws NotSupportedException always
     */
    @Override
    public XAResource getXAResource() throws ResourceException {
        throw new NotSupportedException("mq: Kafka takes no part in two-phase commits");
    }

    /**
     * Always the same.
     *
     * @throws NotSupportedException unless {@code mq.producer.jta} is {@code enlist}
     */
    @Override
    public LocalTransaction getLocalTransaction() throws ResourceException {
        if (enlisted == null) {
            throw new NotSupportedException(
                    "mq: connections take part in transactions with mq.producer.jta=enlist only");
        }
        return enlisted;
    }

    @Override
    public ManagedConnectionMetaData getMetaData() {
        return new MetaData(user);
    }

    @Override
    public void setLogWriter(@Nullable PrintWriter writer) {
        logWriter = writer;
    }

    @Override
    public @Nullable PrintWriter getLogWriter() {
        return logWriter;
    }

    /** Sends, within the transaction that this connection is part of, if it is. */
    MqProducer producer() {
        var sends = enlisted == null ? null : enlisted.sends();
        return sends == null ? shared : sends;
    }

    boolean belongsTo(Connector other, String ofConnection) {
        return connector == other && connection.equals(ofConnection) && isUsable();
    }

    boolean isUsable() {
        return !destroyed && !connector.isClosed();
    }

    /** A handle was closed by the application. */
    void closed(ConnectionHandle handle) {
        handles.remove(handle);
        var event = new ConnectionEvent(this, ConnectionEvent.CONNECTION_CLOSED);
        event.setConnectionHandle(handle);
        for (ConnectionEventListener listener : listeners) {
            listener.connectionClosed(event);
        }
    }

    private record MetaData(String user) implements ManagedConnectionMetaData {
        @Override
        public String getEISProductName() {
            return "Apache Kafka";
        }

        @Override
        public String getEISProductVersion() {
            return "2.8 or newer";
        }

        /** 0: no limit known. */
        @Override
        public int getMaxConnections() {
            return 0;
        }

        @Override
        public String getUserName() {
            return user;
        }
    }
}
