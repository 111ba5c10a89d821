// SPDX-License-Identifier: MIT
package io.mqconnector.broker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A TCP proxy on 127.0.0.1 with switchable faults: latency, bandwidth, cut, black hole, refusal.
 *
 * <p>Before a broker, whose port is not known yet:
 *
 * <pre>{@code
 * try (var proxy = FaultProxy.open();
 *         var broker = EmbeddedBroker.builder().advertisedPort(proxy.port()).start()) {
 *     proxy.target(broker::address);
 *     ...
 *     proxy.blackhole();
 *     ...
 *     proxy.heal();
 * }
 * }</pre>
 *
 * <p>Thread-safe: one thread of its own does all the work, and a fault is in force when its method returns.
 * {@link #close()} resets every connection and ends that thread.
 *
 * <p>The kernel answers a client's connect before the proxy sees it: latency and black hole begin with the first byte.
 */
public final class FaultProxy implements AutoCloseable {
    /** How connections end. */
    public enum Cut {
        /** By reset: the peers get "connection reset". */
        RST,
        /** In order: the peers read the end of the stream. */
        FIN
    }

    private static final Duration ANSWER = Duration.ofSeconds(5);

    private final int port;
    private final Selector selector;
    private final Thread thread;
    private final Queue<Runnable> commands = new ConcurrentLinkedQueue<>();
    private volatile @Nullable Supplier<InetSocketAddress> target;
    private volatile boolean isClosed;

    // Confined to the thread from here on.
    private final ProxyFaults faults = new ProxyFaults();
    private final Set<ProxyConnection> connections = new LinkedHashSet<>();
    private @Nullable ServerSocketChannel listener;
    private long acceptedCount;

    private FaultProxy() throws IOException {
        selector = Selector.open();
        boolean isUp = false;
        try {
            port = LoopbackPorts.free(1).get(0);
            listener = listen();
            isUp = true;
        } finally {
            if (!isUp) {
                selector.close();
            }
        }
        thread = new Thread(this::run, "mq-fault-proxy-" + port);
        thread.setDaemon(true);
    }

    /** A proxy that listens; until {@link #target} it resets what connects. */
    public static FaultProxy open() {
        try {
            var proxy = new FaultProxy();
            proxy.thread.start();
            return proxy;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot open a proxy", e);
        }
    }

    /** A proxy that listens and passes on to that address. */
    public static FaultProxy to(InetSocketAddress address) {
        return open().target(() -> address);
    }

    /**
     * Where connections go from now on; asked for each new connection, on the proxy's thread: must not block. Whoever
     * connects while it throws, because the broker is not started for example, is reset.
     *
     * @return this
     */
    public FaultProxy target(Supplier<InetSocketAddress> address) {
        target = address;
        return this;
    }

    /** The port it listens on, the same for its whole life. */
    public int port() {
        return port;
    }

    /** Where it listens. */
    public InetSocketAddress address() {
        return LoopbackPorts.address(port);
    }

    /**
     * Holds every byte this long in each direction; throughput stays.
     *
     * @param delay zero to end it
     */
    public void latency(Duration delay) {
        if (delay.isNegative()) {
            throw new IllegalArgumentException("latency: " + delay + " is negative");
        }
        call(() -> faults.latencyNanos = delay.toNanos());
    }

    /**
     * Passes on no more than that, for each connection and direction.
     *
     * @param bytesPerSecond 0 for no limit
     */
    public void bandwidth(long bytesPerSecond) {
        if (bytesPerSecond < 0) {
            throw new IllegalArgumentException("bandwidth: " + bytesPerSecond + " is negative");
        }
        call(() -> faults.bytesPerSecond = bytesPerSecond);
    }

    /** Ends every open connection; new ones are served. */
    public void cut(Cut how) {
        call(() -> cutAll(how));
    }

    /** Passes nothing on, not even the end of a connection; {@link #heal()} lets what was read meanwhile go on. */
    public void blackhole() {
        call(() -> faults.isBlackhole = true);
    }

    /** Stops listening and resets every open connection: clients get "connection refused". */
    public void refuse() {
        call(() -> {
            closeListener();
            cutAll(Cut.RST);
        });
    }

    /** Ends latency, bandwidth, black hole and refusal. Connections that were cut stay so. */
    public void heal() {
        call(() -> {
            faults.clear();
            if (listener == null) {
                try {
                    listener = listen();
                } catch (IOException e) {
                    throw new UncheckedIOException("port " + port + " was taken while refused", e);
                }
            }
        });
    }

    /** Connections open now. */
    public int connectionCount() {
        return ask(connections::size);
    }

    /** Connections accepted since it was opened. */
    public long acceptedCount() {
        return ask(() -> acceptedCount);
    }

    /** Resets every connection and ends the thread. Idempotent. */
    @Override
    public void close() {
        isClosed = true;
        selector.wakeup();
        try {
            thread.join(ANSWER.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public String toString() {
        return "FaultProxy[" + port + "]";
    }

    private void call(Runnable command) {
        ask(() -> {
            command.run();
            return true;
        });
    }

    private <T> T ask(Supplier<T> question) {
        if (isClosed) {
            throw new IllegalStateException("closed: " + this);
        }
        var answer = new CompletableFuture<T>();
        commands.add(() -> {
            try {
                answer.complete(question.get());
            } catch (RuntimeException e) {
                answer.completeExceptionally(e);
            }
        });
        selector.wakeup();
        try {
            return answer.get(ANSWER.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw new IllegalStateException(this + ": " + e.getCause(), e);
        } catch (TimeoutException e) {
            throw new IllegalStateException("no answer of " + this + " within " + ANSWER, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted in a question to " + this, e);
        }
    }

    private void run() {
        try (selector) {
            try {
                while (!isClosed) {
                    runOnce();
                }
            } finally {
                isClosed = true;
                closeListener();
                cutAll(Cut.RST);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("selector of " + this, e);
        }
    }

    private void runOnce() throws IOException {
        selector.select(pauseMillis());
        for (Runnable command = commands.poll(); command != null; command = commands.poll()) {
            command.run();
        }
        for (SelectionKey key : selector.selectedKeys()) {
            if (key.isValid() && key.attachment() instanceof ProxyConnection connection) {
                connection.ready(key);
            } else if (key.isValid()) {
                accept();
            }
        }
        selector.selectedKeys().clear();
        long now = System.nanoTime();
        for (ProxyConnection connection : connections) {
            connection.step(now);
        }
        connections.removeIf(ProxyConnection::isClosed);
    }

    /** Until the next byte is due, 0 (for ever) if none is. */
    private long pauseMillis() {
        long pauseNanos = Long.MAX_VALUE;
        long now = System.nanoTime();
        for (ProxyConnection connection : connections) {
            pauseNanos = Math.min(pauseNanos, connection.pauseNanos(now));
        }
        return pauseNanos == Long.MAX_VALUE ? 0 : Math.max(1, TimeUnit.NANOSECONDS.toMillis(pauseNanos + 999_999));
    }

    private void accept() throws IOException {
        SocketChannel client = listener == null ? null : listener.accept();
        if (client == null) {
            return;
        }
        acceptedCount++;
        Supplier<InetSocketAddress> destination = target;
        try {
            if (destination == null) {
                ProxyConnection.reset(client);
            } else {
                connections.add(ProxyConnection.open(selector, client, destination.get(), faults));
            }
        } catch (IOException | RuntimeException e) { // the client is gone already, or the target not known yet
            ProxyConnection.reset(client);
        }
    }

    private void cutAll(Cut how) {
        for (ProxyConnection connection : List.copyOf(connections)) {
            if (how == Cut.RST) {
                connection.reset();
            } else {
                connection.finish();
            }
        }
        connections.removeIf(ProxyConnection::isClosed);
        try {
            selector.selectNow(); // a closed channel leaves its port, and tells its peer, when its key is deregistered
        } catch (IOException e) {
            throw new UncheckedIOException("selector of " + this, e);
        }
    }

    private ServerSocketChannel listen() throws IOException {
        ServerSocketChannel channel = ServerSocketChannel.open();
        boolean isUp = false;
        try {
            channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            channel.bind(LoopbackPorts.address(port));
            channel.configureBlocking(false);
            channel.register(selector, SelectionKey.OP_ACCEPT);
            isUp = true;
            return channel;
        } finally {
            if (!isUp) {
                channel.close();
            }
        }
    }

    private void closeListener() {
        if (listener != null) {
            try {
                listener.close();
            } catch (IOException e) {
                throw new UncheckedIOException("cannot close the listener of " + this, e);
            } finally {
                listener = null;
            }
        }
    }
}
