// SPDX-License-Identifier: MIT
package io.mqconnector.ra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mqconnector.engine.inbound.WorkerTask;
import io.mqconnector.ra.FakeWorkManager.Refusal;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Workers on a server's threads: none lost, none run twice, never more works than allowed. */
class WorkExecutorTest {
    private final FakeWorkManager server = new FakeWorkManager();
    private final WorkExecutor executor = new WorkExecutor(server, Runnable::run, 4);
    private final List<Integer> runs = new ArrayList<>();
    private final List<Integer> rejections = new ArrayList<>();

    @Test
    void runsWhatItIsGivenInTurn() {
        for (int i = 0; i < 10; i++) {
            executor.execute(new Numbered(i, 1));
        }

        server.runAll();

        assertThat(runs).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
        assertThat(rejections).isEmpty();
    }

    @Test
    void hasNeverMoreWorksThanAllowed() {
        for (int i = 0; i < 10; i++) {
            executor.execute(new Numbered(i, 1));
        }
        assertThat(server.outstandingCount).isEqualTo(4);

        server.runAll();

        assertThat(server.outstandingCount).isZero();
        assertThat(server.mostOutstanding).isEqualTo(4);
    }

    @Test
    void sixtyListenersOfEightWorkersTakeTurnsOnFourThreads() {
        int workers = 60 * 8;
        for (int i = 0; i < workers; i++) {
            executor.execute(new Numbered(i, 3));
        }

        server.runAll();

        assertThat(runs).hasSize(3 * workers);
        for (int turn = 0; turn < 3; turn++) {
            assertThat(runs.subList(turn * workers, (turn + 1) * workers)).doesNotHaveDuplicates();
        }
        assertThat(server.mostOutstanding).isEqualTo(4);
    }

    @ParameterizedTest
    @EnumSource(Refusal.class)
    void handsBackWhatAFullServerDoesNotTakeAndWorksAfterwards(Refusal refusal) {
        server.refusal = refusal;
        server.rejectCount = 3;
        for (int i = 0; i < 3; i++) {
            executor.execute(new Numbered(i, 1));
            server.runAll();
        }
        assertThat(rejections).containsExactly(0, 1, 2);
        assertThat(runs).isEmpty();

        for (int i = 10; i < 30; i++) {
            executor.execute(new Numbered(i, 1));
        }
        assertThat(server.outstandingCount).isEqualTo(4);
        server.runAll();

        assertThat(runs).hasSize(20).doesNotHaveDuplicates();
        assertThat(rejections).hasSize(3);
    }

    @ParameterizedTest
    @EnumSource(Refusal.class)
    void leavesARejectedWorksTasksToTheOthers(Refusal refusal) {
        executor.execute(new Numbered(0, 1));
        server.refusal = refusal;
        server.rejectCount = 1;
        executor.execute(new Numbered(1, 1));

        server.runAll();

        assertThat(runs).containsExactly(0, 1);
        assertThat(rejections).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Refusal.class)
    void losesNothingThatComesWhileAWorkIsRejected(Refusal refusal) {
        server.refusal = refusal;
        server.rejectCount = 1;
        server.beforeRefusal = () -> {
            server.beforeRefusal = () -> {};
            executor.execute(new Numbered(1, 1));
        };
        executor.execute(new Numbered(0, 1));

        server.runAll();

        assertThat(runs).containsExactlyInAnyOrder(0, 1);
        assertThat(rejections).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Refusal.class)
    void losesNothingWhateverTheServerDoes(Refusal refusal) {
        var random = new Random(7);
        server.refusal = refusal;
        for (int i = 0; i < 2_000; i++) {
            server.rejectCount = random.nextInt(3) == 0 ? 1 : 0;
            executor.execute(new Numbered(i, 1));
            if (random.nextBoolean()) {
                server.runNext();
            }
        }
        server.runAll();

        var settled = new ArrayList<>(runs);
        settled.addAll(rejections);
        assertThat(settled).hasSize(2_000).doesNotHaveDuplicates();
        assertThat(server.mostOutstanding).isLessThanOrEqualTo(4);
    }

    @Test
    void ignoresASecondRunOfAWork() {
        server.runsTwice = true;
        for (int round = 0; round < 3; round++) {
            executor.execute(new Numbered(round, 1));
            server.runAll();
        }
        for (int i = 10; i < 30; i++) {
            executor.execute(new Numbered(i, 1));
        }

        assertThat(server.outstandingCount).isEqualTo(4);
        server.runAll();
        assertThat(runs).hasSize(23).doesNotHaveDuplicates();
    }

    @Test
    void goesOnAfterATaskThatFails() {
        executor.execute(new Failing(new IllegalStateException("a worker's")));
        executor.execute(new Numbered(1, 1));

        server.runAll();

        assertThat(runs).containsExactly(1);
    }

    @Test
    void goesOnWithAnotherWorkAfterAnErrorThatTheServerSees() {
        var single = new WorkExecutor(server, Runnable::run, 1);
        var error = new StackOverflowError();
        single.execute(new Failing(error));
        single.execute(new Numbered(1, 1));
        assertThatThrownBy(server::runAll).isSameAs(error);

        server.runAll();
        assertThat(runs).containsExactly(1);

        single.execute(new Failing(error));
        assertThatThrownBy(server::runAll).isSameAs(error);
        single.execute(new Numbered(2, 1));
        server.runAll();
        assertThat(runs).containsExactly(1, 2);
    }

    @Test
    void callsTheServerOnTheStarterOnly() {
        var handedOver = new ArrayDeque<Runnable>();
        var patient = new WorkExecutor(server, handedOver::add, 4);

        patient.execute(new Numbered(1, 1));
        assertThat(server.outstandingCount).isZero();

        handedOver.remove().run();
        server.runAll();
        assertThat(runs).containsExactly(1);
    }

    @Test
    void handsBackWhatAClosedStarterDoesNotTake() {
        var closed = new WorkExecutor(
                server,
                task -> {
                    throw new RejectedExecutionException("closed");
                },
                4);

        closed.execute(new Numbered(1, 1));
        closed.execute(new Numbered(2, 1));

        assertThat(rejections).containsExactly(1, 2);
        assertThat(server.outstandingCount).isZero();
    }

    @Test
    void handsAllBackToAServerThatHasShutDown() {
        server.rejectCount = Integer.MAX_VALUE;

        for (int i = 0; i < 5; i++) {
            executor.execute(new Numbered(i, 1));
        }

        assertThat(rejections).containsExactly(0, 1, 2, 3, 4);
        assertThat(server.outstandingCount).isZero();
    }

    @Test
    void refusesWhatCannotBeHandedBack() {
        assertThatThrownBy(() -> executor.execute(() -> {})).isInstanceOf(IllegalArgumentException.class);
    }

    /** A worker with some turns. */
    private final class Numbered implements WorkerTask {
        private final int number;
        private int turns;

        Numbered(int number, int turns) {
            this.number = number;
            this.turns = turns;
        }

        @Override
        public void run() {
            runs.add(number);
            if (--turns > 0) {
                executor.execute(this);
            }
        }

        @Override
        public void rejected() {
            rejections.add(number);
        }
    }

    private record Failing(Throwable failure) implements WorkerTask {
        @Override
        public void run() {
            if (failure instanceof Error error) {
                throw error;
            }
            throw (RuntimeException) failure;
        }

        @Override
        public void rejected() {
            throw new AssertionError("not expected");
        }
    }
}
