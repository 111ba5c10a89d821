// SPDX-License-Identifier: MIT
package io.mqconnector.broker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Free TCP ports on 127.0.0.1.
 *
 * <p>Ports are drawn from below the kernel's ephemeral range and taken from {@code bind(0)} only if none is free there.
 * An ephemeral port is handed to any outgoing connection while its broker is down for a restart, and a client that
 * keeps trying to reach a port of that range can end up connected to itself, which then occupies the port.
 */
public final class LoopbackPorts {
    public static final String HOST = "127.0.0.1";

    private static final int LOWEST = 15_000;
    private static final int ATTEMPTS = 100;
    private static final int CONNECT_MILLIS = 1_000;
    private static final int DEFAULT_EPHEMERAL_START = 32_768;
    private static final Path EPHEMERAL_RANGE = Path.of("/proc/sys/net/ipv4/ip_local_port_range");

    private LoopbackPorts() {}

    /** Distinct ports that were all free at the same moment; nothing keeps them free. */
    public static List<Integer> free(int count) {
        var sockets = new ArrayList<ServerSocket>(count);
        try {
            for (int i = 0; i < count; i++) {
                sockets.add(bindFree());
            }
            return sockets.stream().map(ServerSocket::getLocalPort).toList();
        } catch (IOException e) {
            throw new UncheckedIOException("no " + count + " free ports on " + HOST, e);
        } finally {
            for (ServerSocket socket : sockets) {
                closeQuietly(socket);
            }
        }
    }

    static boolean isFree(int port) {
        try (ServerSocket socket = bind(port)) {
            return socket.isBound();
        } catch (IOException e) {
            return false; // in use: the answer, not an error
        }
    }

    /** Whether somebody accepts connections there. Unlike {@link #isFree} it never holds the port itself. */
    static boolean isServed(int port) {
        try (var socket = new Socket()) {
            socket.connect(address(port), CONNECT_MILLIS);
            return true;
        } catch (IOException e) {
            return false; // refused: the answer, not an error
        }
    }

    static InetSocketAddress address(int port) {
        return new InetSocketAddress(loopback(), port);
    }

    private static InetAddress loopback() {
        try {
            return InetAddress.getByAddress(HOST, new byte[] {127, 0, 0, 1});
        } catch (IOException e) {
            throw new UncheckedIOException(HOST, e);
        }
    }

    private static ServerSocket bindFree() throws IOException {
        int end = ephemeralStart();
        for (int i = 0; i < ATTEMPTS && end > LOWEST; i++) {
            int port = ThreadLocalRandom.current().nextInt(LOWEST, end);
            if (isFree(port)) {
                return bind(port);
            }
        }
        return bind(0);
    }

    private static ServerSocket bind(int port) throws IOException {
        var socket = new ServerSocket();
        try {
            socket.setReuseAddress(true);
            socket.bind(address(port));
            return socket;
        } catch (IOException e) {
            closeQuietly(socket);
            throw e;
        }
    }

    private static int ephemeralStart() {
        try {
            String range = Files.readString(EPHEMERAL_RANGE).strip();
            return Integer.parseInt(range.substring(0, range.indexOf('\t')));
        } catch (IOException | RuntimeException e) {
            return DEFAULT_EPHEMERAL_START; // not Linux
        }
    }

    private static void closeQuietly(ServerSocket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot close " + socket, e);
        }
    }
}
