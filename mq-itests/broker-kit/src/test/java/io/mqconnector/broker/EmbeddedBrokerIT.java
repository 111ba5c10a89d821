// SPDX-License-Identifier: MIT
package io.mqconnector.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.mqconnector.broker.FaultProxy.Cut;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
class EmbeddedBrokerIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static EmbeddedBroker broker;

    @BeforeAll
    static void start() {
        broker = EmbeddedBroker.builder().start();
    }

    @AfterAll
    static void close() {
        broker.close();
    }

    @Test
    void keepsWhatItAcknowledged() throws Exception {
        String topic = broker.uniqueTopic("kept", 3);

        List<String> sent = RawClients.send(broker, topic, "v", 100);

        assertThat(RawClients.values(broker, topic)).containsExactlyInAnyOrderElementsOf(sent);
        assertThat(broker.endOffsets(topic)).hasSize(3);
        assertThat(broker.endOffsets(topic).values().stream()
                        .mapToLong(Long::longValue)
                        .sum())
                .isEqualTo(100);
    }

    @Test
    void readsAnEmptyTopicToItsEnd() {
        String topic = broker.uniqueTopic("empty", 2);

        assertThat(broker.consumeAll(topic)).isEmpty();
        assertThat(broker.endOffsets(topic).values()).containsOnly(0L);
    }

    @Test
    void createsTopicsWithTheirSettings() throws Exception {
        broker.createTopic("compacted", 1, Map.of("cleanup.policy", "compact"));

        var topic = new ConfigResource(ConfigResource.Type.TOPIC, "compacted");
        var config = broker.admin().describeConfigs(List.of(topic)).all().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        assertThat(config.get(topic).get("cleanup.policy").value()).isEqualTo("compact");
    }

    @Test
    void refusesATopicThatExists() {
        broker.createTopic("twice", 1);

        assertThatExceptionOfType(KafkaBrokerException.class)
                .isThrownBy(() -> broker.createTopic("twice", 1))
                .withMessageContaining("create topic twice")
                .withRootCauseInstanceOf(TopicExistsException.class);
    }

    @Test
    void createsNoTopicByItsFirstUse() {
        Map<String, Object> impatient = Map.of("max.block.ms", 500);
        try (var producer = RawClients.producer(broker, impatient)) {
            var acknowledgement = producer.send(new ProducerRecord<>("never-created", "v"));

            assertThat(acknowledgement).isDone();
            assertThatExceptionOfType(ExecutionException.class).isThrownBy(acknowledgement::get);
        }
        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(() -> broker.admin()
                        .describeTopics(List.of("never-created"))
                        .allTopicNames()
                        .get(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .withCauseInstanceOf(UnknownTopicOrPartitionException.class);
    }

    @Test
    void readsOnlyCommittedRecordsAndNotBeyondAnOpenTransaction() throws Exception {
        String topic = broker.uniqueTopic("transactional", 1);
        try (var producer = RawClients.producer(broker, Map.of("transactional.id", "t-" + topic))) {
            producer.initTransactions();
            producer.beginTransaction();
            RawClients.send(producer, topic, "committed", 2);
            producer.commitTransaction();
            producer.beginTransaction();
            RawClients.send(producer, topic, "aborted", 2);
            producer.abortTransaction();

            assertThat(RawClients.values(broker, topic)).containsExactly("committed0", "committed1");

            producer.beginTransaction();
            RawClients.send(producer, topic, "open", 2);

            assertThat(RawClients.values(broker, topic)).containsExactly("committed0", "committed1");
            assertThat(broker.endOffsets(topic)).containsOnly(Map.entry(new TopicPartition(topic, 0), 8L));
        }
    }

    @Test
    void tellsWhatAGroupCommitted() throws Exception {
        String topic = broker.uniqueTopic("groups", 2);
        var partition = new TopicPartition(topic, 1);
        broker.admin()
                .alterConsumerGroupOffsets("group-" + topic, Map.of(partition, new OffsetAndMetadata(7)))
                .all()
                .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);

        assertThat(broker.committedOffsets("group-" + topic)).containsOnly(Map.entry(partition, 7L));
        assertThat(broker.committedOffsets("no-such-group")).isEmpty();
    }

    @Test
    void keepsDataPortAndAdminClientOverARestart() throws Exception {
        String topic = broker.uniqueTopic("restarted", 1);
        RawClients.send(broker, topic, "before", 3);
        String address = broker.bootstrapServers();
        try (var producer = RawClients.producer(broker, Map.of())) {
            RawClients.send(producer, topic, "live", 1);

            broker.restart();

            assertThat(broker.bootstrapServers()).isEqualTo(address);
            RawClients.send(producer, topic, "again", 1);
        }
        assertThat(RawClients.values(broker, topic))
                .containsExactly("before0", "before1", "before2", "live0", "again0");
        assertThat(broker.admin().describeCluster().nodes().get(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .hasSize(1);
    }

    @Test
    void runsBesideASecondOneAndLeavesNothingBehind() throws Exception {
        String first = broker.uniqueTopic("first", 1);
        // Threads inherit the group of whoever starts them: this one has the second broker's and nobody else's.
        var group = new ThreadGroup("second broker");
        var scenario = new FutureTask<>(() -> useASecondBroker(first));

        new Thread(group, scenario).start();
        Path directory = scenario.get(150, TimeUnit.SECONDS);

        assertThat(directory).doesNotExist();
        Deadline.in(PATIENCE).await(() -> threadsOf(group).isEmpty());
        assertThat(threadsOf(group)).isEmpty();
        RawClients.send(broker, first, "still there", 1);
    }

    private static Path useASecondBroker(String topicOfTheFirst) throws Exception {
        try (EmbeddedBroker second = EmbeddedBroker.builder().start()) {
            String topic = second.uniqueTopic("second", 1);
            List<String> sent = RawClients.send(second, topic, "v", 10);

            assertThat(RawClients.values(second, topic)).isEqualTo(sent);
            assertThat(second.admin().listTopics().names().get(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .doesNotContain(topicOfTheFirst);
            second.restart();
            assertThat(second.logDirectory()).isDirectoryContaining("glob:**meta.properties");
            assertThat(Thread.currentThread().getThreadGroup().activeCount()).isGreaterThan(10);
            return second.logDirectory();
        }
    }

    @Test
    void keepsAGivenDirectoryAndItsData(@TempDir Path directory) throws Exception {
        List<String> sent;
        try (EmbeddedBroker one =
                EmbeddedBroker.builder().logDirectory(directory).start()) {
            one.createTopic("kept", 1);
            sent = RawClients.send(one, "kept", "v", 10);
        }
        try (EmbeddedBroker other =
                EmbeddedBroker.builder().logDirectory(directory).start()) {
            assertThat(RawClients.values(other, "kept")).isEqualTo(sent);
        }
        assertThat(directory.resolve("meta.properties")).exists();
    }

    @Test
    void isReachedThroughAProxyButLookedUpPastIt() throws Exception {
        try (FaultProxy proxy = FaultProxy.open();
                EmbeddedBroker behind =
                        EmbeddedBroker.builder().advertisedPort(proxy.port()).start()) {
            proxy.target(behind::address);
            assertThat(behind.bootstrapServers()).isEqualTo("127.0.0.1:" + proxy.port());
            String topic = behind.uniqueTopic("proxied", 1);
            try (var producer = RawClients.producer(behind, Map.of("reconnect.backoff.max.ms", 100))) {
                RawClients.send(producer, topic, "whole", 1);
                assertThat(proxy.acceptedCount()).isPositive();
                proxy.cut(Cut.RST);
                RawClients.send(producer, topic, "cut", 1);
                proxy.refuse();

                assertThat(RawClients.values(behind, topic)).containsExactly("whole0", "cut0");

                proxy.heal();
                RawClients.send(producer, topic, "healed", 1);
            }
            assertThat(behind.endOffsets(topic).values()).containsExactly(3L);
        }
    }

    @Test
    void saysThatItsPortIsTaken() throws IOException {
        try (EmbeddedBroker unlucky = EmbeddedBroker.builder().start()) {
            int port = unlucky.address().getPort();
            unlucky.stop();
            try (var squatter = new ServerSocket()) {
                squatter.bind(LoopbackPorts.address(port));

                assertThatExceptionOfType(KafkaBrokerException.class)
                        .isThrownBy(unlucky::start)
                        .withStackTraceContaining("client=" + port);
            }
            assertThat(unlucky.isRunning()).isFalse();
        }
    }

    @Test
    void stopsAndClosesMoreThanOnce() {
        EmbeddedBroker twice = EmbeddedBroker.builder().build();

        assertThatIllegalStateException().isThrownBy(twice::bootstrapServers).withMessageContaining("never started");
        twice.stop();
        twice.close();
        twice.close();

        assertThatIllegalStateException().isThrownBy(twice::start).withMessageContaining("closed");
    }

    private static List<String> threadsOf(ThreadGroup group) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getThreadGroup() == group)
                .map(Thread::getName)
                // Kafka's metrics library never stops these two.
                .filter(name -> !name.startsWith("metrics-meter-tick-thread"))
                .toList();
    }
}
