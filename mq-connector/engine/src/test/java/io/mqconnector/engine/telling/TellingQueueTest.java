// SPDX-License-Identifier: MIT
package io.mqconnector.engine.telling;

import static org.assertj.core.api.Assertions.assertThat;

import io.mqconnector.engine.inbound.ManualExecutor;
import io.mqconnector.engine.telling.TellingQueue.Overflow;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class TellingQueueTest {
    private static final int BOUND = 3;
    private static final ClassLoader LOADER = new ClassLoader(null) {};

    private final ManualExecutor executor = new ManualExecutor();
    private final NotingAudience audience = new NotingAudience();
    private final TellingQueue<String> queue = queue(Overflow.NEWEST, LOADER);

    /** Notes what it is told and what becomes of it. */
    private static final class NotingAudience implements TellingQueue.Audience<String> {
        final List<String> notes = new ArrayList<>();
        Call call = item -> {};

        interface Call {
            void tell(String item) throws Exception;
        }

        @Override
        public void tell(String item) throws Exception {
            notes.add(item);
            call.tell(item);
        }

        @Override
        public void failed(String item, Throwable failure) {
            notes.add(item + " failed: " + failure.getMessage());
        }

        @Override
        public void dropped() {
            notes.add("dropped");
        }
    }

    private TellingQueue<String> queue(Overflow overflow, @Nullable ClassLoader loader) {
        return new TellingQueue<>(audience, BOUND, overflow, loader, executor);
    }

    private void offer(String... items) {
        List.of(items).forEach(queue::offer);
    }

    @Test
    void tellsInOrderByOneTaskThatNothingWaitsFor() {
        offer("a", "b", "c");

        assertThat(audience.notes).isEmpty();
        assertThat(executor.tasks).hasSize(1);
        executor.runAll();
        assertThat(audience.notes).containsExactly("a", "b", "c");
    }

    @Test
    void takesAThreadAgainOnlyWhenSomethingIsToBeTold() {
        offer("a");
        executor.runAll();
        assertThat(executor.tasks).isEmpty();

        offer("b");

        assertThat(executor.tasks).hasSize(1);
        executor.runAll();
        assertThat(audience.notes).containsExactly("a", "b");
    }

    @Test
    void tellsWhatComesDuringACallAfterItAndOnTheSameThread() {
        audience.call = item -> {
            if (item.equals("a")) {
                offer("b");
                assertThat(executor.tasks).as("tasks beside the one that tells").isEmpty();
                audience.notes.add("end of a");
            }
        };
        offer("a");

        executor.runAll();

        assertThat(audience.notes).containsExactly("a", "end of a", "b");
    }

    @Test
    void dropsTheNewestWhenTooManyWait() {
        offer("a", "b", "c", "d", "e");

        executor.runAll();

        assertThat(audience.notes).containsExactly("dropped", "dropped", "a", "b", "c");
        offer("f");
        executor.runAll();
        assertThat(audience.notes).endsWith("c", "f");
    }

    @Test
    void dropsTheOldestWhenTooManyWaitIfThatIsWanted() {
        var latest = queue(Overflow.OLDEST, LOADER);
        List.of("a", "b", "c", "d", "e").forEach(latest::offer);

        executor.runAll();

        assertThat(audience.notes).containsExactly("dropped", "dropped", "c", "d", "e");
    }

    @Test
    void countsTheOneThatIsBeingToldNotAmongThoseThatWait() {
        audience.call = item -> {
            if (item.equals("a")) {
                offer("b", "c", "d", "e");
            }
        };
        offer("a");

        executor.runAll();

        assertThat(audience.notes).containsExactly("a", "dropped", "b", "c", "d");
    }

    @Test
    void numbersWhatIsOfferedSoThatWhatWasDroppedLeavesAGap() {
        var latest = queue(Overflow.OLDEST, LOADER);
        for (int i = 0; i < BOUND + 2; i++) {
            latest.offerNumbered(number -> "n" + number);
        }

        executor.runAll();

        assertThat(audience.notes).containsExactly("dropped", "dropped", "n3", "n4", "n5");
    }

    @Test
    void tellsInTheOrderOfTheNumbers() throws Exception {
        var isMaking = new CountDownLatch(1);
        var goesOn = new CountDownLatch(1);
        var first = CompletableFuture.runAsync(() -> queue.offerNumbered(number -> {
            isMaking.countDown();
            await(goesOn);
            return "first " + number;
        }));
        isMaking.await();
        var other = new AtomicReference<Thread>();
        var second = CompletableFuture.runAsync(() -> {
            other.set(Thread.currentThread());
            queue.offerNumbered(number -> "second " + number);
        });
        while (!second.isDone() && (other.get() == null || other.get().getState() != Thread.State.WAITING)) {
            Thread.onSpinWait();
        }

        goesOn.countDown();
        first.get(20, TimeUnit.SECONDS);
        second.get(20, TimeUnit.SECONDS);
        executor.runAll();

        assertThat(audience.notes).containsExactly("first 1", "second 2");
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void goesOnAfterACallThatThrows() {
        audience.call = item -> {
            switch (item) {
                case "a" -> throw new IOException("checked");
                case "b" -> throw new IllegalStateException("unchecked");
                default -> throw new StackOverflowError("error");
            }
        };
        offer("a", "b", "c");

        executor.runAll();

        assertThat(audience.notes)
                .containsExactly("a", "a failed: checked", "b", "b failed: unchecked", "c", "c failed: error");
        offer("d");
        executor.runAll();
        assertThat(audience.notes).endsWith("d", "d failed: error");
    }

    @Test
    void leavesNoInterruptToThePoolsThread() {
        audience.call = item -> {
            Thread.currentThread().interrupt();
            throw new InterruptedException("on purpose");
        };
        offer("a");

        executor.runAll();

        assertThat(Thread.interrupted()).isFalse();
        assertThat(audience.notes).containsExactly("a", "a failed: on purpose");
    }

    @Test
    void callsWithItsContextLoaderIfItHasOneAndRestoresThatOfTheThread() {
        var seen = new ArrayList<ClassLoader>();
        audience.call = item -> seen.add(Thread.currentThread().getContextClassLoader());
        var before = Thread.currentThread().getContextClassLoader();
        offer("a");
        queue(Overflow.NEWEST, null).offer("b");

        executor.runAll();

        assertThat(seen).containsExactly(LOADER, before);
        assertThat(Thread.currentThread().getContextClassLoader()).isSameAs(before);
    }

    @Test
    void forgetsWhatWaitsAndTakesNothingOnceItIsClosed() {
        audience.call = item -> {
            if (item.equals("a")) {
                queue.close();
                offer("c");
            }
        };
        offer("a", "b");

        executor.runAll();
        offer("d");

        assertThat(audience.notes).containsExactly("a");
        assertThat(executor.tasks).isEmpty();
    }

    @Test
    void forgetsWhatNobodyCanBeToldAndBeginsAnewWhenThereAreThreads() {
        executor.rejects = true;
        offer("a", "b");
        executor.rejects = false;

        offer("c");
        executor.runAll();

        assertThat(audience.notes).containsExactly("c");
    }
}
