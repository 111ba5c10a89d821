// SPDX-License-Identifier: MIT
package io.mqconnector.bench;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;

/**
 * What some threads have used since they were started. Immutable.
 *
 * @param ofThread by thread id
 */
record ThreadUse(Map<Long, Long> ofThread) {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** What threads use. Immutable. */
    enum Resource {
        /** Bytes of the heap, whether still in use or not. */
        ALLOCATED_BYTES {
            @Override
            long[] of(long... threads) {
                return THREADS.getThreadAllocatedBytes(threads);
            }
        },
        /** Nanoseconds on a processor, in user and system mode: waiting is not among them. */
        CPU_NANOS {
            @Override
            long[] of(long... threads) {
                return THREADS.getThreadCpuTime(threads);
            }
        };

        /** As much as each of them has used; negative for one that has ended. */
        abstract long[] of(long... threads);
    }

    ThreadUse {
        ofThread = Map.copyOf(ofThread);
    }

    /** By the calling thread. */
    static ThreadUse ofCurrentThread(Resource resource) {
        return of(resource, Thread.currentThread().getId());
    }

    /** By all threads now alive with such names; virtual ones are not among them. */
    static ThreadUse ofThreads(Resource resource, Predicate<String> names) {
        var infos = THREADS.getThreadInfo(THREADS.getAllThreadIds());
        return of(
                resource,
                Arrays.stream(infos)
                        .filter(info -> info != null && names.test(info.getThreadName()))
                        .mapToLong(info -> info.getThreadId())
                        .toArray());
    }

    /**
     * What the threads have used since then; those that were not there then, all they have. A thread that has ended
     * meanwhile is not counted.
     */
    long since(ThreadUse then) {
        return ofThread.entrySet().stream()
                .mapToLong(entry -> entry.getValue() - then.ofThread.getOrDefault(entry.getKey(), 0L))
                .sum();
    }

    private static ThreadUse of(Resource resource, long... threads) {
        long[] used = resource.of(threads);
        var ofThread = new HashMap<Long, Long>();
        for (int i = 0; i < threads.length; i++) {
            if (used[i] >= 0) { // it has not ended just now
                ofThread.put(threads[i], used[i]);
            }
        }
        return new ThreadUse(ofThread);
    }
}
