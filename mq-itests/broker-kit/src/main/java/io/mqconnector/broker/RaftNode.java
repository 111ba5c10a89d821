// SPDX-License-Identifier: MIT
package io.mqconnector.broker;

import java.io.OutputStream;
import java.io.PrintStream;
import java.net.BindException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.Feature;
import org.apache.kafka.server.common.MetadataVersion;
import org.jspecify.annotations.Nullable;

/**
 * A running KRaft node; the only class that touches Kafka's server, which has no public API. Confined to one thread at
 * a time: its owner guards it.
 */
final class RaftNode {
    private final KafkaRaftServer server;

    private RaftNode(KafkaRaftServer server) {
        this.server = server;
    }

    /**
     * Formats the log directory if it is new, starts a node and returns when it is out of its fence.
     *
     * @throws PortInUseException if it cannot listen on one of its ports; nothing runs then
     */
    static RaftNode start(Properties properties, BrokerPorts ports) throws PortInUseException {
        // Kafka ends the whole JVM when its controller cannot bind: look first.
        if (!ports.areFree()) {
            throw new PortInUseException(ports, null);
        }
        Path directory = Path.of(properties.getProperty("log.dirs"));
        if (!Files.exists(directory.resolve("meta.properties"))) {
            format(directory, Integer.parseInt(properties.getProperty("node.id")));
        }
        var server = new KafkaRaftServer(new KafkaConfig(properties, false), Time.SYSTEM);
        var node = new RaftNode(server);
        boolean isUp = false;
        try {
            server.startup();
            isUp = true;
            return node;
        } catch (RuntimeException e) {
            if (isBindFailure(e)) {
                throw new PortInUseException(ports, e);
            }
            throw new KafkaBrokerException("node did not start on " + ports + " in " + directory, e);
        } finally {
            if (!isUp) {
                node.stop();
            }
        }
    }

    void stop() {
        server.shutdown();
        server.awaitShutdown();
    }

    /** By the formatter, not just a {@code meta.properties}: only so are the production features, KIP-848 too, on. */
    private static void format(Path directory, int nodeId) {
        try (var silent = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)) {
            new Formatter()
                    .setPrintStream(silent)
                    .setSupportedFeatures(Feature.PRODUCTION_FEATURES)
                    .setUnstableFeatureVersionsEnabled(false)
                    .setReleaseVersion(MetadataVersion.LATEST_PRODUCTION)
                    .setClusterId(Uuid.randomUuid().toString())
                    .setNodeId(nodeId)
                    .setControllerListenerName(BrokerSettings.CONTROLLER_LISTENER)
                    .addDirectory(directory.toString())
                    .setMetadataLogDirectory(directory.toString())
                    .run();
        } catch (Exception e) { // Formatter.run declares it
            throw new KafkaBrokerException("cannot format " + directory, e);
        }
    }

    private static boolean isBindFailure(Throwable failure) {
        for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof BindException) {
                return true;
            }
        }
        return false;
    }
}
