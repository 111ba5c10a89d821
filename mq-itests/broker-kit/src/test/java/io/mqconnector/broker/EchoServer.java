// SPDX-License-Identifier: MIT
package io.mqconnector.broker;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** Sends back what it gets, one thread a connection. */
final class EchoServer implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 10;

    private final ServerSocket listener = new ServerSocket();
    private final Set<Socket> clients = ConcurrentHashMap.newKeySet();
    private final ExecutorService threads = Executors.newCachedThreadPool();

    EchoServer() throws IOException {
        listener.bind(LoopbackPorts.address(0));
        threads.execute(this::accept);
    }

    InetSocketAddress address() {
        return LoopbackPorts.address(listener.getLocalPort());
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket client : clients) {
            client.close();
        }
        threads.shutdownNow();
        // a thread still in accept() keeps the port listening: it may even accept once more after the close
        try {
            if (!threads.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new IOException("the echo server's threads did not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                clients.add(client);
                if (listener.isClosed()) {
                    client.close();
                    return;
                }
                threads.execute(() -> echo(client));
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    private static void echo(Socket client) {
        try (client) {
            client.getInputStream().transferTo(client.getOutputStream());
        } catch (IOException e) {
            return; // cut: what the tests are about
        }
    }
}
