// SPDX-License-Identifier: MIT
package io.mqconnector.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.mqconnector.broker.FaultProxy.Cut;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class FaultProxyTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int SILENCE_MILLIS = 300;

    private EchoServer echo;
    private FaultProxy proxy;

    @BeforeEach
    void open() throws IOException {
        echo = new EchoServer();
        proxy = FaultProxy.to(echo.address());
    }

    @AfterEach
    void close() throws Exception {
        proxy.close();
        echo.close();
    }

    @Test
    void passesBytesOn() throws IOException {
        try (Socket client = connect()) {
            assertThat(roundTrip(client, "hello")).isEqualTo("hello");
        }
    }

    @Test
    void passesOnTheEndOfEachDirection() throws IOException {
        try (Socket client = connect()) {
            client.getOutputStream().write(bytes("last words"));
            client.shutdownOutput();

            assertThat(client.getInputStream().readAllBytes()).isEqualTo(bytes("last words"));
        }
        assertThat(Deadline.in(PATIENCE).await(() -> proxy.connectionCount() == 0))
                .isTrue();
    }

    @Test
    void passesOnMoreThanTheBuffersHold() throws Exception {
        byte[] sent = new byte[16 << 20];
        sent[sent.length - 1] = 1;
        try (Socket client = connect()) {
            var writer = new Thread(() -> {
                try {
                    client.getOutputStream().write(sent);
                    client.shutdownOutput();
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            });
            writer.start();

            byte[] received = client.getInputStream().readAllBytes();

            writer.join();
            assertThat(received).isEqualTo(sent);
        }
    }

    @Test
    void holdsBytesForTheLatencyInEachDirection() throws IOException {
        try (Socket client = connect()) {
            roundTrip(client, "warm");
            proxy.latency(Duration.ofSeconds(1));

            assertThat(timed(client)).isBetween(Duration.ofSeconds(2), PATIENCE);

            proxy.heal();

            assertThat(timed(client)).isLessThan(Duration.ofSeconds(2));
        }
    }

    @Test
    void bytesOnTheirWayAtTheTimeOfHealingArriveAtOnce() throws IOException {
        try (Socket client = connect()) {
            proxy.latency(Duration.ofHours(1));
            client.getOutputStream().write(bytes("late"));
            expectSilence(client);

            proxy.heal();

            assertThat(read(client, 4)).isEqualTo("late");
        }
    }

    @Test
    void passesOnNoMoreThanTheBandwidth() throws IOException {
        try (Socket client = connect()) {
            roundTrip(client, "warm");
            proxy.bandwidth(20_000);
            long startNanos = System.nanoTime();

            client.getOutputStream().write(new byte[10_000]);
            read(client, 10_000);

            assertThat(Duration.ofNanos(System.nanoTime() - startNanos)).isBetween(Duration.ofMillis(500), PATIENCE);
        }
    }

    @Test
    void resetsConnectionsAndServesNewOnes() throws IOException {
        try (Socket client = connect()) {
            roundTrip(client, "before");

            proxy.cut(Cut.RST);

            assertThatExceptionOfType(SocketException.class)
                    .isThrownBy(() -> client.getInputStream().read())
                    .withMessageContaining("reset");
            assertThat(proxy.connectionCount()).isZero();
        }
        try (Socket client = connect()) {
            assertThat(roundTrip(client, "after")).isEqualTo("after");
            assertThat(proxy.acceptedCount()).isEqualTo(2);
        }
    }

    @Test
    void finishesConnectionsAndServesNewOnes() throws IOException {
        try (Socket client = connect()) {
            roundTrip(client, "before");

            proxy.cut(Cut.FIN);

            assertThat(client.getInputStream().read()).isEqualTo(-1);
        }
        assertThat(Deadline.in(PATIENCE).await(() -> proxy.connectionCount() == 0))
                .isTrue();
        try (Socket client = connect()) {
            assertThat(roundTrip(client, "after")).isEqualTo("after");
        }
    }

    @Test
    void passesNothingOnInABlackHoleUntilHealed() throws IOException {
        try (Socket client = connect()) {
            roundTrip(client, "before");
            proxy.blackhole();

            client.getOutputStream().write(bytes("held"));
            expectSilence(client);
            proxy.heal();

            assertThat(read(client, 4)).isEqualTo("held");
        }
    }

    @Test
    void acceptsConnectionsInABlackHoleAndServesThemOnceHealed() throws IOException {
        proxy.blackhole();
        try (Socket client = connect()) {
            client.getOutputStream().write(bytes("held"));
            expectSilence(client);

            proxy.heal();

            assertThat(read(client, 4)).isEqualTo("held");
        }
    }

    @Test
    void refusesConnectionsUntilHealedOnTheSamePort() throws IOException {
        try (Socket client = connect()) {
            roundTrip(client, "before");

            proxy.refuse();

            assertThatExceptionOfType(SocketException.class)
                    .isThrownBy(() -> client.getInputStream().read());
            assertThatExceptionOfType(ConnectException.class).isThrownBy(this::connect);
        }
        proxy.heal();
        try (Socket client = connect()) {
            assertThat(roundTrip(client, "after")).isEqualTo("after");
        }
    }

    @Test
    void resetsClientsWhileItHasNoTarget() throws IOException {
        try (FaultProxy early = FaultProxy.open();
                Socket client = new Socket()) {
            client.connect(early.address());

            assertThatExceptionOfType(SocketException.class)
                    .isThrownBy(() -> client.getInputStream().read());
        }
    }

    @Test
    void resetsClientsWhoseTargetRefusesOrIsUnknown() throws Exception {
        echo.close();
        try (Socket client = connect()) {
            assertThatExceptionOfType(SocketException.class)
                    .isThrownBy(() -> client.getInputStream().read());
        }
        proxy.target(() -> {
            throw new IllegalStateException("not started");
        });
        try (Socket client = connect()) {
            assertThatExceptionOfType(SocketException.class)
                    .isThrownBy(() -> client.getInputStream().read());
        }
    }

    @Test
    void leavesNeitherThreadNorPortNorConnectionBehind() throws IOException {
        try (Socket client = connect()) {
            roundTrip(client, "before");
            proxy.blackhole();

            proxy.close();

            assertThatExceptionOfType(SocketException.class)
                    .isThrownBy(() -> client.getInputStream().read());
        }
        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .doesNotContain("mq-fault-proxy-" + proxy.port());
        assertThat(LoopbackPorts.isFree(proxy.port())).isTrue();
        assertThatIllegalStateException().isThrownBy(proxy::heal).withMessageContaining("closed");
    }

    private Socket connect() throws IOException {
        var client = new Socket();
        try {
            client.setTcpNoDelay(true);
            client.setSoTimeout((int) PATIENCE.toMillis());
            client.connect(proxy.address());
            return client;
        } catch (IOException e) {
            client.close();
            throw e;
        }
    }

    private static Duration timed(Socket client) throws IOException {
        long startNanos = System.nanoTime();
        roundTrip(client, "ping");
        return Duration.ofNanos(System.nanoTime() - startNanos);
    }

    private static String roundTrip(Socket client, String text) throws IOException {
        client.getOutputStream().write(bytes(text));
        return read(client, text.length());
    }

    private static String read(Socket client, int length) throws IOException {
        return new String(client.getInputStream().readNBytes(length), StandardCharsets.US_ASCII);
    }

    private static void expectSilence(Socket client) throws IOException {
        client.setSoTimeout(SILENCE_MILLIS);
        assertThatExceptionOfType(SocketTimeoutException.class)
                .isThrownBy(() -> client.getInputStream().read());
        client.setSoTimeout((int) PATIENCE.toMillis());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
