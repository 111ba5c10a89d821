// SPDX-License-Identifier: MIT
package io.mqconnector.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
class BrokerProcessIT {
    private static BrokerProcess broker;

    @BeforeAll
    static void start() {
        broker = BrokerProcess.builder().start();
    }

    @AfterAll
    static void close() {
        broker.close();
    }

    @Test
    void keepsAcknowledgedRecordsOverAKill() throws Exception {
        String topic = broker.uniqueTopic("killed", 2);
        String address = broker.bootstrapServers();
        long pid = broker.pid();
        var sent = new ArrayList<>(RawClients.send(broker, topic, "before", 500));

        broker.kill();
        assertThat(broker.isAlive()).isFalse();
        assertThat(ProcessHandle.of(pid)).isEmpty();
        broker.restart();

        assertThat(broker.bootstrapServers()).isEqualTo(address);
        sent.addAll(RawClients.send(broker, topic, "after", 1));
        assertThat(RawClients.values(broker, topic)).containsExactlyInAnyOrderElementsOf(sent);
    }

    @Test
    void restartsInOrder() throws Exception {
        String topic = broker.uniqueTopic("restarted", 1);
        List<String> sent = RawClients.send(broker, topic, "v", 10);
        long pid = broker.pid();

        broker.restart();

        assertThat(broker.pid()).isNotEqualTo(pid);
        assertThat(ProcessHandle.of(pid)).isEmpty();
        assertThat(RawClients.values(broker, topic)).isEqualTo(sent);
    }

    @Test
    void answersNothingWhilePausedAndAllOfItOnceResumed() throws Exception {
        String topic = broker.uniqueTopic("paused", 1);
        try (var producer = RawClients.producer(broker, Map.of())) {
            RawClients.send(producer, topic, "before", 1);

            broker.pause();
            var acknowledgement = producer.send(new ProducerRecord<>(topic, "while paused"));

            assertThatExceptionOfType(TimeoutException.class)
                    .isThrownBy(() -> acknowledgement.get(1, TimeUnit.SECONDS));
            assertThat(broker.isAlive()).isTrue();

            broker.resume();

            assertThat(acknowledgement.get(30, TimeUnit.SECONDS).offset()).isEqualTo(1);
        }
    }

    @Test
    void leavesNeitherChildNorDirectoryBehind() {
        BrokerProcess other = BrokerProcess.builder().start();
        ProcessHandle child = ProcessHandle.of(other.pid()).orElseThrow();
        Path directory = other.logDirectory();
        assertThat(directory).exists();

        other.pause(); // the hardest to end
        other.close();
        other.close();

        assertThat(child.isAlive()).isFalse();
        assertThat(directory).doesNotExist();
        assertThatIllegalStateException().isThrownBy(other::start).withMessageContaining("closed");
    }

    @Test
    void endsWhenItsParentIsKilled(@TempDir Path directory) throws Exception {
        Process parent = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "-Djava.io.tmpdir=" + directory, // what a killed JVM cannot delete
                        ParentProgram.class.getName())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        long child;
        try (BufferedReader output = parent.inputReader()) {
            child = Long.parseLong(output.readLine());
            assertThat(hasEnded(child)).isFalse();

            parent.destroyForcibly();
        }

        assertThat(Deadline.in(Duration.ofSeconds(60)).await(() -> hasEnded(child)))
                .isTrue();
    }

    @Test
    void saysWhatTheChildSaidWhenItDoesNotStart() {
        assertThatExceptionOfType(KafkaBrokerException.class)
                .isThrownBy(() -> BrokerProcess.builder()
                        .property("log.retention.ms", "not a number")
                        .start())
                .withMessageContaining("ended with status 1")
                .withMessageContaining("log.retention.ms");
    }

    /** Gone, or dead and not reaped, which is up to process 1. */
    private static boolean hasEnded(long pid) {
        Path stat = Path.of("/proc", Long.toString(pid), "stat");
        try {
            return Files.readString(stat).contains(") Z ");
        } catch (IOException e) {
            return true;
        }
    }
}
