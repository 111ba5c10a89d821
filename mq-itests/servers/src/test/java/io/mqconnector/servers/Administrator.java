// SPDX-License-Identifier: MIT
package io.mqconnector.servers;

import java.util.List;
import java.util.Map;

/**
 * Deploys the resource adapter and an application that uses it on one product, as its page in docs/servers says.
 *
 * <p>For one thread. Adapter first, then the application; undeployed the other way round.
 */
interface Administrator {
    /** The server, to be started by the caller. */
    AppServer server();

    /** Where the connection factory is bound. */
    String factoryName();

    /** Whatever is configured once, on the running server. */
    void prepare();

    void deployAdapter();

    void undeployAdapter();

    void deployApplication();

    void undeployApplication();

    /**
     * What is to be deployed.
     *
     * @param settings of the server
     * @param adapter properties of the resource adapter, by name
     * @param application its name; the WAR has it, too
     * @param war without any server's descriptors
     * @param beans names of its message-driven beans
     */
    record Order(
            ServerSettings settings, Map<String, String> adapter, String application, Archive war, List<String> beans) {
        public Order {
            adapter = Map.copyOf(adapter);
            beans = List.copyOf(beans);
        }
    }
}
