// SPDX-License-Identifier: MIT
package io.mqconnector.itests.delivery;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;

/** Writes histories by hand, for the tests of the checks. Times are milliseconds. For one thread. */
final class HistoryBuilder {
    static final String TOPIC = "orders";
    /** What the policy is left to after. */
    static final int ATTEMPTS = 3;

    private static final long NANOS = 1_000_000;

    private final List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    private final List<ConsumerRecord<byte[], byte[]>> deadLetters = new ArrayList<>();
    private final List<Event> events = new ArrayList<>();
    private final Map<String, Long> sequences = new HashMap<>();
    private final List<Sample> samples = new ArrayList<>();
    private final List<Cause> causes = new ArrayList<>();
    private final Set<Long> poison = new HashSet<>();
    private final Map<Integer, Long> ends = new HashMap<>();
    private Map<Integer, Long> committed = ends;
    private Order order = Order.PARTITION;
    private Form form = Form.RECORD;
    private Policy policy = Policy.DEAD_LETTER;
    private long handlerTimeoutMillis;
    private boolean isCompacted;
    private boolean attemptsSurvive = true;

    HistoryBuilder order(Order order) {
        this.order = order;
        return this;
    }

    HistoryBuilder form(Form form) {
        this.form = form;
        return this;
    }

    HistoryBuilder policy(Policy policy) {
        this.policy = policy;
        return this;
    }

    HistoryBuilder handlerTimeout(long millis) {
        handlerTimeoutMillis = millis;
        return this;
    }

    HistoryBuilder compacted() {
        isCompacted = true;
        return this;
    }

    HistoryBuilder attemptsDoNotSurvive() {
        attemptsSurvive = false;
        return this;
    }

    /** The number of the record there. */
    static long id(int partition, long offset) {
        return partition * 1_000L + offset;
    }

    /** A record in the log. */
    HistoryBuilder record(int partition, long offset, @Nullable String key) {
        long id = id(partition, offset);
        byte[] value = Stamp.value(id, 0);
        records.add(
                raw(TOPIC, partition, offset, 0, key == null ? null : utf8(key), value, Stamp.headers(id, 0, value)));
        ends.merge(partition, offset + 1, Math::max);
        return this;
    }

    /** Records in partition 0 from offset 0 on, one for each key. */
    HistoryBuilder records(String... keys) {
        for (int i = 0; i < keys.length; i++) {
            record(0, i, keys[i]);
        }
        return this;
    }

    /** A record that fails for good. */
    HistoryBuilder poison(int partition, long offset) {
        poison.add(id(partition, offset));
        return this;
    }

    /** A first attempt in partition 0 that succeeds. */
    HistoryBuilder ok(String member, long offset, long start, long end) {
        return delivery(member, 0, offset, 1, start, end, EventKind.OK);
    }

    /** An attempt in partition 0 that fails. */
    HistoryBuilder failed(String member, long offset, int attempt, long start, long end) {
        return delivery(member, 0, offset, attempt, start, end, EventKind.FAIL);
    }

    /** A delivery; {@link EventKind#START} for one that never ends. */
    HistoryBuilder delivery(
            String member, int partition, long offset, int attempt, long start, long end, EventKind outcome) {
        long number = event(member, EventKind.START, 0, partition, offset, attempt, start);
        if (outcome != EventKind.START) {
            event(member, outcome, number, partition, offset, attempt, end);
        }
        return this;
    }

    /** A first attempt in partition 0 that returns and is acknowledged later, or not: then with null. */
    HistoryBuilder manual(
            String member, long offset, long start, long end, EventKind how, long at, @Nullable EventKind answer) {
        long number = event(member, EventKind.START, 0, 0, offset, 1, start);
        event(member, EventKind.RETURN, number, 0, offset, 1, end);
        if (answer != null) {
            event(member, how, number, 0, offset, 1, at);
            event(member, answer, number, 0, offset, 1, at + 1);
        }
        return this;
    }

    HistoryBuilder sample(int partition, long committedOffset, long at) {
        samples.add(new Sample(partition, committedOffset, at * NANOS));
        return this;
    }

    HistoryBuilder cause(CauseKind kind, String member, long since, long until) {
        causes.add(Cause.ofMember(kind, member, since * NANOS, until * NANOS));
        return this;
    }

    HistoryBuilder broker(long since, long until) {
        causes.add(Cause.ofBroker(since * NANOS, until * NANOS));
        return this;
    }

    HistoryBuilder seek(int partition, long offset, long endOffset, long at) {
        causes.add(new Cause(CauseKind.SEEK, "", partition, offset, endOffset, at * NANOS, at * NANOS));
        return this;
    }

    /** The dead letter of a record, as it should be. */
    HistoryBuilder deadLetter(int partition, long offset, long at) {
        long id = id(partition, offset);
        return deadLetter(partition, offset, at, Stamp.value(id, 0), Stamp.headers(id, 0, Stamp.value(id, 0)), true);
    }

    /** The dead letter of a record with key {@code a}, not quite as it should be. */
    HistoryBuilder deadLetter(
            int partition, long offset, long at, byte[] value, List<Header> headers, boolean hasOrigin) {
        var all = new ArrayList<>(headers);
        if (hasOrigin) {
            all.add(new RecordHeader("origin-topic", utf8(TOPIC)));
            all.add(new RecordHeader("origin-partition", utf8(Integer.toString(partition))));
            all.add(new RecordHeader("origin-offset", utf8(Long.toString(offset))));
        }
        deadLetters.add(raw(TOPIC + ".dlt", 0, deadLetters.size(), at, utf8("a"), value, all));
        return this;
    }

    /** What the group has committed in the end, if not all. */
    HistoryBuilder committed(int partition, long offset) {
        committed = new HashMap<>(ends);
        committed.put(partition, offset);
        return this;
    }

    History build() {
        return new History(
                new Rules(
                        order,
                        form,
                        policy,
                        ATTEMPTS,
                        handlerTimeoutMillis * NANOS,
                        isCompacted,
                        attemptsSurvive,
                        poison::contains),
                records,
                Deliveries.of(events),
                samples,
                causes,
                deadLetters,
                0,
                ends,
                committed,
                committed);
    }

    private long event(String member, EventKind kind, long delivery, int partition, long offset, int attempt, long at) {
        long sequence = sequences.merge(member, 1L, Long::sum);
        long number = kind == EventKind.START ? sequence : delivery;
        events.add(new Event(
                member, sequence, at * NANOS, kind, number, partition, offset, id(partition, offset), 0, attempt));
        return sequence;
    }

    private static ConsumerRecord<byte[], byte[]> raw(
            String topic,
            int partition,
            long offset,
            long timestamp,
            byte @Nullable [] key,
            byte[] value,
            List<Header> headers) {
        return new ConsumerRecord<>(
                topic,
                partition,
                offset,
                timestamp,
                TimestampType.CREATE_TIME,
                -1,
                -1,
                key,
                value,
                new RecordHeaders(headers),
                Optional.empty());
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
