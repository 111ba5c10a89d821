// SPDX-License-Identifier: MIT
package io.mqconnector.ra;

import io.mqconnector.api.MqConfigException;
import io.mqconnector.api.MqConnection;
import io.mqconnector.api.MqConnectionException;
import io.mqconnector.api.MqConnectionFactory;
import io.mqconnector.api.MqErrorCode;
import io.mqconnector.spi.MqRuntime;
import jakarta.resource.Referenceable;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.ConnectionManager;
import java.io.Serializable;
import javax.naming.NamingException;
import javax.naming.Reference;
import org.jspecify.annotations.Nullable;

/** What is bound in JNDI. Thread-safe. */
public final class MqConnectionFactoryImpl implements MqConnectionFactory, Referenceable, Serializable {
    private static final long serialVersionUID = 1L;

    private final @Nullable MqManagedConnectionFactory factory;
    private final @Nullable ConnectionManager connectionManager;
    /** Set by the server while it binds this. */
    private volatile @Nullable Reference reference;

    /** For servers that check whether there is one; cannot connect. */
    public MqConnectionFactoryImpl() {
        this.factory = null;
        this.connectionManager = null;
    }

    MqConnectionFactoryImpl(MqManagedConnectionFactory factory, ConnectionManager connectionManager) {
        this.factory = factory;
        this.connectionManager = connectionManager;
    }

    @Override
    public MqConnection getConnection() {
        var ofServer = connectionManager;
        if (ofServer == null) {
            throw new IllegalStateException("this factory was not made by a managed connection factory");
        }
        try {
            return (MqConnection) ofServer.allocateConnection(managed(), null);
        } catch (ResourceException e) {
            throw unavailable(e, isEnlisting());
        }
    }

    private boolean isEnlisting() {
        try {
            return managed().isConnectionEnlisting();
        } catch (ResourceException e) {
            // it has been told already
            return false;
        }
    }

    @Override
    public MqRuntime runtime() {
        try {
            return managed().connector();
        } catch (ResourceException e) {
            throw unavailable(e, false);
        }
    }

    @Override
    public void setReference(Reference reference) {
        this.reference = reference;
    }

    @Override
    public Reference getReference() throws NamingException {
        var bound = reference;
        if (bound == null) {
            throw new NamingException("this connection factory is not bound");
        }
        return bound;
    }

    private MqManagedConnectionFactory managed() {
        var made = factory;
        if (made == null) {
            throw new IllegalStateException("this factory was not made by a managed connection factory");
        }
        return made;
    }

    private static RuntimeException unavailable(ResourceException e, boolean isEnlisting) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof MqConfigException wrong) {
                return new MqConfigException(wrong.problems(), e);
            }
            if (cause instanceof jakarta.resource.spi.IllegalStateException) {
                // it does not come back by trying again
                return new MqConnectionException(
                        MqErrorCode.CLOSED, "no connection to be had: " + cause.getMessage(), e, false);
            }
        }
        if (isEnlisting) {
            return new MqConnectionException(
                    MqErrorCode.CONNECTION_FAILED,
                    "no connection to be had: " + e.getMessage() + "; with mq.producer.jta=enlist it is part of the JTA"
                            + " transaction as a local resource, of which a server takes one only: not beside a data"
                            + " source that is no XA resource, where outbox or after-commit are what works",
                    e,
                    true);
        }
        return new MqConnectionException(
                MqErrorCode.CONNECTION_FAILED, "no connection to be had: " + e.getMessage(), e, true);
    }
}
