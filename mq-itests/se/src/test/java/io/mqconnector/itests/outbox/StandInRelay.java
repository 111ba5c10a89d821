// SPDX-License-Identifier: MIT
package io.mqconnector.itests.outbox;

import io.mqconnector.api.MqMessage;
import io.mqconnector.api.MqOutbox;
import io.mqconnector.api.MqProducer;
import io.mqconnector.api.MqReceipt;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;

/** A relay as short as can be, with a defect if wanted; for one thread, until its process is killed. */
final class StandInRelay {
    private static final int BATCH = 20;
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    /** So long that kills meet it. */
    private static final long UNSENT_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final DataSource dataSource;
    private final MqProducer producer;
    private final Defect defect;

    private record Row(long id, MqMessage message) {}

    StandInRelay(DataSource dataSource, MqProducer producer, Defect defect) {
        this.dataSource = dataSource;
        this.producer = producer;
        this.defect = defect;
    }

    /** Relays for ever. */
    void run() throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            while (true) {
                if (!relay(connection)) {
                    LockSupport.parkNanos(PAUSE_NANOS);
                }
                connection.commit();
            }
        }
    }

    private boolean relay(Connection connection) throws SQLException {
        if (!isAny(connection, "SELECT id FROM mq_outbox_relay WHERE id = 1 FOR UPDATE SKIP LOCKED")) {
            return false;
        }
        var rows = rows(connection);
        if (defect == Defect.DELETES_FIRST) {
            delete(connection, rows);
            connection.commit();
            LockSupport.parkNanos(UNSENT_NANOS);
        }
        var sent = new ArrayList<CompletableFuture<MqReceipt>>();
        for (Row row : rows) {
            sent.add(producer.sendAsync(row.message).toCompletableFuture());
        }
        CompletableFuture.allOf(sent.toArray(CompletableFuture[]::new)).join();
        if (defect != Defect.DELETES_FIRST) {
            delete(connection, rows);
        }
        return !rows.isEmpty();
    }

    private static boolean isAny(Connection connection, String query) throws SQLException {
        try (var statement = connection.createStatement();
                var found = statement.executeQuery(query)) {
            return found.next();
        }
    }

    private List<Row> rows(Connection connection) throws SQLException {
        var rows = new ArrayList<Row>();
        try (var statement = connection.createStatement();
                var found = statement.executeQuery(
                        "SELECT id, message_id, topic, record_key, record_value FROM mq_outbox ORDER BY id "
                                + (defect == Defect.NEWEST_FIRST ? "DESC" : "ASC") + " FETCH FIRST " + BATCH
                                + " ROWS ONLY")) {
            while (found.next()) {
                var id = defect == Defect.ANOTHER_ID ? UUID.randomUUID().toString() : found.getString(2);
                rows.add(new Row(
                        found.getLong(1),
                        MqMessage.builder(found.getString(3))
                                .key(found.getBytes(4))
                                .value(found.getBytes(5))
                                .header(MqOutbox.MESSAGE_ID, id)
                                .build()));
            }
        }
        return rows;
    }

    private static void delete(Connection connection, List<Row> rows) throws SQLException {
        try (var statement = connection.prepareStatement("DELETE FROM mq_outbox WHERE id = ?")) {
            for (Row row : rows) {
                statement.setLong(1, row.id);
                statement.executeUpdate();
            }
        }
    }
}
