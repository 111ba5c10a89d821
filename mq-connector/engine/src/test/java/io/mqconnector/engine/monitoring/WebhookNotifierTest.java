// SPDX-License-Identifier: MIT
package io.mqconnector.engine.monitoring;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mqconnector.api.MqNotification;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class WebhookNotifierTest {
    private static final String TOKEN = "T0psecretToken";
    private static final Duration SHORT = Duration.ofMillis(300);
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final String OK = "HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n";

    private final ExecutorService executor = Executors.newCachedThreadPool();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    /** Requests that servers of the test got, whole. */
    private final BlockingQueue<String> requests = new LinkedBlockingQueue<>();

    private final CountDownLatch end = new CountDownLatch(1);

    /** What a server does with a request that it has read. */
    @FunctionalInterface
    private interface Answer {
        void to(OutputStream out) throws Exception;
    }

    @AfterEach
    void close() {
        end.countDown();
        executor.shutdownNow();
        timer.shutdownNow();
    }

    private ServerSocket server(Answer answer) throws IOException {
        var server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        var unused = executor.submit(() -> {
            while (true) {
                var socket = server.accept();
                var unusedToo = executor.submit(() -> serve(socket, answer));
            }
        });
        return server;
    }

    private Void serve(Socket socket, Answer answer) throws Exception {
        try (socket) {
            requests.add(request(socket.getInputStream()));
            answer.to(socket.getOutputStream());
        }
        return null;
    }

    private static String request(InputStream in) throws IOException {
        var read = new StringBuilder();
        int length = -1;
        while (length < 0 || !read.toString().endsWith("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                throw new EOFException("whoever asks has given up");
            }
            read.append((char) next);
            int at = read.indexOf("Content-Length: ");
            if (at >= 0 && read.indexOf("\r\n", at) > 0) {
                length = Integer.parseInt(read.substring(at + 16, read.indexOf("\r\n", at)));
            }
        }
        return read + new String(in.readNBytes(length), StandardCharsets.UTF_8);
    }

    private String address(ServerSocket server) {
        return "http://localhost:" + server.getLocalPort() + "/hook/" + TOKEN;
    }

    private static MonitoringSettings settings(String webhook, Duration timeout) {
        return new MonitoringSettings(
                Duration.ofSeconds(10), 3, Duration.ZERO, 0, 0, 0, 0, List.of(), webhook, timeout);
    }

    private WebhookNotifier webhook(String address, Duration timeout) {
        var settings = settings(address, timeout);
        return new WebhookNotifier(() -> settings, executor, timer);
    }

    private static MqNotification notification(String text) {
        return new MqNotification(
                MqNotification.Type.ALERT_RAISED,
                "node-1",
                "orders",
                text,
                Instant.EPOCH,
                Map.of("rule", "lag", "value", "7"));
    }

    @Test
    void postsANotificationAsJson() throws Exception {
        try (var server = server(out -> out.write(OK.getBytes(StandardCharsets.US_ASCII)))) {
            webhook(address(server), LONG).onNotification(notification("Größe"));

            var request = requireNonNull(requests.poll(LONG.toSeconds(), TimeUnit.SECONDS), "a request");
            assertThat(request)
                    .startsWith("POST /hook/" + TOKEN + " HTTP/1.1\r\n")
                    .contains("Content-Type: application/json; charset=utf-8\r\n")
                    .endsWith("\r\n\r\n" + NotificationJson.of(notification("Größe")));
            assertThat(request.substring(request.indexOf("\r\n\r\n"))).doesNotContain(TOKEN);
        }
    }

    @Test
    void postsNothingWithoutAnAddress() throws Exception {
        webhook("", SHORT).onNotification(notification("a"));

        assertThat(requests).isEmpty();
    }

    @Test
    void givesUpOnOneThatHangs() throws Exception {
        try (var server = server(out -> end.await())) {
            var hook = webhook(address(server), SHORT);

            assertRefused(hook, "did not answer within PT0.3S");
            // none if its time is over before the server has read it
            assertThat(requests).as("tries").hasSizeLessThanOrEqualTo(1);
        }
    }

    @Test
    void givesUpOnOneThatAnswersByteByByte() throws Exception {
        try (var server = server(out -> {
            for (byte each : "HTTP/1.1 200 OK\r\n".repeat(1_000).getBytes(StandardCharsets.US_ASCII)) {
                out.write(each);
                out.flush();
                if (end.await(SHORT.toMillis() / 6, TimeUnit.MILLISECONDS)) {
                    return;
                }
            }
        })) {
            long start = System.nanoTime();

            assertRefused(webhook(address(server), SHORT), "did not answer within PT0.3S");

            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
        }
    }

    @Test
    void givesUpOnOneThatRefuses() throws Exception {
        String address;
        try (var server = server(out -> {})) {
            address = address(server);
        }

        assertRefused(webhook(address, LONG), "cannot be reached: ConnectException");
    }

    @Test
    void givesUpOnOneThatHangsUp() throws Exception {
        try (var server = server(out -> {})) {
            assertRefused(webhook(address(server), LONG), "cannot be reached: ");
            assertThat(requests).as("one try").hasSize(1);
        }
    }

    @Test
    void givesUpOnOneThatAnswersAnythingButSuccess() throws Exception {
        try (var server = server(out -> out.write(
                ("HTTP/1.1 500 " + TOKEN + "\r\nConnection: close\r\n\r\n").getBytes(StandardCharsets.US_ASCII)))) {
            assertRefused(webhook(address(server), LONG), "answered with status 500");
        }
    }

    @Test
    void followsNoRedirect() throws Exception {
        try (var server =
                server(out -> out.write("HTTP/1.1 302 Found\r\nLocation: /elsewhere\r\nConnection: close\r\n\r\n"
                        .getBytes(StandardCharsets.US_ASCII)))) {
            assertRefused(webhook(address(server), LONG), "answered with status 302");
            assertThat(requests).hasSize(1);
        }
    }

    @Test
    void aHangingOneHoldsNobodyWhoTells() throws Exception {
        try (var server = server(out -> end.await())) {
            var notifications = new Notifications("node-1", executor, Clock.systemUTC(), System::nanoTime);
            var unused =
                    notifications.add(webhook(address(server), LONG), getClass().getClassLoader());
            long start = System.nanoTime();

            for (int i = 0; i < 10_000; i++) {
                notifications.publish(MqNotification.Type.ALERT_RAISED, "orders", "n" + i, Map.of());
            }

            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(LONG);
            assertThat(notifications.droppedCount()).isGreaterThanOrEqualTo(10_000 - Notifications.BOUND - 1);
            notifications.close();
        }
    }

    @Test
    void settingsDoNotShowTheAddress() {
        assertThat(settings("http://localhost:1/hook/" + TOKEN, SHORT).toString())
                .doesNotContain(TOKEN)
                .contains("****");
    }

    private static void assertRefused(WebhookNotifier hook, String why) {
        assertThatThrownBy(() -> hook.onNotification(notification("a")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(why)
                .hasNoCause()
                .message()
                .doesNotContain(TOKEN)
                .doesNotContain("localhost");
    }
}
