// SPDX-License-Identifier: MIT
package io.mqconnector.engine.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.mqconnector.api.MqMessage;
import io.mqconnector.api.MqMessageListener;
import io.mqconnector.api.MqMetadata;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetCommitCallback;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Stepped by hand: the poll thread is the test's, the workers run when the test says so. */
class ConsumerLoopTest {
    private static final TopicPartition ZERO = new TopicPartition("t", 0);
    private static final TopicPartition ONE = new TopicPartition("t", 1);

    private static final class RecordingListener implements MqMessageListener {
        final List<String> calls = new ArrayList<>();
        boolean fails;

        @Override
        public void onMessage(MqMessage message, MqMetadata metadata) {
            calls.add(metadata.partitionNumber() + "@" + metadata.offset());
            if (fails) {
                throw new IllegalStateException("told to fail");
            }
        }
    }

    /** Fails asynchronous commits when told to. */
    private static final class FlakyConsumer extends MockConsumer<byte[], byte[]> {
        @Nullable
        Exception commitFailure;
        /** MockConsumer itself forgets the commits of partitions that are not assigned any more. */
        final Map<TopicPartition, Long> commits = new HashMap<>();

        /** What a real one calls back for when it closes. */
        Runnable onClose = () -> {};

        FlakyConsumer() {
            super("earliest");
        }

        @Override
        public synchronized void close(CloseOptions options) {
            onClose.run();
            super.close(options);
        }

        @Override
        public synchronized void commitSync(Map<TopicPartition, OffsetAndMetadata> offsets, Duration timeout) {
            super.commitSync(offsets, timeout);
            offsets.forEach((partition, offset) -> commits.put(partition, offset.offset()));
        }

        @Override
        public synchronized void commitAsync(
                Map<TopicPartition, OffsetAndMetadata> offsets, OffsetCommitCallback callback) {
            if (commitFailure == null) {
                super.commitAsync(offsets, callback);
                offsets.forEach((partition, offset) -> commits.put(partition, offset.offset()));
            } else {
                callback.onComplete(offsets, commitFailure);
            }
        }
    }

    private final FlakyConsumer consumer = new FlakyConsumer();
    private final RecordingListener listener = new RecordingListener();
    private final DeliveryFixture fixture = new DeliveryFixture();
    private final ManualExecutor executor = fixture.executor;
    private final AtomicLong clock = fixture.clock;
    private final InboundCounters counters = fixture.counters;
    private ConsumerLoop loop;
    private MailboxScheduler scheduler;

    ConsumerLoopTest() {
        fixture.set("workers", "4").set("auto-commit-records", "1000");
        loop = loop(100, 10);
    }

    private ConsumerLoop loop(int maxInFlight, int maxPollRecords) {
        fixture.set("max-in-flight", "" + maxInFlight).set("max-poll-records", "" + maxPollRecords);
        // each look at the clock costs a millisecond, so that a wait for the deadline ends
        var deliveries = fixture.deliveries(EndpointSource.of(listener), () -> clock.addAndGet(1_000_000));
        scheduler = deliveries.scheduler;
        return new ConsumerLoop(consumer, deliveries, DeliveryFixture.NO_ENDS);
    }

    @BeforeEach
    void assign() {
        consumer.updatePartitions(
                "t",
                List.of(
                        new PartitionInfo("t", 0, Node.noNode(), new Node[0], new Node[0]),
                        new PartitionInfo("t", 1, Node.noNode(), new Node[0], new Node[0])));
        consumer.updateBeginningOffsets(Map.of(ZERO, 0L, ONE, 0L));
        consumer.updateEndOffsets(new HashMap<>(Map.of(ZERO, 0L, ONE, 0L)));
        loop.subscribe(Set.of("t"));
        consumer.rebalance(List.of(ZERO, ONE));
    }

    @AfterEach
    void stopTimer() {
        fixture.close();
    }

    private void produce(TopicPartition partition, long from, int count) {
        for (int i = 0; i < count; i++) {
            consumer.addRecord(new ConsumerRecord<>("t", partition.partition(), from + i, new byte[0], new byte[0]));
        }
    }

    private long committed(TopicPartition partition) {
        return consumer.commits.getOrDefault(partition, -1L);
    }

    private void pass(Duration time) {
        clock.addAndGet(time.toNanos());
    }

    @Test
    void commitsTheStartBeforeAnythingIsDelivered() {
        assertThat(committed(ZERO)).isZero();
        assertThat(committed(ONE)).isZero();
        assertThat(listener.calls).isEmpty();
    }

