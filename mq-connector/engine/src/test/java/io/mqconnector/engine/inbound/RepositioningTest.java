// SPDX-License-Identifier: MIT
package io.mqconnector.engine.inbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mqconnector.api.MqConfigException;
import io.mqconnector.api.MqErrorCode;
import io.mqconnector.api.MqOutcome;
import io.mqconnector.api.MqPartition;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RepositioningTest {
    private static final TopicPartition ZERO = RecordingConsumer.ZERO;
    private static final TopicPartition ONE = RecordingConsumer.ONE;
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final ScriptedListener listener = new ScriptedListener();
    private final DeliveryFixture fixture =
            new DeliveryFixture().set("ordering", "key").set("workers", "2").set("retry-attempts", "0");
    private final RecordingConsumer consumer = new RecordingConsumer();
    private final Deliveries deliveries = fixture.deliveries(EndpointSource.of(listener));
    private final ConsumerLoop loop = new ConsumerLoop(consumer, deliveries);
    private final Repositioning repositioning = new Repositioning(loop, deliveries);

    @BeforeEach
    void assign() {
        loop.subscribe(Set.of("t"));
        consumer.rebalance(List.of(ZERO));
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    private void deliver(long from, int count) {
        consumer.produce(ZERO, from, count);
        loop.pollOnce();
        fixture.executor.runAll();
    }

    private PartitionFeed feed() {
        var feed = loop.feeds().get(ZERO);
        if (feed == null) {
            throw new AssertionError("not assigned");
        }
        return feed;
    }

    private void commit(long offset, boolean isForced) {
        repositioning.commit(Map.of(ZERO, offset), isForced, TIMEOUT);
    }

    /** Only 2 of 0 to 4 is not done. */
    private void leaveOneUnfinished() {
        listener.fail(2);
        deliver(0, 5);
        assertThat(feed().assignment.frontier.offset()).isEqualTo(2);
    }

    @Test
    void tellsPositionsAndWhatIsCommitted() {
        leaveOneUnfinished();

        assertThat(repositioning.positions()).isEqualTo(Map.of(new MqPartition("t", 0), 2L));
        assertThat(repositioning.committed()).isEqualTo(Map.of(new MqPartition("t", 0), 0L));
    }

    @Test
    void commitsAnOffsetUpToWhichAllIsDone() {
        leaveOneUnfinished();

        commit(1, false);

        assertThat(consumer.committedOffset(ZERO)).isEqualTo(1);
        assertThat(feed().committedOffset()).isEqualTo(1);
        fixture.clock.addAndGet(Duration.ofSeconds(5).toNanos());
        loop.pollOnce();
        assertThat(consumer.committedOffset(ZERO))
                .as("what is done goes on being committed")
                .isEqualTo(2);
    }

    @Test
    void refusesToPassAnUnfinishedRecord() {
        leaveOneUnfinished();
        int asked = consumer.asked.size();

        assertThatThrownBy(() -> commit(4, false))
                .isInstanceOf(MqConfigException.class)
                .hasMessageContaining("record at 2 is unfinished");

        assertThat(consumer.asked).hasSize(asked);
    }

    @Test
    void passesAnUnfinishedRecordWhenForcedAndKeepsWhatIsDoneBehindIt() {
        listener.fail(2).fail(3);
        deliver(0, 6);
        fixture.executor.runAll();

        commit(3, true);

        assertThat(consumer.committedOffset(ZERO)).isEqualTo(3);
        assertThat(consumer.position(ZERO)).isEqualTo(3);
        listener.recover();
        listener.calls.clear();
        consumer.produce(ZERO, 3, 4);
        loop.pollOnce();
        fixture.executor.runAll();
        while (!fixture.timer.tasks.isEmpty()) {
            fixture.timer.fire();
            fixture.executor.runAll();
        }
        assertThat(listener.calls).as("2 is given up, 4 and 5 are done").containsExactlyInAnyOrder("3/2", "6/1");
        assertThat(feed().assignment.frontier.offset()).isEqualTo(7);
    }

    @Test
    void tellsTheBrokerWhatIsDoneBehindAForcedOffset() {
        leaveOneUnfinished();
        listener.fail(5);
        deliver(5, 2);

        commit(3, true);
        fixture.clock.addAndGet(Duration.ofSeconds(5).toNanos());
        loop.pollOnce();

        assertThat(consumer.committedMetadata(ZERO).done().contains(3))
                .as("not the frontier")
                .isFalse();
        assertThat(consumer.committedMetadata(ZERO).done().contains(4)).isTrue();
        assertThat(consumer.committedMetadata(ZERO).done().contains(6)).isTrue();
    }

    @Test
    void refusesAnOffsetThatWasNotReceived() {
        deliver(0, 5);

        for (long offset : new long[] {-1, 6}) {
            assertThatThrownBy(() -> commit(offset, true))
                    .as("" + offset)
                    .isInstanceOf(MqConfigException.class)
                    .hasMessageContaining("" + offset);
        }
        commit(5, false);
        assertThat(consumer.committedOffset(ZERO)).isEqualTo(5);
    }

    @Test
    void refusesAnOffsetBeforeWhatIsCommitted() {
        deliver(0, 5);
        commit(4, false);

        assertThatThrownBy(() -> commit(3, true))
                .isInstanceOf(MqConfigException.class)
                .hasMessageContaining("3");

        assertThat(consumer.committedOffset(ZERO)).isEqualTo(4);
    }

    @Test
    void commitsNothingWhenOneOfSeveralIsRefused() {
        deliver(0, 5);
        int asked = consumer.asked.size();
        var offsets = new HashMap<TopicPartition, Long>(Map.of(ZERO, 3L, ONE, 1L));

        assertThatThrownBy(() -> repositioning.commit(offsets, false, TIMEOUT))
                .isInstanceOf(MqConfigException.class)
                .hasMessageContaining("t-1 is not assigned");

        assertThat(consumer.asked).hasSize(asked);
    }

    @Test
    void goesBackAndDeliversAgain() {
        listener.fail(2, 1);
        deliver(0, 5);
        listener.calls.clear();

        repositioning.seek(ZERO, 1, TIMEOUT);

        assertThat(consumer.committedOffset(ZERO)).isEqualTo(1);
        consumer.produce(ZERO, 1, 4);
        loop.pollOnce();
        fixture.executor.runAll();
        assertThat(listener.calls)
                .as("all of it, from the first attempt")
                .hasSize(4)
                .allMatch(call -> call.endsWith("/1"));
        assertThat(feed().assignment.frontier.offset()).isEqualTo(5);
    }

    @Test
    void ignoresWhatCompletesOfTheEpochBefore() {
        leaveOneUnfinished();
        var before = feed().assignment;

        repositioning.seek(ZERO, 0, TIMEOUT);
        listener.recover();
        fixture.timer.fire();
        fixture.executor.runAll();

        assertThat(before.isDropped()).isTrue();
        assertThat(listener.calls).hasSize(5);
        assertThat(feed().assignment.frontier.offset()).isZero();
    }

    @Test
    void letsAPartitionGoOnThatStoodStill() {
        leaveOneUnfinished();
        feed().assignment.halt();
        loop.pollOnce();
        assertThat(consumer.paused()).containsExactly(ZERO);

        repositioning.seek(ZERO, 3, TIMEOUT);

        assertThat(consumer.paused()).isEmpty();
        assertThat(feed().assignment.isHalted()).isFalse();
    }

    @Test
    void staysPausedByItsUser() {
        deliver(0, 5);
        deliveries.scheduler.pause();
        loop.pollOnce();

        repositioning.seek(ZERO, 3, TIMEOUT);

        assertThat(consumer.paused()).containsExactly(ZERO);
    }

    @Test
    void refusesToSeekWhereThereIsNothing() {
        deliver(0, 5);
        consumer.updateBeginningOffsets(Map.of(ZERO, 2L));

        for (long offset : new long[] {-1, 1, 6}) {
            assertThatThrownBy(() -> repositioning.seek(ZERO, offset, TIMEOUT))
                    .as("" + offset)
                    .isInstanceOf(MqConfigException.class)
                    .hasMessageContaining("allowed are 2 to 5");
        }
        assertThat(feed().assignment.isClosed()).isFalse();
        repositioning.seek(ZERO, 5, TIMEOUT);
        assertThat(consumer.committedOffset(ZERO)).isEqualTo(5);
    }

    @Test
    void refusesToSeekInAPartitionOfOthers() {
        assertThatThrownBy(() -> repositioning.seek(ONE, 0, TIMEOUT)).isInstanceOf(MqConfigException.class);
        assertThatThrownBy(() -> repositioning.seekToBeginning(ONE, TIMEOUT)).isInstanceOf(MqConfigException.class);
        assertThatThrownBy(() -> repositioning.seekToEnd(ONE, TIMEOUT)).isInstanceOf(MqConfigException.class);
        assertThatThrownBy(() -> repositioning.seekToTime(ONE, 0, TIMEOUT)).isInstanceOf(MqConfigException.class);
    }

    @Test
    void seeksToBeginningAndEnd() {
        deliver(0, 5);
        consumer.updateBeginningOffsets(Map.of(ZERO, 2L));
        consumer.updateEndOffsets(new HashMap<>(Map.of(ZERO, 9L)));

        repositioning.seekToEnd(ZERO, TIMEOUT);
        assertThat(consumer.position(ZERO)).isEqualTo(9);
        assertThat(consumer.committedOffset(ZERO)).isEqualTo(9);

        repositioning.seekToBeginning(ZERO, TIMEOUT);
        assertThat(consumer.position(ZERO)).isEqualTo(2);
        assertThat(consumer.committedOffset(ZERO)).isEqualTo(2);
    }

    @Test
    void seeksToATimeOrTheEnd() {
        deliver(0, 5);
        consumer.offsetsByTime.put(1_000L, 3L);

        repositioning.seekToTime(ZERO, 1_000, TIMEOUT);
        assertThat(consumer.committedOffset(ZERO)).isEqualTo(3);

        repositioning.seekToTime(ZERO, 2_000, TIMEOUT);
        assertThat(consumer.committedOffset(ZERO)).isEqualTo(5);
    }

    @Test
    void staysWhereItWasWhenTheBrokerDoesNotConfirm() {
        leaveOneUnfinished();
        consumer.failures.add(new KafkaException("told to fail"));

        assertThatThrownBy(() -> repositioning.seek(ZERO, 5, TIMEOUT)).isInstanceOf(KafkaException.class);

        assertThat(consumer.position(ZERO)).isEqualTo(2);
        assertThat(repositioning.committed()).as("as far as the broker knows").containsValue(0L);
        fixture.clock.addAndGet(Duration.ofSeconds(5).toNanos());
        loop.pollOnce();
        assertThat(consumer.committedOffset(ZERO)).as("0 and 1 are done").isEqualTo(2);
        listener.recover();
        listener.calls.clear();
        consumer.produce(ZERO, 2, 3);
        loop.pollOnce();
        fixture.executor.runAll();
        assertThat(listener.calls).as("what was done stays done").containsExactly("2/2");
        assertThat(feed().assignment.frontier.offset()).isEqualTo(5);
        fixture.clock.addAndGet(Duration.ofSeconds(5).toNanos());
        loop.pollOnce();
        assertThat(consumer.committedOffset(ZERO)).isEqualTo(5);
    }

    /** The listener's transaction may have been committed, and only the broker knows how far the group has come. */
    @Test
    void endsItsConsumerWhenItCannotSeekAndDoesNotKnowWhatWasCommitted() {
        var transactions = new FakeTransactions();
        fixture.set("ordering", "partition").set("transactional", "true");
        fixture.outlets =
                new Outlets(DeliveryFixture.NO_OUTLETS.producer(), transactions, DeliveryFixture.NO_OUTLETS.carriers());
        var transactional = new RecordingConsumer();
        var own = fixture.deliveries(EndpointSource.of(listener));
        var ownLoop = new ConsumerLoop(transactional, own);
        ownLoop.subscribe(Set.of("t"));
        transactional.rebalance(List.of(ZERO));
        transactional.produce(ZERO, 0, 3);
        ownLoop.pollOnce();
        transactions.refusals.add(FakeTransactions.refusal(MqErrorCode.TIMED_OUT, MqOutcome.UNKNOWN, null));
        fixture.executor.runAll();
        transactional.failures.add(new KafkaException("told to fail"));

        var seek = ownLoop.submit(() -> {
            new Repositioning(ownLoop, own).seek(ZERO, 0, TIMEOUT);
            return true;
        });

        assertThatThrownBy(ownLoop::pollOnce).hasMessageContaining("is not known");
        assertThat(seek).isDone();
        fixture.executor.runAll();
        assertThat(listener.calls).as("each once").containsExactly("0/1", "1/1", "2/1");
    }
}
