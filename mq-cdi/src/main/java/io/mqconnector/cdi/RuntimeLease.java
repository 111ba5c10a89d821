// SPDX-License-Identifier: MIT
package io.mqconnector.cdi;

import io.mqconnector.api.MqConfig;
import io.mqconnector.api.MqConfigException;
import io.mqconnector.spi.MqRuntime;
import java.util.List;

/**
 * A runtime that an application uses.
 *
 * @param runtime the runtime
 * @param from where it came from, for logs and errors
 * @param owned whether the application created it and must close it; one that a server runs outlives the application
 */
record RuntimeLease(MqRuntime runtime, String from, boolean owned) {
    /**
     * That of a runtime which a server runs.
     *
     * @throws MqConfigException if {@code config} is not empty: that runtime has been configured by the server
     */
    static RuntimeLease ofServer(MqRuntime runtime, String from, MqConfig config) {
        if (!config.values().isEmpty()) {
            throw new MqConfigException(List.of("the application has a bean of type MqConfig (" + config
                    + "), but it uses the connector '" + runtime.instanceId() + "' of the server, from " + from
                    + ", which the server has configured; remove the bean, and configure the resource adapter, or a"
                    + " listener by mq.listeners.\"<name>\".* in the application's configuration"));
        }
        return new RuntimeLease(runtime, from, false);
    }

    void end() {
        if (owned) {
            runtime.close();
        }
    }
}
