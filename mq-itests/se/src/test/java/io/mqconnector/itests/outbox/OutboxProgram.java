// SPDX-License-Identifier: MIT
package io.mqconnector.itests.outbox;

import io.mqconnector.api.Mq;
import io.mqconnector.api.MqConfig;
import io.mqconnector.api.MqHeaders;
import io.mqconnector.api.MqOutbox;
import io.mqconnector.api.MqProducer;
import io.mqconnector.broker.KafkaLogs;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;

/**
 * A program that writes orders with their messages and relays, until it is killed. Each order has the next number of its
 * key; some transactions are rolled back, some have several orders. Ends when its standard input does.
 */
final class OutboxProgram {
    static final String RUNNING = "RUNNING";

    static final int KEYS = 12;
    private static final int WRITERS = 3;
    /** So that the relays keep up, and are killed while they delete what they have just sent. */
    private static final int MAX_PAUSE_NANOS = 20_000_000;

    private OutboxProgram() {}

    /**
     * Writes and relays.
     *
     * @param args brokers, JDBC URL, topic, instance, seed, defect
     */
    @SuppressWarnings("SystemOut") // a program: its output is what the test reads
    public static void main(String[] args) throws Exception {
        KafkaLogs.quiet();
        var dataSource = TestDatabase.dataSource(args[1]);
        var defect = Defect.valueOf(args[5]);
        try (var mq = Mq.create(MqConfig.builder()
                        .brokers(args[0])
                        .instanceId(args[3])
                        .set("mq.outbox.batch-size", "20")
                        .set("mq.outbox.poll-interval", "50ms")
                        .set("mq.outbox.relay", Boolean.toString(defect == Defect.NONE))
                        .build());
                var outbox = mq.outbox(dataSource)) {
            Sender sender = defect == Defect.SENDS_AT_ONCE ? atOnce(mq.producer()) : outbox::send;
            for (int i = 0; i < WRITERS; i++) {
                var random = new Random(Long.parseLong(args[4]) + i);
                start("writer-" + i, () -> write(dataSource, outbox, sender, args[2], random));
            }
            if (defect != Defect.NONE) {
                start("stand-in", () -> new StandInRelay(dataSource, mq.producer(), defect).run());
            }
            System.out.println(RUNNING);
            System.out.flush();
            while (System.in.read() >= 0) {
                // only the end counts: the parent has died
            }
            Runtime.getRuntime().halt(1);
        }
    }

    private interface Work {
        void run() throws SQLException;
    }

    /** Ends the process when it fails. */
    @SuppressWarnings("CatchAndPrintStackTrace")
    private static void start(String name, Work work) {
        var thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (SQLException | RuntimeException e) {
                        e.printStackTrace();
                        Runtime.getRuntime().halt(2);
                    }
                },
                name);
        thread.setDaemon(true);
        thread.start();
    }

    private interface Sender {
        /** Sends, or writes what is to be sent; the id of the message. */
        String send(Connection connection, String topic, String key, String value);
    }

    private static Sender atOnce(MqProducer producer) {
        return (connection, topic, key, value) -> {
            var id = UUID.randomUUID().toString();
            producer.send(topic, key, value, MqHeaders.of(MqOutbox.MESSAGE_ID, id));
            return id;
        };
    }

    private static void write(DataSource dataSource, MqOutbox outbox, Sender sender, String topic, Random random)
            throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            while (true) {
                transaction(connection, outbox, sender, topic, random);
                LockSupport.parkNanos(random.nextInt(MAX_PAUSE_NANOS));
            }
        }
    }

    private static void transaction(Connection connection, MqOutbox outbox, Sender sender, String topic, Random random)
            throws SQLException {
        var key = "k" + random.nextInt(KEYS);
        int count = 1 + random.nextInt(3);
        for (int i = 0; i < count; i++) {
            long number = next(connection, key);
            var id = key + ":" + number;
            var messageId = sender.send(connection, topic, key, id);
            try (var insert = connection.prepareStatement("INSERT INTO orders VALUES (?, ?, ?, ?)")) {
                insert.setString(1, id);
                insert.setString(2, key);
                insert.setLong(3, number);
                insert.setString(4, messageId);
                insert.executeUpdate();
            }
        }
        if (random.nextInt(5) == 0) {
            connection.rollback();
        } else {
            connection.commit();
            outbox.relayNow();
        }
    }

    /** Locks the key, as an application does that cares for its order. */
    private static long next(Connection connection, String key) throws SQLException {
        try (var update = connection.prepareStatement("UPDATE counters SET n = n + 1 WHERE k = ?")) {
            update.setString(1, key);
            update.executeUpdate();
        }
        try (var select = connection.prepareStatement("SELECT n FROM counters WHERE k = ?")) {
            select.setString(1, key);
            try (var found = select.executeQuery()) {
                found.next();
                return found.getLong(1);
            }
        }
    }
}
