// SPDX-License-Identifier: MIT
package io.mqconnector.engine.inbound;

import static io.mqconnector.engine.inbound.RecordingConsumer.ONE;
import static io.mqconnector.engine.inbound.RecordingConsumer.ZERO;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the consumer knows of the end of a partition is what it fetched last: here, what it was produced. */
class ConsumerLagTest {
    private record Question(Set<TopicPartition> partitions, CompletableFuture<Map<TopicPartition, Long>> answer) {}

    private final DeliveryFixture fixture =
            new DeliveryFixture().set("max-in-flight", "10").set("max-poll-records", "10");
    private final RecordingConsumer consumer = new RecordingConsumer();
    private final Deque<Question> questions = new ArrayDeque<>();
    /** Each look at the clock costs a millisecond, so that a wait for a deadline ends. */
    private final Deliveries deliveries =
            fixture.deliveries(EndpointSource.of((message, metadata) -> {}), () -> fixture.clock.addAndGet(1_000_000));

    private final ConsumerLoop loop = new ConsumerLoop(consumer, deliveries, this::ask);

    private CompletableFuture<Map<TopicPartition, Long>> ask(Set<TopicPartition> partitions) {
        var question = new Question(partitions, new CompletableFuture<>());
        questions.add(question);
        return question.answer;
    }

    @BeforeEach
    void assign() {
        loop.subscribe(Set.of("t"));
        consumer.rebalance(List.of(ZERO, ONE));
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    private long lagAfter(Duration time) {
        fixture.clock.addAndGet(time.toNanos());
        loop.pollOnce();
        return loop.lag().records();
    }

    @Test
    void knowsHowFarAPausedListenerFallsBehind() {
        deliveries.scheduler.pause();
        assertThat(lagAfter(Duration.ofSeconds(1))).isZero();
        assertThat(questions).hasSize(1);
        assertThat(questions.element().partitions).containsExactlyInAnyOrder(ZERO, ONE);

        questions.remove().answer.complete(Map.of(ZERO, 70L, ONE, 7L));

        assertThat(lagAfter(Duration.ofSeconds(1))).isEqualTo(77);
        assertThat(new Repositioning(loop, deliveries).standings())
                .extracting(PartitionStanding::lag)
                .containsExactlyInAnyOrder(70L, 7L);
    }

    @Test
    void countsWhatIsInFlightOfAPartitionThatIsFull() {
        consumer.produce(ZERO, 0, 10);
        loop.pollOnce();
        assertThat(consumer.paused()).containsExactly(ZERO);
        assertThat(lagAfter(Duration.ofSeconds(1))).isEqualTo(10);
        assertThat(questions.element().partitions).containsExactly(ZERO);

        questions.remove().answer.complete(Map.of(ZERO, 25L));

        assertThat(lagAfter(Duration.ofSeconds(1)))
                .as("10 in flight, 15 not fetched")
                .isEqualTo(25);
    }

    @Test
    void asksOnceAtATimeAndNotAllTheTime() {
        deliveries.scheduler.pause();
        for (int i = 0; i < 10; i++) {
            lagAfter(Duration.ofSeconds(1));
        }
        assertThat(questions).as("no answer yet").hasSize(1);

        questions.remove().answer.complete(Map.of());
        for (int i = 0; i < 3; i++) {
            lagAfter(Duration.ofSeconds(1));
            questions.forEach(question -> question.answer.complete(Map.of()));
        }

        assertThat(questions).as("one in three seconds").hasSize(1);
    }

    @Test
    void keepsWhatItKnowsWhileNobodyAnswers() {
        deliveries.scheduler.pause();
        lagAfter(Duration.ofSeconds(1));
        questions.remove().answer.complete(Map.of(ZERO, 70L, ONE, 0L));
        lagAfter(Duration.ofSeconds(3));
        questions.remove().answer.completeExceptionally(new KafkaException("told to fail"));
        lagAfter(Duration.ofSeconds(3));
        questions.remove().answer.complete(Map.of(ONE, 1L));

        assertThat(lagAfter(Duration.ofSeconds(3))).isEqualTo(71);
    }

    @Test
    void asksNothingOfWhatIsFetched() {
        consumer.updateEndOffsets(new HashMap<>(Map.of(ZERO, 5L, ONE, 0L)));

        assertThat(lagAfter(Duration.ofSeconds(5))).isEqualTo(5);
        assertThat(questions).isEmpty();

        deliveries.scheduler.pause();
        lagAfter(Duration.ofSeconds(1));
        questions.remove().answer.complete(Map.of(ZERO, 70L, ONE, 7L));
        deliveries.scheduler.resume();

        assertThat(lagAfter(Duration.ofSeconds(1)))
                .as("what it fetches now tells")
                .isEqualTo(5);
    }
}
