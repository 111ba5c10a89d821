// SPDX-License-Identifier: MIT
package io.mqconnector.engine.inbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LifeTest {
    private final AtomicLong clock = new AtomicLong();
    private final ReentrantLock lock = new ReentrantLock();
    private final Life life = new Life(lock, clock::get);

    @Test
    void stopsAndStartsAgainAsOftenAsWanted() {
        assertThat(life.isWanted()).isTrue();
        assertThat(life.start()).as("started before it was stopped").isFalse();

        for (int i = 0; i < 2; i++) {
            assertThat(life.stop(10)).isTrue();
            assertThat(life.stop(20)).as("stopped twice").isFalse();
            assertThat(life.isStopped()).isTrue();
            assertThat(life.isWanted()).isFalse();
            assertThat(life.start()).isTrue();
            assertThat(life.isWanted()).isTrue();
        }
    }

    @Test
    void isClosedForEverAlsoWhenItWasStopped() {
        assertThat(life.stop(10)).isTrue();

        assertThat(life.close(30)).isTrue();

        assertThat(life.close(40)).isFalse();
        assertThat(life.stop(40)).isFalse();
        assertThat(life.start()).isFalse();
        assertThat(life.isClosed()).isTrue();
        assertThat(life.isStopped()).isFalse();
        assertThat(life.timeLeft()).isEqualTo(Duration.ofNanos(30));
    }

    @Test
    void givesEachEndItsOwnTime() {
        life.stop(10);
        clock.set(7);
        assertThat(life.timeLeft()).isEqualTo(Duration.ofNanos(3));
        clock.set(50);
        assertThat(life.timeLeft()).as("late").isEqualTo(Duration.ofNanos(1));
        life.start();

        life.stop(100);

        assertThat(life.timeLeft()).isEqualTo(Duration.ofNanos(50));
    }

    @Test
    void forgetsAtTheNextStopWhatWasNotFinishedAtTheLast() {
        life.stop(10);
        life.incomplete();
        assertThat(life.isComplete()).isFalse();
        life.start();

        life.stop(20);

        assertThat(life.isComplete()).isTrue();
    }

    @Test
    void wakesWhoWaitsForItsEnd() throws Exception {
        var waiting = CompletableFuture.supplyAsync(() -> await(() -> !life.isWanted()));
        while (!hasWaiter()) {
            Thread.onSpinWait();
        }

        life.stop(10);

        assertThat(waiting.get(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void waitsNoLongerThanAsked() throws Exception {
        assertThat(life.await(() -> false, 1)).isFalse();
        assertThat(life.await(() -> true, 0)).isTrue();
    }

    @Test
    void doesNotWaitOnAThreadThatIsInterrupted() {
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> life.await(() -> false, Long.MAX_VALUE)).isInstanceOf(InterruptedException.class);
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    private boolean await(BooleanSupplier condition) {
        try {
            return life.await(condition, TimeUnit.SECONDS.toNanos(10));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private boolean hasWaiter() {
        lock.lock();
        try {
            return life.hasWaiters();
        } finally {
            lock.unlock();
        }
    }
}
