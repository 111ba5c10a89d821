// SPDX-License-Identifier: MIT
package io.mqconnector.bench;

import java.util.concurrent.ConcurrentHashMap;

/**
 * The trivial handler, the one with which the numbers in facts/peers.md were taken: order per key in a map, a shared
 * count.
 */
final class Sink extends Trial {
    private final ConcurrentHashMap<String, Long> lastOffsets = new ConcurrentHashMap<>();

    Sink(int expected) {
        super(expected);
    }

    /** Handles one record. */
    void accept(String key, long offset) {
        begin();
        Long last = lastOffsets.put(key, offset);
        end(last == null || last < offset);
    }
}
