// SPDX-License-Identifier: MIT
package io.mqconnector.engine.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.mqconnector.engine.client.DurableProducer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DeadLetterProducerTest {
    private final ManualExecutor executor = new ManualExecutor();
    private final Deque<CompletableFuture<Producer<byte[], byte[]>>> buildings = new ArrayDeque<>();
    private final MockProducer<byte[], byte[]> producer =
            new MockProducer<>(false, null, new ByteArraySerializer(), new ByteArraySerializer());
    private final List<String> outcomes = new ArrayList<>();
    private final List<Producer<?, ?>> dead = new ArrayList<>();
    private final DeadLetterProducer letters = new DeadLetterProducer(this::build, dead::contains, "letters", executor);

    private CompletableFuture<Producer<byte[], byte[]>> build() {
        var building = new CompletableFuture<Producer<byte[], byte[]>>();
        buildings.add(building);
        return building;
    }

    private void send(String topic) {
        letters.send(
                new ProducerRecord<>(topic, new byte[] {1}), outcome -> outcomes.add(topic + " " + named(outcome)));
        executor.runAll();
    }

    private static String named(@Nullable Throwable outcome) {
        return outcome == null ? "written" : outcome.getClass().getSimpleName();
    }

    /** Lets the oldest construction end. */
    private void built() {
        buildings.remove().complete(producer);
        executor.runAll();
    }

    @Test
    void buildsOneProducerWithTheFirstLetter() {
        assertThat(buildings).isEmpty();
        send("a");
        send("b");
        assertThat(buildings).hasSize(1);
        assertThat(outcomes).isEmpty();

        built();

        assertThat(producer.history()).extracting(ProducerRecord::topic).containsExactlyInAnyOrder("a", "b");
        assertThat(outcomes).as("not acknowledged yet").isEmpty();
    }

    @Test
    void countsWhatIsUnderWayWrittenAndFailed() {
        assertThat(letters.stats()).isEqualTo(new DeadLetterStats(0, 0, 0, 0, ""));
        send("a");
        send("b");
        send("c");
        built();
        assertThat(letters.stats()).isEqualTo(new DeadLetterStats(3, 0, 0, 3, ""));

        producer.completeNext();
        producer.errorNext(new KafkaException("told to fail"));

        assertThat(letters.stats())
                .isEqualTo(new DeadLetterStats(3, 1, 1, 1, "org.apache.kafka.common.KafkaException: told to fail"));
    }

    @Test
    void tellsWhenTheBrokerHasAnswered() {
        send("a");
        built();
        send("b");

        producer.completeNext();
        producer.errorNext(new KafkaException("told to fail"));

        assertThat(outcomes).containsExactly("a written", "b KafkaException");
    }

    @Test
    void tellsThatALetterCannotBeSent() {
        send("a");
        producer.sendException = new KafkaException("told to fail");

        built();

        assertThat(outcomes).containsExactly("a KafkaException");
    }

    /** As Kafka does in an error state: it takes the record, throws, and fails the record again later. */
    @Test
    void tellsOnceWhatKafkaThrowsAndCallsBackAndGoesOnWithAnotherProducer() {
        var callbacks = new ArrayList<Callback>();
        var broken =
                new MockProducer<byte[], byte[]>(false, null, new ByteArraySerializer(), new ByteArraySerializer()) {
                    @Override
                    public synchronized Future<RecordMetadata> send(
                            ProducerRecord<byte[], byte[]> letter, Callback callback) {
                        callbacks.add(callback);
                        throw new KafkaException(
                                "Cannot execute transactional method because we are in an error state",
                                new ClusterAuthorizationException("refused"));
                    }
                };
        send("a");
        buildings.remove().complete(broken);
        executor.runAll();
        callbacks.get(0).onCompletion(null, new KafkaException("aborted"));

        assertThat(outcomes).containsExactly("a KafkaException");
        assertThat(broken.closed()).isTrue();

        send("b");
        built();
        producer.completeNext();

        assertThat(outcomes).containsExactly("a KafkaException", "b written");
    }

    @Test
    void buildsAnotherProducerAfterAChangeAndLetsTheOldOneFinish() {
        send("a");
        built();

        letters.renew();
        send("b");

        assertThat(buildings).hasSize(1);
        assertThat(producer.closed()).isTrue();
    }

    @Test
    void closesTheOldProducerAfterAChangeEvenIfNoThreadIsLeft() {
        send("a");
        built();
        executor.rejects = true;

        letters.renew();

        assertThat(producer.closed()).isTrue();
    }

    @Test
    void buildsAnotherProducerAfterOneThatCouldNotBeBuilt() {
        send("a");
        buildings.remove().completeExceptionally(new KafkaException("no such host"));
        executor.runAll();
        assertThat(outcomes).containsExactly("a KafkaException");

        send("b");
        built();
        producer.completeNext();

        assertThat(outcomes).containsExactly("a KafkaException", "b written");
    }

    @Test
    void tellsWhenThereIsNoThreadToSendOn() {
        send("a");
        executor.rejects = true;

        buildings.remove().complete(producer);
        letters.send(new ProducerRecord<>("b", new byte[0]), outcome -> outcomes.add("b " + named(outcome)));

        assertThat(outcomes)
                .containsExactly(
                        "a " + RejectedExecutionException.class.getSimpleName(),
                        "b " + RejectedExecutionException.class.getSimpleName());
    }

    @Test
    void sendsOnTheExecutorBecauseASendMayBlock() {
        send("a");

        buildings.remove().complete(producer);

        assertThat(producer.history()).isEmpty();
        assertThat(executor.tasks).hasSize(1);
    }

    @Test
    void closesItsProducerAndSendsNothingAfterwards() {
        send("a");
        built();

        letters.close(Duration.ofSeconds(1));
        send("b");

        assertThat(producer.closed()).isTrue();
        assertThat(outcomes).containsExactly("b " + CancellationException.class.getSimpleName());
        assertThat(buildings).isEmpty();
    }

    @Test
    void closesWithoutEverHavingBuiltOne() {
        letters.close();

        assertThat(buildings).isEmpty();
    }

    @Test
    void closesAfterAFailedConstruction() {
        send("a");
        buildings.remove().completeExceptionally(new KafkaException("no such host"));
        executor.runAll();

        letters.close();

        assertThat(outcomes).hasSize(1);
    }

    @Test
    void closesInTimeAlthoughItsProducerIsStillBeingBuiltAndClosesThatLater() {
        send("a");

        letters.close(Duration.ofMillis(1));

        built();
        assertThat(producer.closed()).isTrue();
    }

    @Test
    void waitsForAllReplicasWhateverTheApplicationsProducersDo() {
        var hardened = DurableProducer.properties(
                Map.of("acks", "0", "enable.idempotence", false, "max.request.size", 10, "bootstrap.servers", "h:1"));

        assertThat(hardened)
                .containsEntry("acks", "all")
                .containsEntry("enable.idempotence", true)
                .containsEntry("bootstrap.servers", "h:1");
        assertThat((int) hardened.getOrDefault("max.request.size", 0)).isGreaterThan(1 << 20);
    }

    /** It is closed after a change of the configuration, and its successor cannot be built. */
    @Test
    void tellsWhatBecameOfALetterOfAClosedProducerThoughTheNextCouldNotBeBuilt() {
        send("a");
        built();
        producer.completeNext();
        letters.send(new ProducerRecord<>("b", new byte[] {1}), outcome -> outcomes.add("b " + named(outcome)));
        letters.renew();
        producer.close();
        letters.send(new ProducerRecord<>("c", new byte[] {1}), outcome -> outcomes.add("c " + named(outcome)));

        buildings.remove().completeExceptionally(new KafkaException("told to fail"));
        executor.runAll();
        buildings.remove().completeExceptionally(new KafkaException("told to fail again"));
        executor.runAll();

        assertThat(outcomes).containsExactlyInAnyOrder("a written", "b KafkaException", "c KafkaException");
    }

    /** It takes letters as before, and nobody would ever hear of them. */
    @Test
    void givesUpAProducerWhoseThreadHasEnded() {
        send("a");
        built();
        letters.replaceIfDead();
        executor.runAll();
        assertThat(producer.closed()).isFalse();

        dead.add(producer);
        letters.replaceIfDead();
        executor.runAll();
        send("b");

        assertThat(producer.closed()).isTrue();
        assertThat(buildings).as("another one").hasSize(1);
    }
}
