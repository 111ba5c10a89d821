// SPDX-License-Identifier: MIT
package io.mqconnector.engine.monitoring;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;

/** What is alive in the heap. Stateless. */
final class HeapUse {
    private HeapUse() {}

    /**
     * Bytes in use after the last collection of each pool: what is in use now says more of when the next one is due than of
     * what is needed. 0 before the first collection.
     */
    static long liveBytes() {
        long sum = 0;
        for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
            var usage = pool.getType() == MemoryType.HEAP ? pool.getCollectionUsage() : null;
            if (usage != null) {
                sum += usage.getUsed();
            }
        }
        return sum;
    }
}
