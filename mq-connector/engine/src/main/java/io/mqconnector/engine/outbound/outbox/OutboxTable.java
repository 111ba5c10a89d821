// SPDX-License-Identifier: MIT
package io.mqconnector.engine.outbound.outbox;

import io.mqconnector.api.MqErrorCode;
import io.mqconnector.api.MqMessage;
import io.mqconnector.api.MqOutbox;
import io.mqconnector.engine.outbound.Refusal;
import io.mqconnector.engine.outbound.TracedMessage;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * The statements of one outbox: standard SQL that H2 and PostgreSQL take alike. Immutable and thread-safe; connections are
 * their callers', who also commit.
 *
 * <p>A message whose {@code failure} is set, and never empty, cannot be sent. It and later ones of its key are left out until that is cleared.
 */
final class OutboxTable {
    /** As wide as the columns. */
    private static final int LONGEST_MESSAGE_ID = 255;

    private static final int LONGEST_FAILURE = 1000;
    private static final Pattern TOPIC = Pattern.compile("[A-Za-z0-9._-]{1,249}");
    /** A batch is at most so large, or one message. */
    private static final long BATCH_BYTES = 16L * 1024 * 1024;
    /** What a driver reads ahead. */
    private static final int FETCH_SIZE = 50;

    private static final String SELECTED =
            "id, message_id, topic, record_key, record_value, record_headers, record_partition, record_timestamp";

    private final String name;
    private final String insert;
    private final String touch;
    private final String waiting;
    private final String stopped;
    private final String lock;
    private final String lockRow;
    private final String batch;
    private final String batchPastStopped;
    private final String delete;
    private final String stop;
    private final String retry;

    /** @param name legal as such, since it becomes part of statements */
    OutboxTable(String name) {
        this.name = name;
        String relay = name + "_relay";
        insert = "INSERT INTO " + name + " (message_id, topic, record_key, record_value, record_headers,"
                + " record_partition, record_timestamp) VALUES (?, ?, ?, ?, ?, ?, ?)";
        touch = "SELECT 1 FROM " + name + " WHERE id = 0";
        waiting = "SELECT 1 FROM " + name + " WHERE failure IS NULL FETCH FIRST 1 ROW ONLY";
        stopped = "SELECT 1 FROM " + name + " WHERE failure > '' FETCH FIRST 1 ROW ONLY";
        lock = "SELECT id FROM " + relay + " WHERE id = 1 FOR UPDATE SKIP LOCKED";
        lockRow = "SELECT id FROM " + relay + " WHERE id = 1";
        // nothing but the primary key: whatever an optimiser thinks of, it reads no more than the batch
        batch = "SELECT " + SELECTED + " FROM " + name + " ORDER BY id FETCH FIRST ? ROWS ONLY";
        batchPastStopped = "SELECT " + SELECTED + " FROM " + name + " o WHERE o.failure IS NULL AND NOT EXISTS"
                + " (SELECT 1 FROM " + name + " f WHERE f.topic = o.topic AND f.failure > '' AND f.id < o.id"
                + " AND (f.record_key = o.record_key OR (f.record_key IS NULL AND o.record_key IS NULL"
                + " AND f.record_partition = o.record_partition))) ORDER BY o.id FETCH FIRST ? ROWS ONLY";
        delete = "DELETE FROM " + name + " WHERE id = ?";
        stop = "UPDATE " + name + " SET failure = ? WHERE id = ?";
        retry = "UPDATE " + name + " SET failure = NULL WHERE failure IS NOT NULL";
    }

    String name() {
        return name;
    }

    /**
     * Writes a message.
     *
     * @param maxBytes what the relay could send
     * @return its id
     * @throws io.mqconnector.api.MqSendException if the relay could never send it; nothing was written
     */
    String insert(Connection connection, MqMessage sent, long maxBytes) throws SQLException {
        var message = TracedMessage.of(sent);
        var messageId = message.headers()
                .text(MqOutbox.MESSAGE_ID)
                .orElseGet(() -> UUID.randomUUID().toString());
        check(message, messageId, maxBytes);
        try (PreparedStatement statement = connection.prepareStatement(insert)) {
            statement.setString(1, messageId);
            statement.setString(2, message.topic());
            statement.setBytes(3, message.key());
            statement.setBytes(4, message.value());
            statement.setBytes(5, HeaderBytes.of(message.headers()));
            var partition = message.partition();
            if (partition.isPresent()) {
                statement.setInt(6, partition.getAsInt());
            } else {
                statement.setNull(6, Types.INTEGER);
            }
            statement.setLong(7, message.timestamp().orElseGet(System::currentTimeMillis));
            statement.executeUpdate();
        }
        return messageId;
    }

