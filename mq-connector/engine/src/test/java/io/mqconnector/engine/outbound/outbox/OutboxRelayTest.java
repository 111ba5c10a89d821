// SPDX-License-Identifier: MIT
package io.mqconnector.engine.outbound.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mqconnector.api.MqErrorCode;
import io.mqconnector.api.MqHeaders;
import io.mqconnector.api.MqMessage;
import io.mqconnector.api.MqOutbox;
import io.mqconnector.api.MqOutcome;
import io.mqconnector.api.MqSendException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class OutboxRelayTest {
    private static final RelaySettings SETTINGS =
            new RelaySettings("test", "mq_outbox", true, Duration.ofMillis(10), 10, Duration.ofSeconds(30), 1_000);

    private final AtomicLong nanoTime = new AtomicLong();
    private final FakeSender sender = new FakeSender();
    private final AtomicLong relayed = new AtomicLong();
    private final AtomicLong stopped = new AtomicLong();
    private final OutboxTable table = new OutboxTable("mq_outbox");

    @AutoClose
    private TestDatabase database;

    private OutboxRelay relay;

    @BeforeEach
    void open() throws Exception {
        database = new TestDatabase();
        relay = new OutboxRelay(SETTINGS, database, sender, relayed::addAndGet, stopped::addAndGet, nanoTime::get);
    }

    @Test
    void sendsWhatIsCommittedInOrderAndDeletesIt() throws Exception {
        write("a", "1");
        write("b", "2");
        write("a", "3");

        assertThat(relay.runOnce()).isEqualTo(OutboxRelay.Found.MORE);

        assertThat(sender.sent).containsExactlyInAnyOrder("1", "2", "3");
        assertThat(sender.sent.indexOf("1")).isLessThan(sender.sent.indexOf("3"));
        assertThat(remaining()).isEmpty();
        assertThat(relayed).hasValue(3);
        assertThat(relay.runOnce()).isEqualTo(OutboxRelay.Found.NOTHING);
    }

    @Test
    void everythingOfAMessageArrives() throws Exception {
        try (Connection connection = database.connect()) {
            table.insert(
                    connection,
                    MqMessage.builder("t")
                            .key("k")
                            .value("v")
                            .header("h", "1")
                            .headers(MqHeaders.of("h", "1").with("h", "2").with("n", (byte[]) null))
                            .timestamp(123)
                            .partition(4)
                            .build(),
                    1_000);
        }

        relay.runOnce();

        var row = sender.rows.get(0);
        assertThat(row.topic).isEqualTo("t");
        assertThat(row.key).asString().isEqualTo("k");
        assertThat(row.timestampMillis).isEqualTo(123);
        assertThat(row.partition).isEqualTo(4);
        assertThat(row.headers.all("h")).hasSize(2);
        assertThat(row.headers.all("n").get(0).value()).isNull();
        assertThat(row.headers.text(MqOutbox.MESSAGE_ID)).contains(row.messageId);
    }

    @Test
    void aMessageKeepsTheIdThatItBrings() throws Exception {
        try (Connection connection = database.connect()) {
            var id = table.insert(
                    connection,
                    MqMessage.builder("t")
                            .header(MqOutbox.MESSAGE_ID, "mine")
                            .value("v")
                            .build(),
                    1_000);
            assertThat(id).isEqualTo("mine");
        }

        relay.runOnce();

        assertThat(sender.rows.get(0).headers.all(MqOutbox.MESSAGE_ID)).hasSize(1);
    }

    @Test
    void whatIsNotCommittedIsNotSent() throws Exception {
        try (Connection connection = database.connect()) {
            connection.setAutoCommit(false);
            table.insert(connection, MqMessage.of("t", "k", new byte[] {1}), 1_000);

            assertThat(relay.runOnce()).isEqualTo(OutboxRelay.Found.NOTHING);

            connection.rollback();
        }
        assertThat(relay.runOnce()).isEqualTo(OutboxRelay.Found.NOTHING);
        assertThat(sender.sent).isEmpty();
    }

    @Test
    void aKeyWaitsForTheAcknowledgementOfItsMessageBefore() throws Exception {
        write("a", "1");
        write("a", "2");
        write("a", "3");
        sender.failures.put("2", new ArrayList<>(List.of(failure(MqErrorCode.TIMED_OUT))));

        relay.runOnce();

        assertThat(sender.sent).containsExactly("1");
        nanoTime.addAndGet(Duration.ofSeconds(31).toNanos());
        relay.runOnce();
        assertThat(sender.sent).containsExactly("1", "2", "3");
        assertThat(remaining()).isEmpty();
    }

    @Test
    void aMessageThatCannotBeSentStopsItsKeyOnlyAndIsTriedAgain() throws Exception {
        write("a", "1");
        write("a", "2");
        write("b", "3");
        sender.failures.put("1", new ArrayList<>(List.of(failure(MqErrorCode.MESSAGE_TOO_LARGE))));

        relay.runOnce();
        write("a", "4");
        write("b", "5");
        relay.runOnce();

        assertThat(sender.sent).containsExactly("3", "5");
        assertThat(remaining()).containsExactly("1", "2", "4");
        assertThat(database.texts("SELECT failure FROM mq_outbox WHERE failure IS NOT NULL"))
                .containsExactly("on purpose");
        assertThat(stopped).hasValue(1);

        nanoTime.addAndGet(Duration.ofSeconds(31).toNanos());
        relay.runOnce();

        assertThat(sender.sent).containsExactly("3", "5", "1", "2", "4");
        assertThat(remaining()).isEmpty();
    }

    @Test
    void messagesOfAStoppedKeyDoNotFillTheBatch() throws Exception {
        sender.failures.put("0", new ArrayList<>(List.of(failure(MqErrorCode.MESSAGE_TOO_LARGE))));
        for (int i = 0; i < 30; i++) {
            write("a", "" + i);
        }
        write("b", "other");

        for (int i = 0; i < 4; i++) {
            relay.runOnce();
        }

        assertThat(sender.sent).containsExactly("other");
    }

    /** Takes minutes if a batch costs as much as the backlog. */
    @Test
    @Timeout(30)
    void aLongBacklogIsSentInReasonableTime() throws Exception {
        sender.failures.put("0", new ArrayList<>(List.of(failure(MqErrorCode.MESSAGE_TOO_LARGE))));
        try (Connection connection = database.connect()) {
            for (int i = 0; i < 4_000; i++) {
                var message = MqMessage.builder("t").key("k" + i % 50).value("" + i);
                table.insert(connection, message.build(), 1_000);
            }
        }

        while (relay.runOnce() == OutboxRelay.Found.MORE) {
            // until nothing is left that may be sent
        }

        assertThat(sender.sent).hasSize(4_000 - 80).doesNotContain("0", "50", "100");
        assertThat(remaining()).hasSize(80);
    }

    @Test
    void aMissingTopicIsAskedForOnceUntilTheNextRetry() throws Exception {
        write("a", "1");
        write("b", "2");
        write(null, "3");
        for (String text : List.of("1", "2", "3")) {
            sender.failures.put(text, new ArrayList<>(List.of(failure(MqErrorCode.TOPIC_NOT_FOUND))));
        }

        relay.runOnce();

        assertThat(sender.tried).containsExactly("1");
        assertThat(stopped).hasValue(3);
    }

    @Test
    void withoutABrokerNothingIsMarkedAndAllIsTriedAgain() throws Exception {
        write("a", "1");
        write("b", "2");
        sender.failures.put("1", new ArrayList<>(List.of(failure(MqErrorCode.CONNECTION_FAILED))));

        assertThat(relay.runOnce()).isEqualTo(OutboxRelay.Found.TROUBLE);

        assertThat(sender.tried).containsExactly("1");
        assertThat(database.texts("SELECT 1 FROM mq_outbox WHERE failure IS NOT NULL"))
                .isEmpty();
        assertThat(relay.runOnce()).isEqualTo(OutboxRelay.Found.MORE);
        assertThat(sender.sent).containsExactly("1", "2");
    }

    @Test
    void whileAnotherRelayIsAtWorkThisOneIsNot() throws Exception {
        write("a", "1");
        try (Connection connection = database.connect()) {
            connection.setAutoCommit(false);
            assertThat(table.lock(connection)).isTrue();

            assertThat(relay.runOnce()).isEqualTo(OutboxRelay.Found.ANOTHER_RELAY);

            connection.rollback();
        }
        assertThat(relay.runOnce()).isEqualTo(OutboxRelay.Found.MORE);
    }

    @Test
    void aRowThatRelaysLockMustBeThere() throws Exception {
        write("a", "1");
        database.execute("DELETE FROM mq_outbox_relay");

        assertThat(relay.runOnce()).isEqualTo(OutboxRelay.Found.TROUBLE);
        try (Connection connection = database.connect()) {
            assertThatThrownBy(() -> table.lock(connection))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("mq_outbox_relay has no row with id 1");
        }
    }

    @Test
    void whatCouldNeverBeSentIsNotWritten() throws Exception {
        try (Connection connection = database.connect()) {
            assertThatThrownBy(() -> table.insert(connection, MqMessage.of("t", new byte[1_001]), 1_000))
                    .isInstanceOf(MqSendException.class)
                    .hasMessageContaining("1001 bytes");
            assertThatThrownBy(() -> table.insert(connection, MqMessage.of("no topic", new byte[1]), 1_000))
                    .isInstanceOf(MqSendException.class)
                    .hasMessageContaining("'no topic' is no topic name");
        }
        assertThat(remaining()).isEmpty();
    }

    @Test
    void theThreadEndsWhenTheRelayIsClosed() throws Exception {
        var thread = new Thread(relay);
        thread.start();
        write("a", "1");
        relay.wake();

        relay.close();

        assertThat(relay.isEnded(Duration.ofSeconds(10))).isTrue();
        assertThat(sender.closed).isTrue();
        thread.join();
    }

    @Test
    @Timeout(30)
    void closingDoesNotWaitForAnAcknowledgementThatDoesNotCome() throws Exception {
        write("a", "silence");
        var thread = new Thread(relay);
        thread.start();
        sender.asked.await();

        relay.close();

        assertThat(relay.isEnded(Duration.ZERO)).isTrue();
        assertThat(sender.closed).isTrue();
        assertThat(remaining()).containsExactly("silence");
        thread.join();
    }

    private void write(@Nullable String key, String text) throws SQLException {
        try (Connection connection = database.connect()) {
            table.insert(connection, MqMessage.builder("t").key(key).value(text).build(), 1_000);
        }
    }

    private List<String> remaining() throws SQLException {
        return database
                .texts("SELECT UTF8TOSTRING(CAST(record_value AS VARBINARY)) FROM mq_outbox ORDER BY id")
                .stream()
                .map(String::valueOf)
                .toList();
    }

    private static MqSendException failure(MqErrorCode code) {
        return new MqSendException(code, MqOutcome.NOT_WRITTEN, "t", -1, "on purpose", null, true, false);
    }

    /** Acknowledges at once what it is not told to fail. */
    private static final class FakeSender implements RecordSender {
        private final List<OutboxRow> rows = new ArrayList<>();
        private final List<String> tried = new ArrayList<>();
        private final List<String> sent = new ArrayList<>();
        private final Map<String, List<MqSendException>> failures = new HashMap<>();
        private final CountDownLatch asked = new CountDownLatch(1);
        private volatile boolean closed;

        @Override
        public void send(OutboxRow row, Consumer<@Nullable MqSendException> outcome) {
            byte[] value = row.value;
            var text = value == null ? "" : new String(value, java.nio.charset.StandardCharsets.UTF_8);
            rows.add(row);
            tried.add(text);
            asked.countDown();
            if (text.equals("silence")) {
                return;
            }
            var planned = failures.getOrDefault(text, List.of());
            if (planned.isEmpty()) {
                sent.add(text);
                outcome.accept(null);
            } else {
                outcome.accept(planned.remove(0));
            }
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    @Test
    void aDataSourceThatThrowsWhatItLikesDoesNotEndIt() throws Exception {
        var isBroken = new AtomicBoolean(true);
        var again = new OutboxRelay(
                SETTINGS,
                () -> {
                    if (isBroken.get()) {
                        throw new IllegalStateException("the data source is being restarted");
                    }
                    return database.connect();
                },
                sender,
                relayed::addAndGet,
                stopped::addAndGet,
                nanoTime::get);
        write("a", "1");

        assertThat(again.runOnce()).isEqualTo(OutboxRelay.Found.TROUBLE);
        isBroken.set(false);
        again.runOnce();

        assertThat(remaining()).isEmpty();
    }
}
