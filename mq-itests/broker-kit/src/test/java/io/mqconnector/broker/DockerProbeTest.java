// SPDX-License-Identifier: MIT
package io.mqconnector.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(20)
class DockerProbeTest {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final Duration SHORT = Duration.ofMillis(300);

    @AutoClose("shutdownNow")
    private final ExecutorService engine = Executors.newSingleThreadExecutor();

    @Test
    void findsAnEngineThatAnswers200() throws Exception {
        try (var server = ServerSocketChannel.open().bind(LoopbackPorts.address(0))) {
            Future<String> question = answer(server, "HTTP/1.0 200 OK\r\nApi-Version: 1.47\r\n\r\nOK");

            assertThat(DockerProbe.ping(tcp(server), LIMIT)).isTrue();
            assertThat(received(question)).startsWith("GET /_ping HTTP/1.0\r\n");
        }
    }

    @Test
    void findsAnEngineBehindASocketFile(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("docker.sock");
        try (var server =
                ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(file))) {
            Future<String> question = answer(server, "HTTP/1.1 200 OK\r\n\r\n");

            assertThat(DockerProbe.ping("unix://" + file, LIMIT)).isTrue();
            assertThat(received(question)).startsWith("GET /_ping");
        }
    }

    @Test
    void takesAnyOtherStatusForNo() throws Exception {
        try (var server = ServerSocketChannel.open().bind(LoopbackPorts.address(0))) {
            Future<String> question = answer(server, "HTTP/1.1 404 Not Found\r\nX-Length: 200 \r\n\r\n");

            assertThat(DockerProbe.ping(tcp(server), LIMIT)).isFalse();
            assertThat(received(question)).startsWith("GET /_ping");
        }
    }

    @Test
    void givesUpOnASilentEngineWhenTheTimeIsUp() throws Exception {
        try (var server = ServerSocketChannel.open().bind(LoopbackPorts.address(0))) {
            long startNanos = System.nanoTime();

            boolean isThere = DockerProbe.ping(tcp(server), SHORT);

            assertThat(isThere).isFalse();
            assertThat(Duration.ofNanos(System.nanoTime() - startNanos)).isBetween(SHORT, LIMIT);
        }
    }

    @Test
    void takesARefusedConnectionForNo() throws Exception {
        String closed;
        try (var server = ServerSocketChannel.open().bind(LoopbackPorts.address(0))) {
            closed = tcp(server);
        }

        assertThat(DockerProbe.ping(closed, LIMIT)).isFalse();
    }

    @Test
    void takesAStaleSocketFileForNo(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("docker.sock");
        ServerSocketChannel.open(StandardProtocolFamily.UNIX)
                .bind(UnixDomainSocketAddress.of(file))
                .close();

        assertThat(file).exists();
        assertThat(DockerProbe.ping("unix://" + file, LIMIT)).isFalse();
    }

    @Test
    void takesWhatItCannotReadForNo() {
        assertThat(DockerProbe.ping("ssh://host", LIMIT)).isFalse();
        assertThat(DockerProbe.ping("not an engine", LIMIT)).isFalse();
        assertThat(DockerProbe.ping("unix:///no/such/docker.sock", LIMIT)).isFalse();
    }

    @Test
    void asksOnlyTheConfiguredEngine(@TempDir Path home) throws IOException {
        Files.writeString(home.resolve(".testcontainers.properties"), "docker.host=tcp\\://from-file:2375\n");

        assertThat(DockerProbe.candidates(Map.of("DOCKER_HOST", "tcp://from-environment:1"), home))
                .containsExactly("tcp://from-environment:1");
        assertThat(DockerProbe.candidates(Map.of(), home)).containsExactly("tcp://from-file:2375");
    }

    @Test
    void asksTheUsualSocketFilesWithoutConfiguration(@TempDir Path home) {
        List<String> candidates = DockerProbe.candidates(Map.of("XDG_RUNTIME_DIR", "/run/user/7"), home);

        assertThat(candidates)
                .containsExactly(
                        "unix:///var/run/docker.sock",
                        "unix:///run/user/7/docker.sock",
                        "unix://" + home + "/.docker/run/docker.sock",
                        "unix://" + home + "/.docker/desktop/docker.sock");
    }

    private Future<String> answer(ServerSocketChannel server, String text) {
        return engine.submit(() -> {
            try (SocketChannel client = server.accept()) {
                ByteBuffer question = ByteBuffer.allocate(200);
                client.read(question);
                client.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
                return new String(question.array(), 0, question.position(), StandardCharsets.US_ASCII);
            }
        });
    }

    private static String received(Future<String> question)
            throws InterruptedException, ExecutionException, TimeoutException {
        return question.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    }

    private static String tcp(ServerSocketChannel server) throws IOException {
        SocketAddress address = server.getLocalAddress();
        return "tcp:/" + address;
    }
}
