// SPDX-License-Identifier: MIT
package io.mqconnector.broker;

/** The faults of a {@link FaultProxy} that act on bytes. Confined to the proxy's thread. */
final class ProxyFaults {
    long latencyNanos;
    long bytesPerSecond;
    boolean isBlackhole;

    void clear() {
        latencyNanos = 0;
        bytesPerSecond = 0;
        isBlackhole = false;
    }

    /** How long that many bytes occupy the line. */
    long transferNanos(int bytes) {
        return bytesPerSecond == 0 ? 0 : Math.round(1e9 * bytes / bytesPerSecond);
    }

    /** What is read at once: twentieths of a second of the bandwidth, so that bytes trickle and do not come in heaps. */
    int chunkBytes(int largest) {
        return bytesPerSecond == 0 ? largest : (int) Math.max(1, Math.min(largest, bytesPerSecond / 20));
    }
}
