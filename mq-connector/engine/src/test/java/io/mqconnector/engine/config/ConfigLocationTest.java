// SPDX-License-Identifier: MIT
package io.mqconnector.engine.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.mqconnector.api.MqConfig;
import io.mqconnector.api.MqConfigException;
import io.mqconnector.engine.log.MqLog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigLocationTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final String SECRET = "s3cr3t-never-shown";

    @TempDir
    Path directory;

    private final Lines lines = new Lines();
    private final Logger logger = Logger.getLogger(ConfigLocation.class.getName());
    private Duration elapsed = Duration.ZERO;
    /** What happens while a file is waited for, one after the other. */
    private final Deque<Write> meanwhile = new ArrayDeque<>();

    /** What somebody else does. */
    private interface Write {
        void run() throws IOException;
    }

    private ConfigInput input = input(Path.of("nowhere"));

    /** What was logged. */
    private static final class Lines extends Handler {
        private final List<String> all = new ArrayList<>();

        @Override
        public void publish(LogRecord line) {
            all.add(line.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }

    /** Stands still until the test says otherwise. */
    private final class TestClock extends Clock {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return START.plus(elapsed);
        }
    }

    @BeforeEach
    void listen() {
        logger.addHandler(lines);
    }

    @AfterEach
    void stopListening() {
        logger.removeHandler(lines);
    }

    private ConfigInput input(Path location) {
        var explicit = MqConfig.builder().set("mq.config.location", location.toString());
        return new ConfigInput(
                explicit.build(),
                "MqConfig",
                () -> new SystemSource(
                        Map.of("mq.pool.max-idle", "9", "app.idle", "4"), Map.of("MQ_POOL_MIN_IDLE", "8")),
                new TestClock(),
                () -> elapsed.toNanos(),
                this::pause);
    }

    private void pause(long nanos) {
        elapsed = elapsed.plusNanos(nanos);
        var next = meanwhile.poll();
        if (next != null) {
            try {
                next.run();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private void pass(long millis) {
        elapsed = elapsed.plusMillis(millis);
    }

    private Path write(Path file, String text) throws IOException {
        Files.writeString(file, text);
        Files.setLastModifiedTime(file, FileTime.from(START.plus(elapsed)));
        return file;
    }

    private Path file(String text) throws IOException {
        var file = write(directory.resolve("mq.properties"), text);
        input = input(file);
        return file;
    }

    private String text(ConfigKey<?> key) {
        return input.read(Overrides.NONE).value(key).text();
    }

    @Test
    void isAskedBeforeOtherConfigurationAndNamedAsTheSource() throws IOException {
        var file = file("mq.pool.min-idle=3\nmq.pool.max-idle=${app.idle}\nmq.client.source=\n");

        var snapshot = input.read(Overrides.NONE);

        assertThat(snapshot.value(ConfigKeys.POOL_MIN_IDLE))
                .isEqualTo(new ConfigValue("mq.pool.min-idle", "3", Layer.CONFIG, "file " + file));
        assertThat(snapshot.get(ConfigKeys.POOL_MAX_IDLE)).isEqualTo(4);
        assertThat(snapshot.isExplicit(ConfigKeys.CLIENT_SOURCE)).isFalse();
    }

    @Test
    void isReadAgainWhenItHasBeenLeftAlone() throws IOException {
        var file = file("mq.pool.min-idle=3\n");
        var before = input.state();
        assertThat(text(ConfigKeys.POOL_MIN_IDLE)).isEqualTo("3");
        assertThat(input.state()).isEqualTo(before);
        pass(10_000);

        write(file, "mq.pool.min-idle=1\n");
        meanwhile.add(() -> write(file, "mq.pool.min-idle=2\n"));
        assertThat(text(ConfigKeys.POOL_MIN_IDLE)).isEqualTo("3");
        var since = elapsed;

        assertThat(text(ConfigKeys.POOL_MIN_IDLE)).isEqualTo("2");
        assertThat(input.state()).isNotEqualTo(before);
        assertThat(elapsed).isEqualTo(since.plusMillis(ConfigLocation.SETTLED_MILLIS));
        assertThat(lines.all).isEmpty();
    }

    @Test
    void isNotReadHalfWritten() throws IOException {
        var file = file("mq.pool.min-idle=3\nmq.client.brokers=a:1\n");
        assertThat(text(ConfigKeys.CLIENT_BROKERS)).isEqualTo("a:1");
        pass(10_000);

        write(file, "");
        for (var half : List.of("mq.pool.min-idle=1\n", "mq.pool.min-idle=1\nmq.client.bro", "#")) {
            meanwhile.add(() -> write(file, half));
            assertThat(text(ConfigKeys.CLIENT_BROKERS)).as(half).isEqualTo("a:1");
            meanwhile.add(() -> write(file, half + "\n#"));
            assertThat(text(ConfigKeys.POOL_MIN_IDLE)).as(half).isEqualTo("3");
        }
        write(file, "mq.pool.min-idle=1\nmq.client.brokers=b:1\n");

        assertThat(text(ConfigKeys.CLIENT_BROKERS)).isEqualTo("b:1");
        assertThat(text(ConfigKeys.POOL_MIN_IDLE)).isEqualTo("1");
    }

    /** The clock of a file server may be behind or ahead, and a copy has the time of what it was copied from. */
    @Test
    void isNotReadHalfWrittenWhateverItsTimeSays() throws IOException {
        for (long seconds : List.of(-3_600L, 3_600L)) {
            var file = file("mq.pool.min-idle=3\n");
            Files.setLastModifiedTime(file, FileTime.from(START));
            pass(10_000);
            assertThat(text(ConfigKeys.POOL_MIN_IDLE)).isEqualTo("3");

            write(file, "mq.pool.min-idle=1\n");
            var strange = FileTime.from(START.plusSeconds(seconds));
            Files.setLastModifiedTime(file, strange);
            meanwhile.add(() -> {
                write(file, "mq.pool.min-idle=12\n");
                Files.setLastModifiedTime(file, strange);
            });
            assertThat(text(ConfigKeys.POOL_MIN_IDLE)).isEqualTo("3");

            assertThat(text(ConfigKeys.POOL_MIN_IDLE)).isEqualTo("12");
        }
    }

    @Test
    void isWaitedForWhenItIsJustBeingWrittenAtTheStart() throws IOException {
        var file = file("");
        meanwhile.add(() -> write(file, "mq.pool.min-id"));
        meanwhile.add(() -> write(file, "mq.pool.min-idle=many"));
        meanwhile.add(() -> Files.delete(file));
        meanwhile.add(() -> write(file, "mq.pool.min-idle=2\n"));

        assertThat(text(ConfigKeys.POOL_MIN_IDLE)).isEqualTo("2");
    }

    @Test
    void isWaitedForWhenItIsJustBeingExchangedAtTheStart() throws IOException {
        mount("one", Map.of("mq.pool.min-idle", "3"));
        Files.delete(directory.resolve("..data"));
        input = input(directory);
        meanwhile.add(() -> mount("two", Map.of("mq.pool.min-idle", "2")));

        assertThat(text(ConfigKeys.POOL_MIN_IDLE)).isEqualTo("2");
    }

    @Test
    void isReadAgainWhenItWasStillBeingWrittenAfterTheStart() throws IOException {
        var file = file("mq.pool.min-idle=1");
        for (int i = 0; i < 10; i++) {
            int count = i;
            meanwhile.add(() -> write(file, "mq.pool.min-idle=1" + "\n".repeat(count)));
        }
        assertThat(text(ConfigKeys.POOL_MIN_IDLE)).isEqualTo("1");
        assertThat(elapsed).isLessThan(Duration.ofMillis(2 * ConfigLocation.START_MILLIS));
        meanwhile.clear();

        write(file, "mq.pool.min-idle=2\n");

        assertThat(text(ConfigKeys.POOL_MIN_IDLE)).isEqualTo("2");
    }

    @Test
    void staysWhatItWasWhileItIsGoneAndSaysSoOnce() throws IOException {
        var file = file("mq.pool.min-idle=3\n");
        assertThat(text(ConfigKeys.POOL_MIN_IDLE)).isEqualTo("3");

        Files.delete(file);
        assertThat(text(ConfigKeys.POOL_MIN_IDLE)).isEqualTo("3");
        assertThat(text(ConfigKeys.POOL_MIN_IDLE)).isEqualTo("3");
        assertThat(lines.all)
                .containsExactly("MQ1100 configuration at " + file + " cannot be read: there is no " + file
                        + "; what stood there before stays in force until it can");

        write(file, "mq.pool.min-idle=2\n");
        assertThat(text(ConfigKeys.POOL_MIN_IDLE)).isEqualTo("2");
        assertThat(lines.all).hasSize(2).last().isEqualTo("MQ1101 configuration at " + file + " can be read again");
    }

    @Test
    void staysWhatItWasWhileItIsNoConfiguration() throws IOException {
        var file = file("mq.pool.min-idle=3\n");
        assertThat(text(ConfigKeys.POOL_MIN_IDLE)).isEqualTo("3");

        Files.write(file, new byte[] {'m', 'q', '=', (byte) 0xC3, '\n'});
        assertThat(text(ConfigKeys.POOL_MIN_IDLE)).isEqualTo("3");
        Files.writeString(file, "mq.pool.min-idle=\\u12\n");
        assertThat(text(ConfigKeys.POOL_MIN_IDLE)).isEqualTo("3");
        Files.write(file, new byte[(1 << 20) + 1]);
        assertThat(text(ConfigKeys.POOL_MIN_IDLE)).isEqualTo("3");
        Files.delete(file);
        Files.createDirectory(file);
        Files.writeString(file.resolve("mq.pool.min-idle"), "");
        meanwhile.add(() -> Files.writeString(file.resolve("mq.pool.min-idle"), "5"));
        assertThat(text(ConfigKeys.POOL_MIN_IDLE)).isEqualTo("3");

        assertThat(text(ConfigKeys.POOL_MIN_IDLE)).isEqualTo("5");
        assertThat(lines.all)
                .hasSize(4)
                .anyMatch(line -> line.contains("it is not UTF-8"))
                .anyMatch(line -> line.contains("it is no properties file: an escape"))
                .anyMatch(line -> line.contains("has more than 1048576 bytes"));
    }

    @Test
    void isAProblemBesideAllOthersWhenItWasNeverThere() {
        input = input(directory.resolve("missing"));

        var refused = catchThrowableOfType(
                MqConfigException.class,
                () -> input.read(Overrides.NONE.with(Map.of("mq.producer.linger", "1h"), "test")));

        assertThat(refused.problems())
                .hasSize(2)
                .first()
                .isEqualTo("mq.config.location = '" + directory.resolve("missing")
                        + "' from MqConfig: cannot be read: there"
                        + " is no " + directory.resolve("missing") + "; put a file or a directory there, or remove the"
                        + " key");
        assertThat(lines.all).isEmpty();
        assertThat(elapsed).isEqualTo(Duration.ofMillis(ConfigLocation.START_MILLIS));
    }

    @Test
    void namesTheFileOfABadValueAndMasksSecrets() throws IOException {
        var file = file("mq.pool.min-idle=many\nmq.kafka.common.sasl.jaas.config=" + SECRET
                + "\nmq.client.sasl-password=" + SECRET + "\n");

        var refused = catchThrowableOfType(MqConfigException.class, () -> input.read(Overrides.NONE));

        assertThat(refused.problems())
                .contains("mq.pool.min-idle = 'many' from file " + file + ": not a whole number; allowed 0 to 1000")
                .noneMatch(problem -> problem.contains(SECRET));
        assertThat(input.state().toString()).doesNotContain(SECRET);
    }

    /** As kubelet mounts a ConfigMap: the names are links into a directory that is exchanged by renaming one link. */
    @Test
    void takesAConfigMapExchangedAtOnce() throws IOException {
        mount("one", Map.of("mq.pool.min-idle", "3\n", "mq.connections.a.client.brokers", "a:1\r\n"));
        Files.writeString(directory.resolve(".hidden"), "x");
        Files.createDirectory(directory.resolve("mq.pool.max-idle"));
        input = input(directory);
        var snapshot = input.read(Overrides.NONE);
        assertThat(snapshot.value(ConfigKeys.POOL_MIN_IDLE))
                .isEqualTo(new ConfigValue("mq.pool.min-idle", "3", Layer.CONFIG, "directory " + directory));
        assertThat(snapshot.connection("a").get(ConfigKeys.CLIENT_BROKERS)).containsExactly("a:1");
        assertThat(snapshot.warnings()).isEmpty();
        var state = input.state();

        mount("two", Map.of("mq.pool.min-idle", "2", "mq.connections.a.client.brokers", "b:1"));
        var next = input.read(Overrides.NONE);

        assertThat(input.state()).isNotEqualTo(state);
        assertThat(next.get(ConfigKeys.POOL_MIN_IDLE)).isEqualTo(2);
        assertThat(next.connection("a").get(ConfigKeys.CLIENT_BROKERS)).containsExactly("b:1");
        assertThat(lines.all).isEmpty();
    }

    private void mount(String version, Map<String, String> keys) throws IOException {
        var data = Files.createDirectory(directory.resolve("..2026_" + version));
        for (var key : keys.entrySet()) {
            Files.writeString(data.resolve(key.getKey()), key.getValue(), StandardCharsets.UTF_8);
            var link = directory.resolve(key.getKey());
            if (!Files.isSymbolicLink(link)) {
                Files.createSymbolicLink(link, Path.of("..data", key.getKey()));
            }
        }
        var next = Files.createSymbolicLink(directory.resolve("..data_tmp"), data.getFileName());
        Files.move(next, directory.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
    }

    @Test
    void takesAPlainDirectoryWhenAllOfItHasBeenLeftAlone() throws IOException {
        write(directory.resolve("mq.pool.min-idle"), "3");
        input = input(directory);
        assertThat(text(ConfigKeys.POOL_MIN_IDLE)).isEqualTo("3");
        Files.setLastModifiedTime(directory, FileTime.from(START));
        pass(10_000);
        assertThat(text(ConfigKeys.POOL_MIN_IDLE)).isEqualTo("3");

        write(directory.resolve("mq.pool.min-idle"), "2");
        meanwhile.add(() -> write(directory.resolve("mq.pool.max-idle"), "5"));
        assertThat(text(ConfigKeys.POOL_MIN_IDLE)).isEqualTo("3");

        assertThat(text(ConfigKeys.POOL_MIN_IDLE)).isEqualTo("2");
        assertThat(text(ConfigKeys.POOL_MAX_IDLE)).isEqualTo("5");
        Files.delete(directory.resolve("mq.pool.max-idle"));
        assertThat(text(ConfigKeys.POOL_MAX_IDLE)).isEqualTo("9");
    }

    /** As certificates are renewed: under the same name. */
    @Test
    void seesThatAKeyStoreHasAnotherContent() throws IOException {
        var store = write(directory.resolve("trust.pem"), "-----BEGIN CERTIFICATE-----\nold\n");
        file("mq.client.security-protocol=SSL\nmq.client.ssl-truststore-location=" + store + "\n"
                + "mq.connections.a.client.brokers=a:1\n");
        var before = input.read(Overrides.NONE);
        var state = input.state();
        assertThat(input.state()).isEqualTo(state);
        pass(10_000);

        write(store, "-----BEGIN CERTIFICATE-----\nnew\n");
        assertThat(input.state()).isNotEqualTo(state);
        var after = input.read(Overrides.NONE);

        assertThat(ConfigDiff.between(before, after).deltas())
                .extracting(ConfigDelta::toString)
                .containsExactly(
                        "mq.client.ssl-truststore-location: '" + store + "' -> '" + store
                                + ", whose content is another' (ROLLING)",
                        "mq.connections.\"a\".client.ssl-truststore-location: '" + store + "' -> '" + store
                                + ", whose content is another' (ROLLING)");
        var request = SnapshotFixture.settings().request();
        assertThat(ConfigDiff.between(before.listener(request), after.listener(request)))
                .hasSize(1);
        assertThat(after.producerProperties())
                .as("by which it is decided whether clients are built anew")
                .isNotEqualTo(before.producerProperties());
        assertThat(after.adminProperties()).isNotEqualTo(before.adminProperties());
        assertThat(after.listener(request).consumerProperties())
                .isNotEqualTo(before.listener(request).consumerProperties());
        write(store, "-----BEGIN CERTIFICATE-----\nnew\n");
        assertThat(ConfigDiff.between(after, input.read(Overrides.NONE)).isEmpty())
                .isTrue();
    }

    @Test
    void isReadAgainAfterAReadingThatFailed() throws IOException {
        var store = directory.resolve("trust.pem");
        file("mq.client.security-protocol=SSL\nmq.client.ssl-truststore-location=" + store + "\n");
        assertThat(catchThrowableOfType(MqConfigException.class, () -> input.read(Overrides.NONE)))
                .isNotNull();
        assertThat(input.state()).isNotEqualTo(input.state());

        write(store, "-----BEGIN CERTIFICATE-----\nnew\n");
        input.read(Overrides.NONE);

        assertThat(input.state()).isEqualTo(input.state());
    }

    @Test
    void logsUnderTheNameOfTheClass() {
        MqLog.of(ConfigLocation.class).configLocationReadable("x");

        assertThat(lines.all).containsExactly("MQ1101 configuration at x can be read again");
    }
}