    private static void check(MqMessage message, String messageId, long maxBytes) {
        String topic = message.topic();
        if (!TOPIC.matcher(topic).matches() || topic.equals(".") || topic.equals("..")) {
            throw Refusal.of(
                    MqErrorCode.INVALID_ARGUMENT,
                    message,
                    "'" + topic + "' is no topic name: 1 to 249 letters, digits, dots, underscores and minus signs",
                    null);
        }
        if (messageId.length() > LONGEST_MESSAGE_ID) {
            throw Refusal.of(
                    MqErrorCode.INVALID_ARGUMENT,
                    message,
                    "its header " + MqOutbox.MESSAGE_ID + " has " + messageId.length() + " characters, "
                            + LONGEST_MESSAGE_ID + " are allowed",
                    null);
        }
        byte[] value = message.value();
        if (value != null && value.length > maxBytes) {
            throw Refusal.of(
                    MqErrorCode.MESSAGE_TOO_LARGE,
                    message,
                    "its value has " + value.length + " bytes; send less, or raise mq.producer.max-message-bytes (now "
                            + maxBytes + ") and the topic's max.message.bytes",
                    null);
        }
    }

    /**
     * Whether a transaction manager commits what is done with a connection, which may be in auto-commit mode then only in
     * name: on Open Liberty it takes part from its first statement on, and shows it by refusing what is a no-op elsewhere.
     */
    boolean takesPart(Connection connection) throws SQLException {
        if (!connection.getAutoCommit()) {
            return true;
        }
        var unused = isAny(connection, touch);
        try {
            connection.setAutoCommit(true);
            return false;
        } catch (SQLException e) {
            return true;
        }
    }

    /** Whether there is anything to do, without locking. */
    boolean hasWork(Connection connection, boolean alsoStopped) throws SQLException {
        return isAny(connection, waiting) || (alsoStopped && isAny(connection, stopped));
    }

    /**
     * Makes this transaction the only one that relays, if no other is.
     *
     * @throws SQLException also if the row to lock is missing
     */
    boolean lock(Connection connection) throws SQLException {
        if (isAny(connection, lock)) {
            return true;
        }
        if (!isAny(connection, lockRow)) {
            throw new SQLException("table " + name + "_relay has no row with id 1, which relays lock; insert it");
        }
        return false;
    }

    /** What is to be sent next, in order; by whoever has the lock, since relays alone mark messages. */
    List<OutboxRow> batch(Connection connection, int limit) throws SQLException {
        var rows = new ArrayList<OutboxRow>();
        long bytes = 0;
        var query = isAny(connection, stopped) ? batchPastStopped : batch;
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setInt(1, limit);
            statement.setFetchSize(FETCH_SIZE);
            try (ResultSet found = statement.executeQuery()) {
                while (bytes < BATCH_BYTES && found.next()) {
                    var row = row(found);
                    bytes += row.bytes();
                    rows.add(row);
                }
            }
        }
        return rows;
    }

    /** Takes out what has been acknowledged. */
    void delete(Connection connection, List<OutboxRow> rows) throws SQLException {
        if (rows.isEmpty()) {
            return;
        }
        try (PreparedStatement statement = connection.prepareStatement(delete)) {
            for (OutboxRow row : rows) {
                statement.setLong(1, row.id);
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    /** Marks what cannot be sent. */
    void stop(Connection connection, Map<OutboxRow, String> rows) throws SQLException {
        if (rows.isEmpty()) {
            return;
        }
        try (PreparedStatement statement = connection.prepareStatement(stop)) {
            for (var entry : rows.entrySet()) {
                String failure = entry.getValue();
                statement.setString(1, failure.substring(0, Math.min(failure.length(), LONGEST_FAILURE)));
                statement.setLong(2, entry.getKey().id);
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    /** Lets everything that was stopped be tried again. */
    void retry(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(retry)) {
            statement.executeUpdate();
        }
    }

    private static boolean isAny(Connection connection, String query) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(query);
                ResultSet found = statement.executeQuery()) {
            return found.next();
        }
    }

    private OutboxRow row(ResultSet found) throws SQLException {
        long id = found.getLong(1);
        var messageId = found.getString(2);
        int partition = found.getInt(7);
        boolean hasPartition = !found.wasNull();
        try {
            var headers = HeaderBytes.read(found.getBytes(6));
            return new OutboxRow(
                    id,
                    messageId,
                    found.getString(3),
                    found.getBytes(4),
                    found.getBytes(5),
                    headers.last(MqOutbox.MESSAGE_ID).isPresent()
                            ? headers
                            : headers.with(MqOutbox.MESSAGE_ID, messageId),
                    hasPartition ? partition : null,
                    found.getLong(8));
        } catch (IllegalArgumentException e) {
            throw new SQLException(
                    "row " + id + " of " + name + " was not written by this connector: " + e.getMessage(), e);
        }
    }
}
