// SPDX-License-Identifier: MIT
package io.mqconnector.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mqconnector.output.TestOutput;
import io.mqconnector.output.TestSecrets;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tells a secret in every way there is, so that {@link SecretsScan} is seen to find it. */
class SeededLeakIT {
    /** The file that says that all was told. */
    static final String DONE = "seeded";

    /** How it was told: what the line has, with the form it was found in. */
    static final List<String> WAYS = List.of(
            "plain .*standard output",
            "plain .*standard error",
            "plain .*FINE io\\.mqconnector\\.seeded .*by the connector's log",
            "base64 .*IllegalStateException: as the cause",
            "plain .*client\\.id = .*-by-kafka",
            "plain .*by a child");

    private Path directory;

    @BeforeEach
    void isKept() {
        directory = TestOutput.directory().orElse(null);
        assumeTrue(directory != null, "nothing is kept: not run by the build");
        assertThat(TestOutput.isKept()).isTrue();
    }

    @Test
    @SuppressWarnings("SystemOut") // on purpose
    void tellsASecretInEveryWay() throws IOException, InterruptedException {
        var secret = TestSecrets.SEEDED;
        System.out.println(secret + " on standard output");
        System.err.println(secret + " on standard error");
        System.getLogger("io.mqconnector.seeded").log(System.Logger.Level.DEBUG, secret + " by the connector's log");
        var encoded = Base64.getEncoder().encodeToString(("x:" + secret).getBytes(StandardCharsets.UTF_8));
        var cause = new IllegalStateException("as the cause " + encoded);
        System.getLogger("io.mqconnector.seeded")
                .log(System.Logger.Level.DEBUG, "failed", new IllegalArgumentException("no secret here", cause));
        var config = new ProducerConfig(Map.of(
                "bootstrap.servers",
                "localhost:9092",
                "client.id",
                secret + "-by-kafka",
                "key.serializer",
                ByteArraySerializer.class,
                "value.serializer",
                ByteArraySerializer.class));
        var child = new ProcessBuilder("/bin/sh", "-c", "echo " + secret + " by a child >&2")
                .redirectError(TestOutput.ofChild("seeded"))
                .start();

        assertThat(child.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(config.getString("client.id")).startsWith(secret);
        Files.writeString(directory.resolve(DONE), "");
    }
}
