// SPDX-License-Identifier: MIT
package io.mqconnector.broker;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Deque;

/** One direction of a {@link ProxyConnection}: what was read and is not yet due. Confined to the proxy's thread. */
final class ProxyFlow {
    private static final int CHUNK_BYTES = 16 << 10;
    /** Beyond it the sender is held back, as by any full line. */
    private static final int BACKLOG_BYTES = 1 << 20;

    private final SocketChannel from;
    private final SocketChannel to;
    private final ProxyFaults faults;
    private final Deque<Chunk> backlog = new ArrayDeque<>();
    private int backlogBytes;
    private boolean isReadOut;
    private boolean isOver;
    private boolean isHeadStarted;
    private boolean isBlocked;
    private boolean hasSent;
    private long lineFreeNanos;

    ProxyFlow(SocketChannel from, SocketChannel to, ProxyFaults faults) {
        this.from = from;
        this.to = to;
        this.faults = faults;
    }

    boolean wantsToRead() {
        return !isReadOut && backlogBytes < BACKLOG_BYTES;
    }

    /** Whether the receiver's window is full. */
    boolean wantsToWrite() {
        return isBlocked;
    }

    /** Whether the end of the stream has been passed on. */
    boolean isOver() {
        return isOver;
    }

    void read() {
        ByteBuffer bytes = ByteBuffer.allocate(faults.chunkBytes(CHUNK_BYTES));
        End end = End.NONE;
        try {
            if (from.read(bytes) < 0) {
                end = End.FIN;
            }
        } catch (IOException e) {
            end = End.RST; // passed on when it is due, as the bytes are
        }
        bytes.flip();
        if (end == End.NONE && !bytes.hasRemaining()) {
            return;
        }
        isReadOut = end != End.NONE;
        backlogBytes += bytes.remaining();
        backlog.add(new Chunk(bytes, System.nanoTime(), end));
    }

    /**
     * Writes what is due.
     *
     * @return whether the connection is to be reset
     * @throws IOException if the receiver is gone
     */
    boolean write(long now) throws IOException {
        while (!isBlocked && pauseNanos(now) <= 0) {
            Chunk head = backlog.element();
            if (head.end() == End.RST) {
                return true;
            }
            if (!isHeadStarted) {
                lineFreeNanos = now + pauseNanos(now); // when it was due: pacing does not drift with our delays
                hasSent = true;
                isHeadStarted = true;
            }
            backlogBytes -= to.write(head.bytes());
            if (head.bytes().hasRemaining()) {
                isBlocked = true;
                return false;
            }
            if (head.end() == End.FIN) {
                to.shutdownOutput();
                isOver = true;
            }
            backlog.remove();
            isHeadStarted = false;
        }
        return false;
    }

    void unblock() {
        isBlocked = false;
    }

    /** Until the head of the backlog is due; MAX_VALUE if nothing is to be written by the clock. */
    long pauseNanos(long now) {
        Chunk head = backlog.peek();
        if (head == null || faults.isBlackhole || isBlocked) {
            return Long.MAX_VALUE;
        }
        if (isHeadStarted) {
            return 0;
        }
        long pause = head.readNanos() + faults.latencyNanos - now;
        if (hasSent && faults.bytesPerSecond > 0) {
            pause = Math.max(pause, lineFreeNanos - now);
        }
        return pause + faults.transferNanos(head.bytes().remaining());
    }

    private enum End {
        NONE,
        FIN,
        RST
    }

    private record Chunk(ByteBuffer bytes, long readNanos, End end) {}
}
