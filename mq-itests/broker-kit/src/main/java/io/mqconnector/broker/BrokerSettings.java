// SPDX-License-Identifier: MIT
package io.mqconnector.broker;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.common.security.auth.SecurityProtocol;

/**
 * What a node is configured with, except ports and directory. Immutable.
 *
 * @param advertisedPort the port that clients are told, or 0 for the one the node listens on
 * @param clientProtocol protocol of the clients' listener
 * @param extra Kafka broker properties that win over the kit's
 */
record BrokerSettings(int advertisedPort, SecurityProtocol clientProtocol, Map<String, String> extra) {
    static final String CLIENT_LISTENER = "CLIENT";
    static final String DIRECT_LISTENER = "DIRECT";
    static final String CONTROLLER_LISTENER = "CONTROLLER";

    private static final int NODE_ID = 1;

    BrokerSettings {
        extra = Map.copyOf(extra);
    }

    /** What every broker of the kit has, in this JVM, in a child or in a container. */
    static Map<String, String> common() {
        var settings = new LinkedHashMap<String, String>();
        settings.put("auto.create.topics.enable", "false");
        settings.put("default.replication.factor", "1");
        settings.put("offsets.topic.replication.factor", "1");
        settings.put("offsets.topic.num.partitions", "4"); // 50 make the first consumer slow
        settings.put("transaction.state.log.replication.factor", "1");
        settings.put("transaction.state.log.min.isr", "1");
        settings.put("transaction.state.log.num.partitions", "4");
        settings.put("share.coordinator.state.topic.replication.factor", "1");
        settings.put("share.coordinator.state.topic.min.isr", "1");
        settings.put("share.coordinator.state.topic.num.partitions", "4");
        settings.put("group.initial.rebalance.delay.ms", "0"); // 3 s before the first member of a group gets records
        // A member learns of a rebalance with its heartbeat, every 5 s by default.
        settings.put("group.consumer.min.heartbeat.interval.ms", "200");
        settings.put("group.consumer.heartbeat.interval.ms", "200");
        settings.put("group.share.min.heartbeat.interval.ms", "200");
        settings.put("group.share.heartbeat.interval.ms", "200");
        return settings;
    }

    /** The complete configuration of a node that is broker and controller in one. */
    Properties toProperties(BrokerPorts ports, LogDirectory directory) {
        var properties = new Properties();
        properties.putAll(common());
        properties.setProperty("process.roles", "broker,controller");
        properties.setProperty("node.id", Integer.toString(NODE_ID));
        properties.setProperty(
                "controller.quorum.voters", NODE_ID + "@" + LoopbackPorts.HOST + ":" + ports.controller());
        properties.setProperty(
                "listeners",
                endpoint(CLIENT_LISTENER, ports.client()) + "," + endpoint(DIRECT_LISTENER, ports.direct()) + ","
                        + endpoint(CONTROLLER_LISTENER, ports.controller()));
        properties.setProperty(
                "advertised.listeners",
                endpoint(CLIENT_LISTENER, advertisedPort(ports)) + "," + endpoint(DIRECT_LISTENER, ports.direct()));
        properties.setProperty(
                "listener.security.protocol.map",
                CLIENT_LISTENER + ":" + clientProtocol.name + "," + DIRECT_LISTENER + ":PLAINTEXT,"
                        + CONTROLLER_LISTENER + ":PLAINTEXT");
        properties.setProperty("inter.broker.listener.name", DIRECT_LISTENER);
        properties.setProperty("controller.listener.names", CONTROLLER_LISTENER);
        properties.setProperty("log.dirs", directory.path().toString());
        properties.setProperty("log.cleaner.dedupe.buffer.size", Integer.toString(2 << 20)); // 128 MiB of heap
        properties.setProperty("num.network.threads", "2");
        properties.setProperty("num.io.threads", "4");
        properties.setProperty("background.threads", "2");
        properties.setProperty("controlled.shutdown.enable", "true"); // without, a restart waits for the old session
        properties.setProperty("broker.session.timeout.ms", "6000"); // 2 s misfire on a busy machine
        properties.setProperty("broker.heartbeat.interval.ms", "200");
        properties.putAll(extra);
        return properties;
    }

    int advertisedPort(BrokerPorts ports) {
        return advertisedPort == 0 ? ports.client() : advertisedPort;
    }

    private static String endpoint(String listener, int port) {
        return listener + "://" + LoopbackPorts.HOST + ":" + port;
    }
}
