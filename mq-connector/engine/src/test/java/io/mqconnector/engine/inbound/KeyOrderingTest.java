// SPDX-License-Identifier: MIT
package io.mqconnector.engine.inbound;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class KeyOrderingTest {
    private final ScriptedListener listener = new ScriptedListener();
    private final DeliveryFixture fixture =
            new DeliveryFixture().set("ordering", "key").set("workers", "2").set("retry-attempts", "0");

    @AfterEach
    void close() {
        fixture.close();
    }

    private void start() {
        var unused = fixture.deliveries(EndpointSource.of(listener));
    }

    @Test
    void deliversOtherKeysWhileOneWaitsOnTheTimer() {
        start();
        listener.fail(0, 1);
        fixture.receiveKeys(0, "a", "b", "a", "c", "b");

        fixture.executor.runAll();

        assertThat(listener.calls).containsExactlyInAnyOrder("0/1", "1/1", "3/1", "4/1");
        assertThat(fixture.timer.tasks).as("key a waits there, on no worker").hasSize(1);
        assertThat(fixture.frontier().offset()).isZero();

        fixture.timer.fire();
        fixture.executor.runAll();

        assertThat(listener.calls).endsWith("0/2", "2/1");
        assertThat(fixture.frontier().offset()).isEqualTo(5);
    }

    @Test
    void deliversTheRecordsOfOneKeyInOrderOverSeveralPolls() {
        start();
        fixture.receiveKeys(0, "a", "b", "a", "a");
        fixture.receiveKeys(4, "b", "a", "b");

        fixture.executor.runAll();

        assertThat(listener.calls.stream().filter(List.of("0/1", "2/1", "3/1", "5/1")::contains))
                .containsExactly("0/1", "2/1", "3/1", "5/1");
        assertThat(listener.calls.stream().filter(List.of("1/1", "4/1", "6/1")::contains))
                .containsExactly("1/1", "4/1", "6/1");
        assertThat(fixture.frontier().offset()).isEqualTo(7);
    }

    @Test
    void servesOneKeyByOneWorkerAtATime() {
        start();
        var nested = new ArrayList<String>();
        listener.during = metadata -> {
            // a second worker comes along while the first is in the listener
            listener.during = other -> {};
            nested.addAll(listener.calls);
            fixture.receiveKeys(2, "a", "b");
            fixture.executor.runAll();
            nested.addAll(listener.calls.subList(nested.size(), listener.calls.size()));
        };
        fixture.receiveKeys(0, "a", "a");

        fixture.executor.runAll();

        assertThat(nested).as("only the other key overtakes").containsExactly("0/1", "3/1");
        assertThat(listener.calls).containsExactly("0/1", "3/1", "1/1", "2/1");
    }

    @Test
    void takesRecordsWithoutAKeyAsOneKey() {
        start();
        listener.fail(0, 1);
        fixture.receive(List.of(keyed(0, null), keyed(1, "".getBytes(UTF_8)), keyed(2, null)));

        fixture.executor.runAll();

        assertThat(listener.calls).as("an empty key is another").containsExactly("0/1", "1/1");
        fixture.timer.fire();
        fixture.executor.runAll();
        assertThat(listener.calls).containsExactly("0/1", "1/1", "0/2", "2/1");
    }

    private static ConsumerRecord<byte[], byte[]> keyed(long offset, byte @Nullable [] key) {
        return new ConsumerRecord<>("t", 0, offset, key, new byte[0]);
    }

    @Test
    void countsAHotKeyOnlyUpToItsOwnBound() {
        fixture.set("max-in-flight", "10").set("max-in-flight-per-key", "3");
        start();
        listener.fail(0);
        fixture.receiveKeys(0, Collections.nCopies(20, "hot").toArray(new String[0]));
        fixture.receiveKeys(20, "b", "c");

        assertThat(fixture.frontier().inFlight()).isEqualTo(22);
        assertThat(fixture.feed().countedInFlight())
                .as("3 of the hot one, and the others")
                .isEqualTo(5);

        fixture.executor.runAll();
        assertThat(fixture.frontier().inFlight()).isEqualTo(20);
        assertThat(fixture.feed().countedInFlight()).isEqualTo(3);

        listener.recover();
        fixture.timer.fire();
        fixture.executor.runAll();
        assertThat(fixture.feed().countedInFlight()).isZero();
    }

    @Test
    void countsAKeyAgainFromNothingOnceItIsDone() {
        fixture.set("max-in-flight", "10").set("max-in-flight-per-key", "3");
        start();
        for (int poll = 0; poll < 5; poll++) {
            fixture.receiveKeys(4L * poll, "a", "a", "a", "a");
            fixture.executor.runAll();
        }
        fixture.receiveKeys(20, "a", "a", "a", "a", "a", "a");

        assertThat(fixture.feed().countedInFlight()).isEqualTo(3);
    }

    @Test
    void countsARecordUntilItIsAcknowledged() {
        fixture.set("auto-commit", "false").set("max-in-flight", "6").set("max-in-flight-per-key", "3");
        start();
        listener.keepsContexts();
        for (int poll = 0; poll < 5; poll++) {
            fixture.receiveKeys(2L * poll, "a", "a");
            fixture.executor.runAll();
            assertThat(listener.context(2L * poll).acknowledge()).isTrue();
            assertThat(listener.context(2L * poll + 1).acknowledge()).isTrue();
        }

        fixture.receiveKeys(10, "b", "c", "d", "e");
        fixture.executor.runAll();

        assertThat(fixture.feed().countedInFlight())
                .as("those of a are done: they make no room for others")
                .isEqualTo(4);
    }

    @Test
    void forgetsTheMailboxesOfKeysThatHaveNothingToDo() {
        start();
        var distribution = Distribution.of(fixture.assignment());
        int keys = 2_000;
        place(
                distribution,
                0,
                IntStream.range(0, keys).mapToObj(key -> "k" + key).toList());
        assertThat(mailboxes(distribution)).hasSize(keys);
        fixture.executor.runAll();

        place(
                distribution,
                keys,
                IntStream.range(0, 2 * keys).mapToObj(key -> "l" + key).toList());

        assertThat(mailboxes(distribution)).as("the new ones").hasSize(2 * keys);
        fixture.executor.runAll();
        assertThat(listener.calls).hasSize(3 * keys).doesNotHaveDuplicates();
    }

    @Test
    void keepsTheMailboxesOfKeysThatWait() {
        start();
        listener.fail(5, 1);
        var distribution = Distribution.of(fixture.assignment());
        int keys = 2_000;
        var names = IntStream.range(0, keys).mapToObj(key -> "k" + key).toList();
        place(distribution, 0, names);
        fixture.executor.runAll();

        place(
                distribution,
                keys,
                IntStream.range(0, 2 * keys).mapToObj(key -> "l" + key).toList());
        // its key comes again, and must queue up behind it
        place(distribution, 3L * keys, List.of("k5"));
        fixture.executor.runAll();

        assertThat(mailboxes(distribution)).hasSize(2 * keys + 1);
        assertThat(listener.calls).contains("5/1").doesNotContain((3 * keys) + "/1");
        fixture.timer.fire();
        fixture.executor.runAll();
        assertThat(listener.calls).endsWith("5/2", (3 * keys) + "/1");
    }

    private void place(Distribution distribution, long from, List<String> keys) {
        var records = new ArrayList<ConsumerRecord<byte[], byte[]>>();
        for (int i = 0; i < keys.size(); i++) {
            records.add(keyed(from + i, keys.get(i).getBytes(UTF_8)));
        }
        var segment = new Segment(records, true);
        fixture.frontier().received(segment);
        var ready = new ArrayList<Mailbox>();
        distribution.place(segment, ready);
        fixture.assignment().deliveries.scheduler.ready(ready);
    }

    private static List<Mailbox> mailboxes(Distribution distribution) {
        var all = new ArrayList<Mailbox>();
        distribution.forEach(all::add);
        return all;
    }

    @Test
    void takesOnePollOfMoreRecordsThanASegmentHolds() {
        start();
        int count = 2 * Segment.MAX_RECORDS + 7;
        var records = new ArrayList<ConsumerRecord<byte[], byte[]>>();
        for (int i = 0; i < count; i++) {
            records.add(keyed(i, new byte[] {(byte) (i % 3)}));
        }
        var last = new long[] {-1, -1, -1};
        var disorder = new ArrayList<String>();
        listener.during = metadata -> {
            int key = (int) (metadata.offset() % 3);
            if (metadata.offset() <= last[key]) {
                disorder.add(metadata.offset() + " after " + last[key]);
            }
            last[key] = metadata.offset();
        };

        fixture.receive(records);
        fixture.executor.runAll();

        assertThat(listener.calls).hasSize(count);
        assertThat(disorder).isEmpty();
        assertThat(fixture.frontier().offset()).isEqualTo(count);
        assertThat(fixture.frontier().inFlight()).isZero();
    }
}
