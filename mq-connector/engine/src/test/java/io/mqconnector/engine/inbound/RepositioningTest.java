// SPDX-License-Identifier: MIT
package io.mqconnector.engine.inbound;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mqconnector.api.MqConfigException;
import io.mqconnector.api.MqErrorCode;
import io.mqconnector.api.MqOutcome;
import io.mqconnector.api.MqPartition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
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
    private final ConsumerLoop loop = new ConsumerLoop(consumer, deliveries, DeliveryFixture.NO_ENDS);
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

    private void seek(long offset) {
        repositioning.move(repositioning.at(ZERO, offset, TIMEOUT), TIMEOUT);
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
    void tellsHowFarAPartitionHasCome() {
        leaveOneUnfinished();

        assertThat(repositioning.standings())
                .containsExactly(new PartitionStanding(
                        "t", 0, 2, 0, feed().assignment.frontier.inFlight(), 1, false));
    }

    @Test
    void hasTheGroupAssignItsPartitionsAnew() {
        assertThat(consumer.shouldRebalance()).isFalse();

        repositioning.enforceRebalance("somebody wants it");

        assertThat(consumer.shouldRebalance()).isTrue();
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

        seek(1);

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

        seek(0);
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

        seek(3);

        assertThat(consumer.paused()).isEmpty();
        assertThat(feed().assignment.isHalted()).isFalse();
    }

    @Test
    void staysPausedByItsUser() {
        deliver(0, 5);
        deliveries.scheduler.pause();
        loop.pollOnce();

        seek(3);

        assertThat(consumer.paused()).containsExactly(ZERO);
    }

    @Test
    void refusesToSeekWhereThereIsNothing() {
        deliver(0, 5);
        consumer.updateBeginningOffsets(Map.of(ZERO, 2L));

        for (long offset : new long[] {-1, 1, 6}) {
            assertThatThrownBy(() -> seek(offset))
                    .as("" + offset)
                    .isInstanceOf(MqConfigException.class)
                    .hasMessageContaining("allowed are 2 to 5");
        }
        assertThat(feed().assignment.isClosed()).isFalse();
        seek(5);
        assertThat(consumer.committedOffset(ZERO)).isEqualTo(5);
    }

    @Test
    void refusesToSeekInAPartitionOfOthers() {
        var one = List.of(ONE);
        assertThatThrownBy(() -> repositioning.at(ONE, 0, TIMEOUT)).isInstanceOf(MqConfigException.class);
        assertThatThrownBy(() -> repositioning.beginnings(one, TIMEOUT)).isInstanceOf(MqConfigException.class);
        assertThatThrownBy(() -> repositioning.ends(one, TIMEOUT)).isInstanceOf(MqConfigException.class);
        assertThatThrownBy(() -> repositioning.atTime(one, 0, TIMEOUT)).isInstanceOf(MqConfigException.class);
        assertThatThrownBy(() -> repositioning.move(Map.of(ONE, 0L), TIMEOUT)).isInstanceOf(MqConfigException.class);
    }

    @Test
    void seeksToBeginningAndEnd() {
        deliver(0, 5);
        consumer.updateBeginningOffsets(Map.of(ZERO, 2L));
        consumer.updateEndOffsets(new HashMap<>(Map.of(ZERO, 9L)));

        repositioning.move(repositioning.ends(List.of(ZERO), TIMEOUT), TIMEOUT);
        assertThat(consumer.position(ZERO)).isEqualTo(9);
        assertThat(consumer.committedOffset(ZERO)).isEqualTo(9);

        repositioning.move(repositioning.beginnings(List.of(ZERO), TIMEOUT), TIMEOUT);
        assertThat(consumer.position(ZERO)).isEqualTo(2);
        assertThat(consumer.committedOffset(ZERO)).isEqualTo(2);
    }

    @Test
    void seeksToATimeOrTheEnd() {
        deliver(0, 5);
        consumer.offsetsByTime.put(1_000L, 3L);

        repositioning.move(repositioning.atTime(List.of(ZERO), 1_000, TIMEOUT), TIMEOUT);
        assertThat(consumer.committedOffset(ZERO)).isEqualTo(3);

        repositioning.move(repositioning.atTime(List.of(ZERO), 2_000, TIMEOUT), TIMEOUT);
        assertThat(consumer.committedOffset(ZERO)).isEqualTo(5);
    }

    @Test
    void staysWhereItWasWhenTheBrokerDoesNotConfirm() {
        leaveOneUnfinished();
        consumer.failures.add(new KafkaException("told to fail"));

        assertThatThrownBy(() -> seek(5)).isInstanceOf(KafkaException.class);

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

    /** A clock that goes on whenever somebody looks at it, so that waiting for what does not end does. */
    private Deliveries passing(Duration step) {
        return fixture.deliveries(EndpointSource.of(listener), () -> fixture.clock.addAndGet(step.toNanos()));
    }

    private ConsumerLoop assignedBoth(Deliveries own, RecordingConsumer both) {
        var ownLoop = new ConsumerLoop(both, own, DeliveryFixture.NO_ENDS);
        ownLoop.subscribe(Set.of("t"));
        both.rebalance(List.of(ZERO, ONE));
        both.updateEndOffsets(new HashMap<>(Map.of(ZERO, 9L, ONE, 9L)));
        return ownLoop;
    }

    private static PartitionAssignment assignment(ConsumerLoop of, TopicPartition partition) {
        return requireNonNull(of.feeds().get(partition)).assignment;
    }

    @Test
    void waitsOnceForAllPartitionsWhoseListenerDoesNotReturnAndMovesThemTogether() {
        fixture.set("drain-timeout", "10s");
        var own = passing(Duration.ofSeconds(1));
        var both = new RecordingConsumer();
        var ownLoop = assignedBoth(own, both);
        var before = List.of(assignment(ownLoop, ZERO), assignment(ownLoop, ONE));
        // what has begun and does not return
        assertThat(before).allMatch(PartitionAssignment::enter);
        long start = fixture.clock.get();
        int asked = both.asked.size();
        var within = Duration.ofSeconds(40);

        var mover = new Repositioning(ownLoop, own);
        mover.move(mover.ends(List.of(ZERO, ONE), within), within);

        assertThat(Duration.ofNanos(fixture.clock.get() - start))
                .as("not twice as long")
                .isBetween(Duration.ofSeconds(10), Duration.ofSeconds(18));
        assertThat(both.asked.subList(asked, both.asked.size()))
                .as("one commit for both")
                .singleElement()
                .satisfies(offsets -> assertThat(offsets).containsOnlyKeys(ZERO, ONE));
        assertThat(both.committedOffset(ZERO)).isEqualTo(9);
        assertThat(both.committedOffset(ONE)).isEqualTo(9);
        assertThat(both.position(ZERO)).isEqualTo(9);
        assertThat(both.position(ONE)).isEqualTo(9);
        assertThat(before).allMatch(PartitionAssignment::isDropped);
        assertThat(fixture.counters.cutOff.sum()).isEqualTo(2);
    }

    @Test
    void startsNothingInAnyPartitionWhileItWaitsForOne() {
        var begun = new ArrayList<Boolean>();
        var loops = new ArrayList<ConsumerLoop>();
        var own = fixture.deliveries(EndpointSource.of(listener), () -> {
            var first = loops.isEmpty() ? null : loops.get(0).feeds().get(ZERO);
            if (first != null && first.assignment.isClosed() && !first.assignment.isDropped()) {
                // while it waits for the first
                begun.add(assignment(loops.get(0), ONE).enter());
            }
            return fixture.clock.addAndGet(Duration.ofSeconds(1).toNanos());
        });
        var both = new RecordingConsumer();
        var ownLoop = assignedBoth(own, both);
        loops.add(ownLoop);
        assertThat(assignment(ownLoop, ZERO).enter()).isTrue();

        var offsets = new LinkedHashMap<TopicPartition, Long>();
        offsets.put(ZERO, 0L);
        offsets.put(ONE, 0L);
        new Repositioning(ownLoop, own).move(offsets, TIMEOUT);

        assertThat(begun).isNotEmpty().containsOnly(false);
    }

    @Test
    void keepsTimeForTheCommitWhenThereIsLessOfItThanTheDrainMayTake() {
        fixture.set("drain-timeout", "1m");
        var own = passing(Duration.ofMillis(150));
        var both = new RecordingConsumer();
        var ownLoop = assignedBoth(own, both);
        assertThat(assignment(ownLoop, ONE).enter()).isTrue();
        long start = fixture.clock.get();

        new Repositioning(ownLoop, own).move(Map.of(ZERO, 3L, ONE, 4L), Duration.ofSeconds(4));

        assertThat(Duration.ofNanos(fixture.clock.get() - start))
                .isBetween(Duration.ofSeconds(3), Duration.ofSeconds(4));
        assertThat(both.committedOffset(ONE)).isEqualTo(4);
    }

    @Test
    void movesNoneOfItsPartitionsWhenTheBrokerDoesNotConfirm() {
        var own = fixture.deliveries(EndpointSource.of(listener));
        var both = new RecordingConsumer();
        var ownLoop = assignedBoth(own, both);
        both.produce(ZERO, 0, 2);
        both.produce(ONE, 0, 2);
        ownLoop.pollOnce();
        fixture.executor.runAll();
        both.failures.add(new KafkaException("told to fail"));

        assertThatThrownBy(() -> new Repositioning(ownLoop, own).move(Map.of(ZERO, 0L, ONE, 0L), TIMEOUT))
                .isInstanceOf(KafkaException.class);

        assertThat(both.position(ZERO)).isEqualTo(2);
        assertThat(both.position(ONE)).isEqualTo(2);
        assertThat(assignment(ownLoop, ONE).frontier.offset()).isEqualTo(2);
        assertThat(assignment(ownLoop, ONE).mayStart()).isTrue();
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
        var ownLoop = new ConsumerLoop(transactional, own, DeliveryFixture.NO_ENDS);
        ownLoop.subscribe(Set.of("t"));
        transactional.rebalance(List.of(ZERO));
        transactional.produce(ZERO, 0, 3);
        ownLoop.pollOnce();
        transactions.refusals.add(FakeTransactions.refusal(MqErrorCode.TIMED_OUT, MqOutcome.UNKNOWN, null));
        fixture.executor.runAll();
        transactional.failures.add(new KafkaException("told to fail"));

        var seek = ownLoop.submit(() -> {
            new Repositioning(ownLoop, own).move(Map.of(ZERO, 0L), TIMEOUT);
            return true;
        });

        assertThatThrownBy(ownLoop::pollOnce).hasMessageContaining("is not known");
        assertThat(seek).isDone();
        fixture.executor.runAll();
        assertThat(listener.calls).as("each once").containsExactly("0/1", "1/1", "2/1");
    }
}