    @Test
    void commitsWhatIsDoneWhenTheIntervalIsOver() {
        produce(ZERO, 0, 3);
        loop.pollOnce();
        executor.runAll();
        assertThat(committed(ZERO)).as("not yet due").isZero();

        pass(Duration.ofSeconds(5));
        loop.pollOnce();

        assertThat(committed(ZERO)).isEqualTo(3);
    }

    @Test
    void commitsNothingBehindARecordThatIsNotDone() {
        listener.fails = true;
        produce(ZERO, 0, 3);
        produce(ONE, 0, 2);
        loop.pollOnce();
        executor.runAll();
        listener.fails = false;

        pass(Duration.ofSeconds(5));
        loop.pollOnce();

        assertThat(committed(ZERO)).isZero();
        assertThat(committed(ONE)).isZero();
        assertThat(listener.calls).containsExactlyInAnyOrder("0@0", "1@0");
    }

    @Test
    void commitsWhatIsDoneBeforeAPartitionIsGivenUp() {
        produce(ZERO, 0, 2);
        loop.pollOnce();
        executor.runAll();

        consumer.rebalance(List.of(ONE));

        assertThat(committed(ZERO)).isEqualTo(2);
        assertThat(counters.cutOff.sum()).isZero();
    }

    @Test
    void deliversNothingOfAPartitionThatWasGivenUp() {
        produce(ZERO, 0, 2);
        loop.pollOnce();

        consumer.rebalance(List.of(ONE));
        executor.runAll();

        assertThat(listener.calls).isEmpty();
        assertThat(committed(ZERO)).isZero();
        assertThat(counters.dropped.sum()).isEqualTo(2);
    }

    @Test
    void ignoresACompletionOfAnEarlierAssignment() throws Exception {
        var inside = new java.util.concurrent.CountDownLatch(1);
        var goOn = new java.util.concurrent.CountDownLatch(1);
        fixture.set("max-in-flight", "10");
        // each look is past the deadline of the one before
        var slow = new ConsumerLoop(
                consumer,
                fixture.deliveries(
                        EndpointSource.of((message, metadata) -> {
                            inside.countDown();
                            goOn.await();
                        }),
                        () -> clock.addAndGet(11_000_000_000L)),
                DeliveryFixture.NO_ENDS);
        slow.subscribe(Set.of("t"));
        slow.onPartitionsAssigned(List.of(ZERO));
        produce(ZERO, 0, 1);
        slow.pollOnce();
        var worker = new Thread(executor::runAll, "worker");
        worker.start();
        inside.await();

        slow.onPartitionsRevoked(List.of(ZERO));
        slow.onPartitionsAssigned(List.of(ZERO));
        goOn.countDown();
        worker.join();
        pass(Duration.ofSeconds(5));
        slow.pollOnce();

        assertThat(committed(ZERO))
                .as("handled, but by an assignment that is over")
                .isZero();
        assertThat(counters.cutOff.sum()).isEqualTo(1);
        assertThat(counters.received.sum() - counters.delivered.sum() - counters.dropped.sum())
                .as("in flight: given up first, and done after all")
                .isZero();
    }

    @Test
    void givesUpItsPartitionsOnceWhenItIsAbandoned() {
        produce(ZERO, 0, 2);
        loop.pollOnce();
        consumer.onClose = () -> loop.onPartitionsLost(List.of(ZERO, ONE));

        loop.abandon();

        assertThat(consumer.closed()).isTrue();
        assertThat(counters.dropped.sum()).isEqualTo(2);
        assertThat(counters.lost.sum()).as("they were given up").isZero();
    }

    @Test
    void commitsNothingOfAPartitionThatIsLost() {
        produce(ZERO, 0, 2);
        loop.pollOnce();
        executor.runAll();

        loop.onPartitionsLost(List.of(ZERO));

        assertThat(committed(ZERO)).isZero();
        assertThat(counters.cutOff.sum()).isEqualTo(1);
        assertThat(counters.lost.sum()).isEqualTo(1);
    }

    @Test
    void pausesAFullPartitionAloneAndResumesItHalfEmpty() {
        loop = loop(4, 2);
        loop.subscribe(Set.of("t"));
        loop.onPartitionsAssigned(List.of(ZERO, ONE));
        produce(ZERO, 0, 3);

        loop.pollOnce();

        assertThat(consumer.paused()).containsExactly(ZERO);
        assertThat(counters.pauses.sum()).isEqualTo(1);
        executor.runAll();
        loop.pollOnce();
        assertThat(consumer.paused()).isEmpty();
    }

