// SPDX-License-Identifier: MIT
package io.mqconnector.broker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A cheap answer to "does a Docker engine answer here?" without loading Testcontainers, which takes seconds to find out
 * and can hang. Thread-safe, starts no thread.
 *
 * <p>An engine that wants TLS counts as absent; {@code -Dmq.it.broker=testcontainers} still uses it.
 */
final class DockerProbe {
    static final Duration LIMIT = Duration.ofSeconds(2);

    private static final System.Logger LOG = System.getLogger(DockerProbe.class.getName());
    private static final Pattern OK = Pattern.compile("HTTP/1\\.[01] 200 .*", Pattern.DOTALL);
    private static final int STATUS_LINE_BYTES = 64;
    private static final int DOCKER_PORT = 2375;

    private DockerProbe() {}

    /** Asks where Testcontainers would look: the configured engine if there is one, else the usual socket files. */
    static boolean isReachable() {
        Path home = Path.of(System.getProperty("user.home"));
        Deadline began = Deadline.in(LIMIT);
        boolean isReachable =
                candidates(System.getenv(), home).stream().anyMatch(engine -> ping(engine, began.remaining()));
        LOG.log(Level.DEBUG, "Docker engine: " + isReachable + " after " + began.elapsed());
        return isReachable;
    }

    static List<String> candidates(Map<String, String> environment, Path home) {
        Properties user = userProperties(home.resolve(".testcontainers.properties"));
        @Nullable
        String configured = Stream.of(
                        environment.getOrDefault("DOCKER_HOST", ""),
                        System.getProperty("docker.host", ""),
                        user.getProperty("docker.host", ""),
                        user.getProperty("tc.host", ""))
                .filter(Predicate.not(String::isBlank))
                .findFirst()
                .orElse(null);
        if (configured != null) {
            return List.of(configured.strip());
        }
        var sockets = new ArrayList<String>();
        sockets.add("unix:///var/run/docker.sock");
        String runtimeDirectory = environment.get("XDG_RUNTIME_DIR");
        if (runtimeDirectory != null) {
            sockets.add("unix://" + runtimeDirectory + "/docker.sock");
        }
        sockets.add("unix://" + home + "/.docker/run/docker.sock");
        sockets.add("unix://" + home + "/.docker/desktop/docker.sock");
        return List.copyOf(sockets);
    }

    /**
     * {@code GET /_ping}.
     *
     * @param engine {@code unix:///path}, {@code tcp://host:port} or {@code http://host:port}
     * @param limit for connecting, asking and the answer together
     * @return whether the answer is a 200; false for whatever else happens
     */
    static boolean ping(String engine, Duration limit) {
        Deadline deadline = Deadline.in(limit);
        SocketAddress address = address(engine);
        if (address == null) {
            return false;
        }
        try (Selector selector = Selector.open();
                SocketChannel channel = open(address)) {
            channel.configureBlocking(false);
            SelectionKey key = channel.register(selector, 0);
            if (!channel.connect(address)) {
                do {
                    if (!await(key, SelectionKey.OP_CONNECT, deadline)) {
                        return false;
                    }
                } while (!channel.finishConnect());
            }
            ByteBuffer question =
                    ByteBuffer.wrap("GET /_ping HTTP/1.0\r\nHost: docker\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            while (question.hasRemaining()) {
                if (!await(key, SelectionKey.OP_WRITE, deadline)) {
                    return false;
                }
                channel.write(question);
            }
            ByteBuffer answer = ByteBuffer.allocate(STATUS_LINE_BYTES);
            while (!isOk(answer)) {
                if (!answer.hasRemaining() || !await(key, SelectionKey.OP_READ, deadline) || channel.read(answer) < 0) {
                    return false;
                }
            }
            return true;
        } catch (IOException | RuntimeException e) { // refused, stale file, no permission, unresolved: all mean no
            LOG.log(Level.DEBUG, "Docker engine at " + engine + ": " + e);
            return false;
        }
    }

    private static SocketChannel open(SocketAddress address) throws IOException {
        return address instanceof UnixDomainSocketAddress
                ? SocketChannel.open(StandardProtocolFamily.UNIX)
                : SocketChannel.open();
    }

    private static boolean isOk(ByteBuffer answer) {
        ByteBuffer read = answer.duplicate().flip();
        return OK.matcher(StandardCharsets.US_ASCII.decode(read)).matches();
    }

    private static boolean await(SelectionKey key, int operation, Deadline deadline) throws IOException {
        key.interestOps(operation);
        while (!deadline.isOver()) {
            // At least 1: select(0) would wait for ever.
            if (key.selector().select(Math.max(1, deadline.remaining().toMillis())) > 0) {
                key.selector().selectedKeys().clear();
                return true;
            }
            if (Thread.currentThread().isInterrupted()) {
                return false;
            }
        }
        return false;
    }

    private static @Nullable SocketAddress address(String engine) {
        try {
            URI uri = URI.create(engine);
            String scheme = uri.getScheme();
            if ("unix".equals(scheme)) {
                Path socket = Path.of(uri.getPath());
                return Files.exists(socket) ? UnixDomainSocketAddress.of(socket) : null;
            }
            if (("tcp".equals(scheme) || "http".equals(scheme)) && uri.getHost() != null) {
                return new InetSocketAddress(uri.getHost(), uri.getPort() < 0 ? DOCKER_PORT : uri.getPort());
            }
        } catch (IllegalArgumentException e) {
            LOG.log(Level.DEBUG, "Docker engine at " + engine + ": " + e);
        }
        return null;
    }

    private static Properties userProperties(Path file) {
        var properties = new Properties();
        if (Files.exists(file)) {
            try (var in = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
                properties.load(in);
            } catch (IOException e) {
                throw new UncheckedIOException("cannot read " + file, e);
            }
        }
        return properties;
    }
}
