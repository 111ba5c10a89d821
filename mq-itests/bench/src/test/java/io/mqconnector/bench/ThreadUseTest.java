// SPDX-License-Identifier: MIT
package io.mqconnector.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class ThreadUseTest {
    @Test
    void addsUpWhatEachThreadUsedSince() {
        var before = new ThreadUse(Map.of(1L, 100L, 2L, 1_000L));
        var after = new ThreadUse(Map.of(1L, 130L, 3L, 7L));

        // the second has ended, the third is new
        assertThat(after.since(before)).isEqualTo(37);
    }

    @Test
    void waitingTakesNoProcessorTime() {
        long waited = TimeUnit.MILLISECONDS.toNanos(300);
        var before = ThreadUse.ofCurrentThread(ThreadUse.Resource.CPU_NANOS);

        for (long end = System.nanoTime() + waited; System.nanoTime() - end < 0; ) {
            LockSupport.parkNanos(waited);
        }

        assertThat(ThreadUse.ofCurrentThread(ThreadUse.Resource.CPU_NANOS).since(before))
                .isBetween(0L, waited / 2);
    }

    @Test
    void findsThreadsByTheirNames() throws InterruptedException {
        try (var threads = new SendingThreads(RecordSender.id("fake-sender"), 2)) {
            threads.run(thread -> {});

            var used = ThreadUse.ofThreads(
                    ThreadUse.Resource.ALLOCATED_BYTES, name -> name.contains(RecordSender.id("fake-sender") + "-"));
            var others = ThreadUse.ofThreads(
                    ThreadUse.Resource.ALLOCATED_BYTES, name -> name.contains(RecordSender.id("fake") + "-"));

            assertThat(used.ofThread()).hasSize(2);
            assertThat(others.ofThread()).isEmpty();
        }
    }
}