    @Test
    void pausesAPartitionWhoseOldestRecordIsTooFarBehind() {
        fixture.set("ordering", "key").set("max-span", "20").set("retry-attempts", "0");
        loop = loop(1000, 10);
        loop.subscribe(Set.of("t"));
        loop.onPartitionsAssigned(List.of(ZERO, ONE));
        listener.fails = true;
        consumer.addRecord(new ConsumerRecord<>("t", 0, 0, new byte[] {1}, new byte[0]));
        loop.pollOnce();
        executor.runAll();
        listener.fails = false;
        produce(ZERO, 1, 9);
        loop.pollOnce();
        executor.runAll();
        assertThat(consumer.paused()).as("another poll of 10 has room").isEmpty();

        produce(ZERO, 10, 1);
        loop.pollOnce();
        executor.runAll();

        assertThat(consumer.paused()).containsExactly(ZERO);
        assertThat(listener.calls).as("all but the one that waits are done").hasSize(11);
        fixture.timer.fire();
        executor.runAll();
        loop.pollOnce();
        assertThat(consumer.paused()).isEmpty();
    }

    @Test
    void waitsForAcknowledgementsBeforeAPartitionIsGivenUp() throws Exception {
        fixture.set("auto-commit", "false");
        var contexts = new ArrayList<io.mqconnector.api.MqContext>();
        var made = fixture.deliveries(EndpointSource.of((message, metadata) -> contexts.add(metadata.context())));
        var manual = new ConsumerLoop(consumer, made, DeliveryFixture.NO_ENDS);
        manual.subscribe(Set.of("t"));
        manual.onPartitionsAssigned(List.of(ZERO));
        produce(ZERO, 0, 2);
        manual.pollOnce();
        executor.runAll();
        var assignment = manual.feeds().values().iterator().next().assignment;
        var poll = new Thread(() -> manual.onPartitionsRevoked(List.of(ZERO)), "poll");
        poll.start();
        while (!assignment.isClosed()) {
            Thread.onSpinWait();
        }

        assertThat(contexts.get(0).acknowledge()).isTrue();
        assertThat(contexts.get(1).acknowledge()).isTrue();
        poll.join();

        assertThat(committed(ZERO)).isEqualTo(2);
        assertThat(contexts.get(1).acknowledge()).as("too late").isFalse();
        assertThat(counters.cutOff.sum()).isZero();
    }

    @Test
    void failsWhatIsNotAcknowledgedInTime() {
        fixture.set("auto-commit", "false").set("ack-timeout", "1m");
        loop = loop(100, 10);
        loop.subscribe(Set.of("t"));
        loop.onPartitionsAssigned(List.of(ZERO));
        produce(ZERO, 0, 1);
        loop.pollOnce();
        executor.runAll();
        loop.pollOnce();
        assertThat(fixture.timer.tasks).isEmpty();

        pass(Duration.ofMinutes(1));
        loop.pollOnce();

        assertThat(fixture.timer.tasks).hasSize(1);
        fixture.timer.fire();
        executor.runAll();
        assertThat(listener.calls).containsExactly("0@0", "0@0");
    }

    @Test
    void triesAFailedCommitAgainWithTheNext() {
        produce(ZERO, 0, 2);
        loop.pollOnce();
        executor.runAll();
        consumer.commitFailure = new KafkaException("told to fail");
        pass(Duration.ofSeconds(5));
        loop.pollOnce();
        assertThat(committed(ZERO)).isZero();
        assertThat(counters.failedCommits.sum()).isEqualTo(1);
        consumer.commitFailure = null;

        pass(Duration.ofSeconds(5));
        loop.pollOnce();

        assertThat(committed(ZERO)).isEqualTo(2);
    }

    @Test
    void closesWithACommitOfWhatIsDoneAndWithoutStartingMore() {
        produce(ZERO, 0, 2);
        loop.pollOnce();
        executor.runAll();
        produce(ZERO, 2, 2);
        loop.pollOnce();

        assertThat(loop.close(Duration.ofSeconds(30))).isTrue();

        executor.runAll();
        assertThat(committed(ZERO)).isEqualTo(2);
        assertThat(listener.calls).containsExactly("0@0", "0@1");
        assertThat(consumer.closed()).isTrue();
    }

    @Test
    void holdsEverythingBackDuringAPauseAndGoesOnAfterIt() {
        scheduler.pause();
        loop.pollOnce();
        assertThat(consumer.paused()).containsExactlyInAnyOrder(ZERO, ONE);
        assertThat(listener.calls).isEmpty();

        scheduler.resume();
        produce(ZERO, 0, 1);
        loop.pollOnce();
        executor.runAll();

        assertThat(consumer.paused()).isEmpty();
        assertThat(listener.calls).containsExactly("0@0");
    }
}
