// SPDX-License-Identifier: MIT
package io.mqconnector.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class SendingThreadsTest {
    @AutoClose
    private final SendingThreads threads = new SendingThreads("fake", 3);

    @Test
    void allRunAtTheSameTimeAndAgain() throws InterruptedException {
        Set<String> ran = ConcurrentHashMap.newKeySet();

        for (int round = 0; round < 2; round++) {
            int number = round;
            var together = new CyclicBarrier(threads.count());
            threads.run(thread -> {
                await(together);
                ran.add(number + ":" + thread);
            });
        }

        assertThat(ran).containsExactlyInAnyOrderElementsOf(List.of("0:0", "0:1", "0:2", "1:0", "1:1", "1:2"));
    }

    @Test
    void tellsWhatOneHasThrown() {
        assertThatThrownBy(() -> threads.run(thread -> {
                    if (thread == 1) {
                        throw new WrongResultException("a send failed");
                    }
                }))
                .isInstanceOf(WrongResultException.class)
                .hasMessage("a send failed");
        assertThatThrownBy(() -> threads.run(thread -> {
                    throw new IllegalStateException("no");
                }))
                .isInstanceOf(WrongResultException.class)
                .hasMessage("a sending thread failed")
                .hasRootCauseMessage("no");
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await(10, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError("they do not run at the same time", e);
        }
    }
}
