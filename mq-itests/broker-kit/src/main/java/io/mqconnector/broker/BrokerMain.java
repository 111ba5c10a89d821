// SPDX-License-Identifier: MIT
package io.mqconnector.broker;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;

/**
 * A node as a program of its own: the child JVM of {@link BrokerProcess}.
 *
 * <p>Takes the path of a file of Kafka broker properties, and ends when its standard input does: on the parent's wish
 * or because the parent died.
 */
public final class BrokerMain {
    /** Exit status for "one of the ports is in use". */
    static final int PORT_IN_USE = 98;

    private static final Duration SHUTDOWN_LIMIT = Duration.ofSeconds(10);

    private BrokerMain() {}

    /**
     * Runs a node until standard input ends.
     *
     * @param args the properties file, the client, direct and controller port
     */
    @SuppressWarnings("SystemOut") // a program: its output is the parent's log file
    public static void main(String[] args) throws IOException, InterruptedException {
        KafkaLogs.quiet();
        var properties = new Properties();
        try (var in = Files.newBufferedReader(Path.of(args[0]), StandardCharsets.UTF_8)) {
            properties.load(in);
        }
        var ports = new BrokerPorts(Integer.parseInt(args[1]), Integer.parseInt(args[2]), Integer.parseInt(args[3]));
        var inputEnded = new CountDownLatch(1);
        watchInput(inputEnded);
        RaftNode node;
        try {
            node = RaftNode.start(properties, ports);
        } catch (PortInUseException e) {
            System.err.println(e);
            System.exit(PORT_IN_USE);
            return;
        }
        inputEnded.await();
        node.stop();
        System.exit(0);
    }

    /** Also ends a node that hangs in its start or its shutdown: nothing outlives the parent by more than 10 s. */
    private static void watchInput(CountDownLatch inputEnded) {
        var watch = new Thread(
                () -> {
                    try {
                        System.in.transferTo(OutputStream.nullOutputStream()); // only its end counts
                    } catch (IOException e) {
                        System.err.println("standard input: " + e); // as good as its end
                    }
                    inputEnded.countDown();
                    Deadline.in(SHUTDOWN_LIMIT).await(() -> false); // the main thread ends the JVM before
                    Runtime.getRuntime().halt(1);
                },
                "mq-broker-parent-watch");
        watch.setDaemon(true);
        watch.start();
    }
}
