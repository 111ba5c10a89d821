// SPDX-License-Identifier: MIT
package io.mqconnector.itests.lives;

import static org.assertj.core.api.Assertions.assertThat;

import io.mqconnector.broker.KafkaBroker;
import io.mqconnector.broker.WithKafka;
import io.mqconnector.itests.OnlyInCi;
import io.mqconnector.output.TestOutput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Many starts and stops of a connector leave MBean server, threads, heap and handles as they were. */
@WithKafka
@OnlyInCi
@Timeout(3_000)
class ManyLivesIT {
    /** {@code -Dmq.it.lives=100} for more. */
    private static final int LIVES = Integer.getInteger("mq.it.lives", 20);

    private final KafkaBroker broker;

    @TempDir
    Path directory;

    ManyLivesIT(KafkaBroker broker) {
        this.broker = broker;
    }

    private List<String> run(int lives, String... more) throws IOException, InterruptedException {
        var output = directory.resolve("lives.txt");
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                ManyLives.class.getName(),
                broker.bootstrapServers(),
                broker.uniqueTopic("lives", 1),
                directory.toString(),
                Integer.toString(lives)));
        command.addAll(List.of(more));
        var builder = new ProcessBuilder(command);
        builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        builder.redirectOutput(output.toFile());
        builder.redirectError(TestOutput.ofChild("lives"));
        var process = builder.start();
        try {
            assertThat(process.waitFor(2_700, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        return Files.readAllLines(output);
    }

    @Test
    @SuppressWarnings("SystemOut") // the numbers, for whoever compares builds
    void leaveNothingBehind() throws Exception {
        var lines = run(LIVES);

        lines.forEach(System.out::println);
        assertThat(lines).filteredOn(line -> line.startsWith(ManyLives.LEFT)).isEmpty();
        assertThat(lines).endsWith(ManyLives.CLEAN);
    }

    @Test
    void aKeptObjectIsNoticed() throws Exception {
        var lines = run(2, "keep");

        assertThat(lines)
                .filteredOn(line -> line.startsWith(ManyLives.LEFT))
                .singleElement()
                .asString()
                .startsWith(ManyLives.LEFT + " objects io.mqconnector.api.MqConfig:");
    }
}
