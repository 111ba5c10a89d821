// SPDX-License-Identifier: MIT
package io.mqconnector.ra;

import jakarta.resource.ResourceException;
import jakarta.resource.spi.ConnectionEvent;
import jakarta.resource.spi.ConnectionEventListener;
import jakarta.resource.spi.ConnectionManager;
import jakarta.resource.spi.ConnectionRequestInfo;
import jakarta.resource.spi.ManagedConnection;
import jakarta.resource.spi.ManagedConnectionFactory;
import org.jspecify.annotations.Nullable;

/**
 * The connection manager where no server brings one: a new managed connection for each connection, destroyed with it. They
 * cost next to nothing, the producers behind them are shared. Stateless.
 */
final class UnpooledConnectionManager implements ConnectionManager {
    private static final long serialVersionUID = 1L;

    @Override
    public Object allocateConnection(ManagedConnectionFactory factory, @Nullable ConnectionRequestInfo info)
            throws ResourceException {
        var managed = factory.createManagedConnection(null, info);
        managed.addConnectionEventListener(new Destroyer(managed));
        return managed.getConnection(null, info);
    }

    private record Destroyer(ManagedConnection managed) implements ConnectionEventListener {
        @Override
        public void connectionClosed(ConnectionEvent event) {
            destroy();
        }

        @Override
        public void connectionErrorOccurred(ConnectionEvent event) {
            destroy();
        }

        @Override
        public void localTransactionStarted(ConnectionEvent event) {}

        @Override
        public void localTransactionCommitted(ConnectionEvent event) {}

        @Override
        public void localTransactionRolledback(ConnectionEvent event) {}

        private void destroy() {
            try {
                managed.destroy();
            } catch (ResourceException e) {
                throw new AssertionError("destroying a managed connection of ours cannot fail", e);
            }
        }
    }
}
