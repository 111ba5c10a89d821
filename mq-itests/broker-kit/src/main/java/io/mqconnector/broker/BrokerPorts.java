// SPDX-License-Identifier: MIT
package io.mqconnector.broker;

import java.util.List;

/**
 * The three ports of a node.
 *
 * @param client where the clients under test connect, perhaps through a proxy
 * @param direct where the kit's own clients connect, never through a proxy, always in plain text
 * @param controller the KRaft controller
 */
record BrokerPorts(int client, int direct, int controller) {
    static BrokerPorts free() {
        List<Integer> ports = LoopbackPorts.free(3);
        return new BrokerPorts(ports.get(0), ports.get(1), ports.get(2));
    }

    boolean areFree() {
        return LoopbackPorts.isFree(client) && LoopbackPorts.isFree(direct) && LoopbackPorts.isFree(controller);
    }
}
