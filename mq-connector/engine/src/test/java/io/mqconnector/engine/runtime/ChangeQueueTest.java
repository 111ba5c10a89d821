// SPDX-License-Identifier: MIT
package io.mqconnector.engine.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.mqconnector.engine.inbound.ManualExecutor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ChangeQueueTest {
    private final ManualExecutor executor = new ManualExecutor();
    private final List<List<String>> made = new ArrayList<>();
    private final List<String> refused = new ArrayList<>();
    private final List<String> failed = new ArrayList<>();
    private @Nullable Error failure;
    private Consumer<List<ChangeRequest>> meanwhile = batch -> {};
    private final ChangeQueue queue = new ChangeQueue(
            task -> {
                var thrown = failure;
                if (thrown != null) {
                    throw thrown;
                }
                executor.execute(task);
            },
            this::make,
            request -> refused.add(request.by()),
            (request, cause) -> failed.add(request.by() + ": " + cause.getMessage()));

    private void make(List<ChangeRequest> batch) {
        made.add(batch.stream().map(ChangeRequest::by).toList());
        var once = meanwhile;
        meanwhile = other -> {};
        once.accept(batch);
    }

    private static ChangeRequest change(String by) {
        return new ChangeRequest(by, overrides -> overrides);
    }

    private static ChangeRequest ofSource(String by) {
        return new ChangeRequest(by, null);
    }

    @Test
    void makesOneChangeOfAllThatHaveComeByThen() {
        queue.submit(change("a"));
        queue.submit(ofSource("b"));
        assertThat(made).isEmpty();
        assertThat(executor.tasks).hasSize(1);
        meanwhile = batch -> {
            queue.submit(change("c"));
            queue.submit(change("d"));
            assertThat(queue.waitingCount()).isEqualTo(2);
        };

        executor.runAll();

        assertThat(made).containsExactly(List.of("a", "b"), List.of("c", "d"));
        queue.submit(change("e"));
        executor.runAll();
        assertThat(made).endsWith(List.of("e"));
    }

    @Test
    void goesOnAfterAMomentWithoutThreads() {
        failure = new OutOfMemoryError("unable to create native thread");

        queue.submit(change("a"));

        assertThat(failed).containsExactly("a: unable to create native thread");
        failure = null;
        queue.submit(change("b"));
        executor.runAll();
        assertThat(made).containsExactly(List.of("b"));
    }

    @Test
    void putsBackBehindWhatHasComeMeanwhile() {
        queue.submit(ofSource("a"));
        meanwhile = batch -> {
            queue.submit(change("b"));
            queue.putBack(batch);
        };

        executor.runAll();

        assertThat(made).containsExactly(List.of("a"), List.of("b", "a"));
    }

    @Test
    void saysWhetherSomebodyButTheSourcesWaits() {
        queue.submit(ofSource("a"));
        assertThat(queue.isChangeWaiting()).isFalse();
        queue.submit(change("b"));
        assertThat(queue.isChangeWaiting()).isTrue();

        executor.runAll();

        assertThat(queue.isChangeWaiting()).isFalse();
    }

    @Test
    void refusesWhatWaitsWhatComesAndWhatIsPutBackOnceItIsClosed() {
        queue.submit(change("a"));
        meanwhile = batch -> {
            queue.submit(change("b"));
            queue.close();
            queue.submit(change("c"));
            queue.putBack(batch);
        };

        executor.runAll();

        assertThat(made).containsExactly(List.of("a"));
        assertThat(refused).containsExactly("b", "c", "a");
        assertThat(queue.isClosed()).isTrue();
        assertThat(queue.waitingCount()).isZero();
    }

    @Test
    void refusesAllWhenTheThreadsHaveEnded() {
        executor.rejects = true;

        queue.submit(change("a"));
        queue.submit(change("b"));

        assertThat(refused).containsExactly("a", "b");
    }
}
