// SPDX-License-Identifier: MIT
package io.mqconnector.bench;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * What some threads have allocated since they were started. Immutable.
 *
 * @param ofThread by thread id
 */
record AllocatedBytes(Map<Long, Long> ofThread) {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    AllocatedBytes {
        ofThread = Map.copyOf(ofThread);
    }

    /** By the calling thread. */
    static AllocatedBytes ofCurrentThread() {
        return of(Thread.currentThread().getId());
    }

    /** By all threads now alive whose names begin so; virtual ones are not among them. */
    static AllocatedBytes ofThreads(String prefix) {
        var infos = THREADS.getThreadInfo(THREADS.getAllThreadIds());
        return of(Arrays.stream(infos)
                .filter(info -> info != null && info.getThreadName().startsWith(prefix))
                .mapToLong(info -> info.getThreadId())
                .toArray());
    }

    /**
     * What the threads have allocated since then; those that were not there then, all they have. A thread that has ended
     * meanwhile is not counted.
     */
    long since(AllocatedBytes then) {
        return ofThread.entrySet().stream()
                .mapToLong(entry -> entry.getValue() - then.ofThread.getOrDefault(entry.getKey(), 0L))
                .sum();
    }

    private static AllocatedBytes of(long... threads) {
        long[] bytes = THREADS.getThreadAllocatedBytes(threads);
        var ofThread = new HashMap<Long, Long>();
        for (int i = 0; i < threads.length; i++) {
            if (bytes[i] >= 0) { // it has not ended just now
                ofThread.put(threads[i], bytes[i]);
            }
        }
        return new AllocatedBytes(ofThread);
    }
}
