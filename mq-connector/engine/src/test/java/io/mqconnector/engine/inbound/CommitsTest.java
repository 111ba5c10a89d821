// SPDX-License-Identifier: MIT
package io.mqconnector.engine.inbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mqconnector.api.MqConsumerError;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.OffsetMetadataTooLarge;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.StaleMemberEpochException;
import org.apache.kafka.common.errors.WakeupException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CommitsTest {
    private static final TopicPartition ZERO = RecordingConsumer.ZERO;
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final ScriptedListener listener = new ScriptedListener();
    private final DeliveryFixture fixture = new DeliveryFixture()
            .set("ordering", "key")
            .set("workers", "2")
            .set("retry-attempts", "0")
            .set("auto-commit-records", "1000");
    private final RecordingConsumer consumer = new RecordingConsumer();
    private final ConsumerLoop loop =
            new ConsumerLoop(consumer, fixture.deliveries(EndpointSource.of(listener)), DeliveryFixture.NO_ENDS);

    @BeforeEach
    void assign() {
        loop.subscribe(Set.of("t"));
        consumer.rebalance(List.of(ZERO));
        consumer.asked.clear();
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

    private void passInterval() {
        fixture.clock.addAndGet(Duration.ofSeconds(5).toNanos());
        loop.pollOnce();
    }

    private String asked(int index) {
        return metadataOf(consumer.asked.get(index));
    }

    private static String metadataOf(Map<TopicPartition, OffsetAndMetadata> offsets) {
        var offset = offsets.get(ZERO);
        return offset == null ? "" : offset.metadata();
    }

    private PartitionFeed feed() {
        var feed = loop.feeds().get(ZERO);
        if (feed == null) {
            throw new AssertionError("not assigned");
        }
        return feed;
    }

    /** Leaves record 0 failed and many others, one in two, done beyond it: more than one commit can say. */
    private void leaveManyRanges() {
        for (int offset = 0; offset < 200; offset += 2) {
            listener.fail(offset);
        }
        deliver(0, 200);
    }

    @Test
    void commitsAfterSoManyRecordsWithoutWaitingForTheInterval() {
        deliver(0, 1_000);
        assertThat(consumer.committedOffset(ZERO)).as("of two polls at most").isNotEqualTo(1_000);
        while (feed().assignment.frontier.offset() < 1_000) {
            loop.pollOnce();
            fixture.executor.runAll();
        }
        loop.pollOnce();

        assertThat(consumer.committedOffset(ZERO)).isEqualTo(1_000);
    }

    @Test
    void hasOneCommitUnderWayAtATime() {
        consumer.holdsAsynchronous = true;
        deliver(0, 2);
        passInterval();
        deliver(2, 2);

        passInterval();
        assertThat(consumer.held).hasSize(1);

        consumer.answer(null);
        passInterval();
        assertThat(consumer.held).hasSize(1);
        consumer.answer(null);
        assertThat(consumer.committedOffset(ZERO)).isEqualTo(4);
        assertThat(fixture.counters.commits.sum()).isEqualTo(3);
    }

    @Test
    void asksForNothingThatTheBrokerHasAlready() {
        deliver(0, 2);
        passInterval();
        assertThat(consumer.asked).hasSize(1);

        passInterval();
        passInterval();

        assertThat(consumer.asked).hasSize(1);
    }

    @Test
    void saysLessWhenTheBrokerTakesLessAndCommitsAgain() {
        leaveManyRanges();
        consumer.failures.add(new OffsetMetadataTooLarge("told to be"));
        passInterval();
        assertThat(consumer.commits).containsKey(ZERO);
        assertThat(consumer.committedMetadata(ZERO).failures()).isEmpty();

        passInterval();

        var first = asked(0);
        var second = asked(1);
        assertThat(second.length()).isLessThanOrEqualTo(500).isLessThan(first.length());
        assertThat(consumer.committedMetadata(ZERO).failures()).isNotEmpty();
        fixture.errorExecutor.runAll();
        assertThat(fixture.errors).as("nobody needs to know").isEmpty();
    }

    @Test
    void saysLessAndLessUntilTheBrokerTakesItBeforeAPartitionIsGivenUp() {
        leaveManyRanges();
        for (int i = 0; i < 3; i++) {
            consumer.failures.add(new OffsetMetadataTooLarge("told to be"));
        }

        loop.commits().commitAll(loop.feeds().values(), TIMEOUT);

        assertThat(consumer.asked).hasSize(4);
        assertThat(consumer.asked)
                .extracting(offsets -> metadataOf(offsets).length())
                .isSortedAccordingTo(java.util.Comparator.reverseOrder());
        assertThat(feed().committedOffset()).isZero();
        assertThat(feed().hasUncommittedDone()).isFalse();
    }

    @Test
    void givesUpWhenTheBrokerTakesNoMetadataAtAll() {
        deliver(0, 2);
        for (int i = 0; i < 10; i++) {
            consumer.failures.add(new OffsetMetadataTooLarge("told to be"));
        }

        assertThatThrownBy(() -> loop.commits().commitAll(loop.feeds().values(), TIMEOUT))
                .isInstanceOf(OffsetMetadataTooLarge.class);
    }

    @Test
    void tellsOfAFailedCommitAndCoversItWithTheNext() {
        deliver(0, 2);
        consumer.failures.add(new KafkaException("told to fail"));

        passInterval();
        fixture.errorExecutor.runAll();

        assertThat(fixture.errors)
                .extracting(MqConsumerError::kind)
                .containsExactly(MqConsumerError.Kind.COMMIT_FAILED);
        assertThat(fixture.counters.failedCommits.sum()).isEqualTo(1);
        assertThat(feed().hasUncommittedDone()).isTrue();
        passInterval();
        assertThat(consumer.committedOffset(ZERO)).isEqualTo(2);
        assertThat(feed().hasUncommittedDone()).isFalse();
    }

    static Stream<KafkaException> whileTheGroupChanges() {
        return Stream.of(new RebalanceInProgressException("told to be"), new StaleMemberEpochException("told to be"));
    }

    @ParameterizedTest
    @MethodSource("whileTheGroupChanges")
    void putsOffACommitThatIsNotTakenWhileItsGroupIsRebalanced(KafkaException refusal) {
        deliver(0, 2);
        consumer.failures.add(refusal);

        passInterval();

        fixture.errorExecutor.runAll();
        assertThat(fixture.errors).as("nobody needs to know").isEmpty();
        assertThat(fixture.counters.failedCommits.sum()).isZero();
        assertThat(feed().hasUncommittedDone()).isTrue();
        passInterval();
        assertThat(consumer.committedOffset(ZERO)).isEqualTo(2);
    }

    @Test
    void tellsOfFailedCommitsNowAndThen() {
        for (int i = 0; i < 5; i++) {
            consumer.failures.add(new KafkaException("told to fail"));
            deliver(i, 1);
            passInterval();
        }
        fixture.errorExecutor.runAll();

        assertThat(fixture.counters.failedCommits.sum()).isEqualTo(5);
        assertThat(fixture.errors).hasSize(1);
    }

    @Test
    void leavesANewEpochAloneWhenACommitOfTheOldOneIsConfirmed() {
        consumer.holdsAsynchronous = true;
        deliver(0, 4);
        passInterval();
        assertThat(consumer.held).hasSize(1);
        new Repositioning(loop, feed().assignment.deliveries).move(Map.of(ZERO, 1L), TIMEOUT);
        assertThat(feed().committedOffset()).isEqualTo(1);

        consumer.held.remove().callback().onComplete(Map.of(), null);

        assertThat(feed().committedOffset()).as("not 4").isEqualTo(1);
        assertThat(feed().hasUncommittedDone()).isFalse();
    }

    @Test
    void survivesAWakeUp() {
        deliver(0, 2);
        consumer.failures.add(new WakeupException());

        loop.commits().commitAll(loop.feeds().values(), TIMEOUT);

        assertThat(consumer.committedOffset(ZERO)).isEqualTo(2);
    }

    @Test
    void confirmsNothingWhenTheCommitFails() {
        deliver(0, 2);
        consumer.failures.add(new KafkaException("told to fail"));

        assertThatThrownBy(() -> loop.commits().commitAll(loop.feeds().values(), TIMEOUT))
                .isInstanceOf(KafkaException.class);

        assertThat(feed().hasUncommittedDone()).isTrue();
        assertThat(feed().committedOffset()).isZero();
    }

    @Test
    void passesDoneRecordsAndAttemptsToTheNextOwner() {
        listener.fail(1, 1);
        deliver(0, 4);
        consumer.rebalance(List.of(RecordingConsumer.ONE));
        assertThat(consumer.committedOffset(ZERO)).isEqualTo(1);
        listener.calls.clear();

        var metadata = consumer.committedMetadata(ZERO);
        assertThat(metadata.failures()).isEqualTo(Map.of(1L, 1));
        assertThat(metadata.done().bounds()).containsExactly(1, 2, 4);
        loop.begin(ZERO, 1, metadata);
        feed().receive(
                        List.of(DeliveryFixture.record(1, new byte[] {1}), DeliveryFixture.record(2, new byte[] {2})),
                        null,
                        new java.util.ArrayList<>());

        assertThat(fixture.counters.recognised.sum()).isEqualTo(1);
    }
}
