// SPDX-License-Identifier: MIT
package io.mqconnector.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mqconnector.broker.Certificate;
import io.mqconnector.broker.KafkaBroker;
import io.mqconnector.broker.LoopbackPorts;
import io.mqconnector.broker.WithKafka;
import io.mqconnector.output.TestOutput;
import io.mqconnector.output.TestSecrets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An operator's JVM, with the JDK alone, and the connector's, with TLS and passwords between them. */
@WithKafka
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(400)
class RemoteJmxIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String OPERATOR = "operator";
    private static final String VIEWER = "viewer";
    private static final String PASSWORD = TestSecrets.MARKER + "-jmx";

    private final KafkaBroker broker;
    private Path directory;
    private Certificate certificate;
    private Process target;
    private int port;

    RemoteJmxIT(KafkaBroker broker) {
        this.broker = broker;
    }

    @BeforeAll
    void startTarget(@TempDir Path temporary) throws Exception {
        directory = temporary;
        certificate = Certificate.create(directory, "jmx", "ip:127.0.0.1");
        var ports = LoopbackPorts.free(2);
        port = ports.get(0);
        var security = secret(
                "ssl.properties",
                "javax.net.ssl.keyStore=" + certificate.keyStore(),
                "javax.net.ssl.keyStoreType=PKCS12",
                "javax.net.ssl.keyStorePassword=" + Certificate.PASSWORD);
        var passwords = secret("passwords", OPERATOR + " " + PASSWORD, VIEWER + " " + PASSWORD);
        var access = secret("access", OPERATOR + " readwrite", VIEWER + " readonly");
        var command = java(
                "-Dcom.sun.management.jmxremote.port=" + port,
                "-Dcom.sun.management.jmxremote.rmi.port=" + ports.get(1),
                "-Dcom.sun.management.jmxremote.host=127.0.0.1",
                "-Djava.rmi.server.hostname=127.0.0.1",
                "-Dcom.sun.management.jmxremote.ssl=true",
                "-Dcom.sun.management.jmxremote.registry.ssl=true",
                "-Dcom.sun.management.jmxremote.ssl.config.file=" + security,
                "-Dcom.sun.management.jmxremote.authenticate=true",
                "-Dcom.sun.management.jmxremote.password.file=" + passwords,
                "-Dcom.sun.management.jmxremote.access.file=" + access,
                JmxTarget.class.getName(),
                broker.bootstrapServers(),
                broker.uniqueTopic("target", 1));
        command.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        var output = directory.resolve("target.txt");
        command.redirectError(TestOutput.ofChild("jmx-target"));
        command.redirectOutput(output.toFile());
        target = command.start();
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(Files.readAllLines(output)).contains(JmxTarget.RUNNING));
    }

    @AfterAll
    void stopTarget() throws Exception {
        if (target != null) {
            target.getOutputStream().close();
            assertThat(target.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        }
    }

    private Path secret(String name, String... lines) throws IOException {
        var file = directory.resolve(name);
        Files.write(file, List.of(lines));
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    private static ProcessBuilder java(String... arguments) {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx192m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1"));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command);
    }

    /** Runs the program that knows the JDK alone: its class path is a directory with its class files and nothing else. */
    private List<String> probe(String user, String password, String what) throws Exception {
        var classes = Files.createTempDirectory(directory, "probe");
        for (var part : List.of(JmxProbe.class, JmxConsole.class)) {
            var file = part.getName().replace('.', '/') + ".class";
            try (var source = part.getClassLoader().getResourceAsStream(file)) {
                Files.createDirectories(classes.resolve(file).getParent());
                Files.copy(source, classes.resolve(file));
            }
        }
        var output = Files.createTempFile(directory, "probe", ".txt");
        var command = java(
                "-cp",
                classes.toString(),
                "-Djavax.net.ssl.trustStore=" + certificate.trustStore("PKCS12"),
                "-Djavax.net.ssl.trustStoreType=PKCS12",
                "-Djavax.net.ssl.trustStorePassword=" + Certificate.PASSWORD,
                JmxProbe.class.getName(),
                Integer.toString(port),
                user,
                password,
                what);
        command.environment().keySet().removeAll(List.of("CLASSPATH", "JAVA_TOOL_OPTIONS"));
        command.redirectErrorStream(true);
        command.redirectOutput(output.toFile());
        var process = command.start();
        try {
            assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .as(what)
                    .isTrue();
        } finally {
            process.destroyForcibly();
            TestOutput.keep("jmx-probe", output);
        }
        return Files.readAllLines(output);
    }

    private static Stream<String> first(List<String> lines, String word) {
        return lines.stream().filter(line -> line.startsWith(word + " ")).map(line -> line.split(" ", -1)[1]);
    }

    @Test
    void readsEveryAttribute() throws Exception {
        var lines = probe(OPERATOR, PASSWORD, "read");

        assertThat(first(lines, JmxProbe.FAILED)).as(String.join("\n", lines)).isEmpty();
        assertThat(first(lines, JmxProbe.READ))
                .contains(
                        "Connector.Configuration",
                        "Connection.Cluster",
                        "ProducerPool.Stats",
                        "Producer.Stats",
                        "Breaker.Status",
                        "Listener.Stats",
                        "Listener.Assignment",
                        "DeadLetters.Stats",
                        "Config.Effective",
                        "Config.LastChange",
                        "Alerts.Alerts",
                        "Connector.Health",
                        "Metric.Value");
        assertThat(lines)
                .filteredOn(line -> line.startsWith(JmxProbe.READ))
                .allMatch(line -> line.matches("\\S+ \\S+ (\\[L)?java(x\\.management\\.openmbean)?\\..*"));
    }

    @Test
    void writesWhatMayBeWritten() throws Exception {
        var lines = probe(OPERATOR, PASSWORD, "write");

        assertThat(first(lines, JmxProbe.FAILED)).as(String.join("\n", lines)).isEmpty();
        assertThat(first(lines, JmxProbe.REFUSED)).isEmpty();
        assertThat(first(lines, JmxProbe.WROTE))
                .contains(
                        "ProducerPool.MaxConnections",
                        "ProducerPool.MinIdle",
                        "ProducerPool.MaxIdleTimeMillis",
                        "ProducerPool.BorrowTimeoutMillis",
                        "Producer.StripeCount",
                        "ProducerPool.MaxLifetimeMillis",
                        "Producer.LingerMillis",
                        "Producer.RetryEnabled",
                        "Breaker.Enabled",
                        "Breaker.FailureThreshold",
                        "Breaker.OpenDurationMillis",
                        "Alerts.LagThreshold",
                        "Alerts.GroupNames",
                        "Config.PollIntervalMillis",
                        "Alerts.ErrorRateThreshold",
                        "Alerts.HeapThresholdBytes",
                        "Listener.Workers",
                        "Listener.Consumers",
                        "Listener.RetryAttempts",
                        "Listener.RetryBackoffMillis",
                        "Listener.MaxInFlight");
    }

    /** Whoever has JConsole and nothing else. */
    @Test
    void hasAFieldForEveryParameterAndCallsEveryOperation() throws Exception {
        var lines = probe(OPERATOR, PASSWORD, "press");

        assertThat(first(lines, JmxProbe.FAILED)).as(String.join("\n", lines)).isEmpty();
        assertThat(first(lines, JmxConsole.CALLED))
                .contains("Config.applyLine", "Listener.seek", "Producer.rotate", "Breaker.close", "Connection.ping");
    }

    @Test
    void correctsEveryMistakeInWordsAndChangesNothing() throws Exception {
        var lines = probe(OPERATOR, PASSWORD, "mistype");

        assertThat(lines.stream().filter(line -> line.startsWith(JmxProbe.FAILED)))
                .as(String.join("\n", lines))
                .isEmpty();
        assertThat(first(lines, JmxConsole.CORRECTED)).hasSizeGreaterThan(150);
    }

    @Test
    void hearsEveryNotification() throws Exception {
        var lines = probe(OPERATOR, PASSWORD, "operate");

        assertThat(first(lines, JmxProbe.NOTIFIED))
                .as(String.join("\n", lines))
                .containsExactly(
                        "io.mqconnector.listener.paused",
                        "io.mqconnector.listener.resumed",
                        "io.mqconnector.listener.stopped",
                        "io.mqconnector.listener.started",
                        "io.mqconnector.listener.restarted",
                        "io.mqconnector.config.changed",
                        "io.mqconnector.config.changed");
        assertThat(lines)
                .filteredOn(line -> line.contains(".listener."))
                .allMatch(line -> line.contains("[looked at, target."));
        assertThat(lines)
                .filteredOn(line -> line.contains(".config."))
                .allMatch(line -> line.endsWith("[mq.producer.linger]"));
    }

    @Test
    void letsAViewerReadAndNothingElse() throws Exception {
        var lines = probe(VIEWER, PASSWORD, "intrude");

        assertThat(first(lines, JmxProbe.FAILED)).as(String.join("\n", lines)).isEmpty();
        assertThat(first(lines, JmxProbe.WROTE)).isEmpty();
        assertThat(first(lines, JmxProbe.READ)).contains("Listener.Stats");
        assertThat(first(lines, JmxProbe.REFUSED))
                .contains(
                        "Listener.Workers",
                        "Listener.stop",
                        "Listener.seek",
                        "Producer.rotate",
                        "Connector.ping",
                        "Config.set",
                        "Config.apply");
    }

    @Test
    void letsNobodyInWithoutThePassword() throws Exception {
        for (var lines :
                List.of(probe("", "", "read"), probe(OPERATOR, "guessed", "read"), probe("root", PASSWORD, "read"))) {
            assertThat(lines).containsExactly(JmxProbe.REFUSED + " connect java.lang.SecurityException");
        }
    }
}
