// SPDX-License-Identifier: MIT
package io.mqconnector.engine.pool;

import java.util.BitSet;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The numbers in transactional ids: always the smallest that is free, so that the same few ids are used again, also after a
 * restart. One that another live connector uses is never used again. Thread-safe.
 */
final class Slots {
    private final ReentrantLock lock = new ReentrantLock();
    /** Guarded by {@link #lock}. */
    private final BitSet taken = new BitSet();
    /** Guarded by {@link #lock}: those that somebody else uses. */
    private final BitSet foreign = new BitSet();

    int take() {
        lock.lock();
        try {
            int slot = taken.nextClearBit(0);
            taken.set(slot);
            return slot;
        } finally {
            lock.unlock();
        }
    }

    /** Gives one back, once whoever had it cannot use its id any more. */
    void free(int slot) {
        lock.lock();
        try {
            if (!foreign.get(slot)) {
                taken.clear(slot);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Leaves one to the other connector that uses it: taking it back would fence that one, which would do the same. */
    void leave(int slot) {
        lock.lock();
        try {
            foreign.set(slot);
            taken.set(slot);
        } finally {
            lock.unlock();
        }
    }
}
