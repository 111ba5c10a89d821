// SPDX-License-Identifier: MIT
package io.mqconnector.osgi;

import io.mqconnector.spi.MqRuntime;
import org.osgi.framework.Bundle;
import org.osgi.framework.ServiceFactory;
import org.osgi.framework.ServiceRegistration;

/**
 * Gives each bundle a view of its own on the connector, and closes it when the bundle lets go of the service: a bundle
 * that stops leaves no listener behind. Thread-safe.
 */
final class RuntimeLeases implements ServiceFactory<MqRuntime> {
    private final MqRuntime runtime;
    /** Written by the thread that ends the component, read by the same one when the service goes. */
    private volatile boolean isLeftToConnector;

    RuntimeLeases(MqRuntime runtime) {
        this.runtime = runtime;
    }

    /** The connector is about to be closed, which closes all subscriptions at once; here it would be one by one. */
    void leaveToConnector() {
        isLeftToConnector = true;
    }

    @Override
    public MqRuntime getService(Bundle bundle, ServiceRegistration<MqRuntime> registration) {
        return new LeasedRuntime(runtime);
    }

    @Override
    public void ungetService(Bundle bundle, ServiceRegistration<MqRuntime> registration, MqRuntime lease) {
        if (!isLeftToConnector) {
            lease.close();
        }
    }
}
