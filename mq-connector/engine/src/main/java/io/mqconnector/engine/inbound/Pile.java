// SPDX-License-Identifier: MIT
package io.mqconnector.engine.inbound;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** Records in no order: each is taken by whoever comes next. Thread-safe; the poll thread adds. */
final class Pile {
    private final ConcurrentLinkedQueue<Heap> heaps = new ConcurrentLinkedQueue<>();

    private record Heap(Segment segment, AtomicInteger next) {}

    void add(Segment segment) {
        heaps.add(new Heap(segment, new AtomicInteger()));
    }

    /** Takes for one mailbox. */
    Cursor cursor() {
        return new Cursor() {
            @Override
            boolean hasMore() {
                return !heaps.isEmpty();
            }

            @Override
            boolean take() {
                for (var heap = heaps.peek(); heap != null; heap = heaps.peek()) {
                    int index = heap.next.getAndIncrement();
                    if (index < heap.segment.size()) {
                        at(heap.segment, index);
                        return true;
                    }
                    heaps.remove(heap);
                }
                return false;
            }

            @Override
            int following(Segment of, int current) {
                return -1;
            }

            @Override
            boolean isShared() {
                return true;
            }
        };
    }
}
