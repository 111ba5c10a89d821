// SPDX-License-Identifier: MIT
package io.mqconnector.broker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/** A client's connection through a {@link FaultProxy} and the one it is passed on to. Confined to the proxy's thread. */
final class ProxyConnection {
    private static final int DISCARD_BYTES = 16 << 10;

    private final SocketChannel client;
    private final SocketChannel server;
    private final SelectionKey clientKey;
    private final SelectionKey serverKey;
    private final ProxyFlow toServer;
    private final ProxyFlow toClient;
    private boolean isConnected;
    /** Cut by FIN: both sides were told, what still comes is thrown away until they end too. */
    private boolean isFinishing;

    private boolean isClosed;

    private ProxyConnection(Selector selector, SocketChannel client, SocketChannel server, ProxyFaults faults)
            throws IOException {
        this.client = client;
        this.server = server;
        for (SocketChannel channel : new SocketChannel[] {client, server}) {
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        }
        clientKey = client.register(selector, 0, this);
        serverKey = server.register(selector, SelectionKey.OP_CONNECT, this);
        toServer = new ProxyFlow(client, server, faults);
        toClient = new ProxyFlow(server, client, faults);
    }

    /** Passes a client on; if nobody listens at that address, the client is reset. */
    static ProxyConnection open(Selector selector, SocketChannel client, InetSocketAddress address, ProxyFaults faults)
            throws IOException {
        var connection = new ProxyConnection(selector, client, SocketChannel.open(), faults);
        try {
            connection.isConnected = connection.server.connect(address);
        } catch (IOException e) {
            connection.reset();
        }
        return connection;
    }

    /** Closes by RST. */
    static void reset(SocketChannel channel) {
        try {
            if (channel.isOpen()) {
                channel.setOption(StandardSocketOptions.SO_LINGER, 0);
            }
        } catch (IOException e) {
            // The peer was faster: closing is all that is left.
        } finally {
            close(channel);
        }
    }

    boolean isClosed() {
        return isClosed;
    }

    /** What the selector found. */
    void ready(SelectionKey key) {
        if (isClosed) {
            return;
        }
        if (key.isConnectable()) {
            try {
                isConnected = server.finishConnect();
            } catch (IOException e) {
                reset();
                return;
            }
        }
        ProxyFlow in = key == clientKey ? toServer : toClient;
        ProxyFlow out = key == clientKey ? toClient : toServer;
        if (key.isWritable()) {
            out.unblock();
        }
        if (key.isReadable()) {
            if (isFinishing) {
                discard(key);
            } else {
                in.read();
            }
        }
    }

    /** Writes what is due and says what to wait for next. */
    void step(long now) {
        if (isClosed || !isConnected || isFinishing) {
            return;
        }
        try {
            if (toServer.write(now) || toClient.write(now)) {
                reset();
                return;
            }
        } catch (IOException e) {
            reset();
            return;
        }
        if (toServer.isOver() && toClient.isOver()) {
            close();
            return;
        }
        clientKey.interestOps(interest(toServer, toClient));
        serverKey.interestOps(interest(toClient, toServer));
    }

    long pauseNanos(long now) {
        return isClosed || !isConnected || isFinishing
                ? Long.MAX_VALUE
                : Math.min(toServer.pauseNanos(now), toClient.pauseNanos(now));
    }

    void reset() {
        isClosed = true;
        reset(client);
        reset(server);
    }

    /** Tells both sides the end of the stream. */
    void finish() {
        if (isClosed) {
            return;
        }
        if (!isConnected) {
            close();
            return;
        }
        try {
            client.shutdownOutput();
            server.shutdownOutput();
            clientKey.interestOps(SelectionKey.OP_READ);
            serverKey.interestOps(SelectionKey.OP_READ);
            isFinishing = true;
        } catch (IOException e) {
            reset();
        }
    }

    private void close() {
        isClosed = true;
        close(client);
        close(server);
    }

    /** Reads on after a FIN: closing with unread bytes would send an RST. */
    private void discard(SelectionKey key) {
        SocketChannel channel = key == clientKey ? client : server;
        try {
            if (channel.read(ByteBuffer.allocate(DISCARD_BYTES)) < 0) {
                key.interestOps(0);
                close(channel);
            }
        } catch (IOException e) {
            close(channel);
        }
        isClosed = !client.isOpen() && !server.isOpen();
    }

    private static int interest(ProxyFlow in, ProxyFlow out) {
        return (in.wantsToRead() ? SelectionKey.OP_READ : 0) | (out.wantsToWrite() ? SelectionKey.OP_WRITE : 0);
    }

    private static void close(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot close " + channel, e);
        }
    }
}
