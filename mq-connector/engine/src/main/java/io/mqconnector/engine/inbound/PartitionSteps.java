// SPDX-License-Identifier: MIT
package io.mqconnector.engine.inbound;

import io.mqconnector.api.MqConnectionException;
import io.mqconnector.api.MqErrorCode;
import io.mqconnector.api.MqException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Something that is done for partitions of several consumers, on their poll threads, and for which of them it was. Confined
 * to the thread that wants it, but for what is said otherwise.
 */
final class PartitionSteps {
    /** What is done on a poll thread, for all partitions of its consumer or for none. */
    @FunctionalInterface
    interface Step {
        /**
         * Does it.
         *
         * @param left for all of it
         */
        void accept(Repositioning repositioning, List<TopicPartition> partitions, Duration left);
    }

    private enum Stage {
        WAITING,
        /** Nobody waits for it any more: it will not begin. */
        VOID,
        BEGUN,
        FAILED,
        DONE
    }

    private final Deliveries deliveries;
    private final Map<ConsumerLoop, List<TopicPartition>> byLoop;
    private final String context;

    /**
     * @param byLoop who has which
     * @param context what it is, of which listener
     */
    PartitionSteps(Deliveries deliveries, Map<ConsumerLoop, List<TopicPartition>> byLoop, String context) {
        this.deliveries = deliveries;
        this.byLoop = byLoop;
        this.context = context;
    }

    /**
     * Does each step for all partitions before the next one.
     *
     * @param timeout for all steps together
     * @param steps all but the last leave no trace
     * @throws MqException why it was not done; says for which partitions it was, unless it was for none
     */
    void run(Duration timeout, Step... steps) {
        long deadline = deliveries.nanoTime.getAsLong() + timeout.toNanos();
        for (int number = 0; number < steps.length; number++) {
            var step = steps[number];
            var turns = byLoop.entrySet().stream()
                    .map(entry -> new Turn(entry.getKey(), entry.getValue(), step, deadline))
                    .toList();
            var answers = turns.stream().map(turn -> turn.loop.submit(turn)).toList();
            MqException first = null;
            for (int i = 0; i < turns.size(); i++) {
                var failure = turns.get(i).await(answers.get(i));
                first = first == null ? failure : first;
            }
            if (first != null) {
                throw number < steps.length - 1 ? first : told(turns, first);
            }
        }
    }

    /** Why the last step failed, and for whom. */
    private MqException told(List<Turn> turns, MqException first) {
        var done = new TreeSet<String>();
        var not = new TreeSet<String>();
        var unknown = new TreeSet<String>();
        for (Turn turn : turns) {
            // once: one that is at it still goes on
            var stage = turn.stage.get();
            var of = stage == Stage.DONE ? done : stage == Stage.BEGUN ? unknown : not;
            turn.partitions.forEach(partition -> of.add(partition.toString()));
        }
        if (done.isEmpty() && unknown.isEmpty()) {
            return first;
        }
        return new MqConnectionException(
                first.code(),
                context
                        + (done.isEmpty() ? "" : ": done for " + done)
                        + (not.isEmpty() ? "" : "; not done for " + not + ", which go on as before")
                        + (unknown.isEmpty() ? "" : "; not known for " + unknown + ", it is still under way")
                        + "; " + first.getMessage(),
                first,
                first.isRetriable());
    }

    /** One step of one consumer. Thread-safe. */
    private final class Turn implements Callable<Boolean> {
        private final ConsumerLoop loop;
        private final List<TopicPartition> partitions;
        private final Step step;
        private final long deadlineNanos;
        /** Whoever leaves WAITING decides whether it is done at all; after that the poll thread's. */
        private final AtomicReference<Stage> stage = new AtomicReference<>(Stage.WAITING);

        Turn(ConsumerLoop loop, List<TopicPartition> partitions, Step step, long deadlineNanos) {
            this.loop = loop;
            this.partitions = partitions;
            this.step = step;
            this.deadlineNanos = deadlineNanos;
        }

        /** By the poll thread. */
        @Override
        public Boolean call() {
            if (!stage.compareAndSet(Stage.WAITING, Stage.BEGUN)) {
                return false;
            }
            boolean isDone = false;
            try {
                var left = left();
                if (left.isZero()) {
                    throw new MqConnectionException(
                            MqErrorCode.TIMED_OUT, context + ": its poll thread was busy all the time", null, true);
                }
                step.accept(new Repositioning(loop, deliveries), partitions, left);
                isDone = true;
                return true;
            } finally {
                stage.set(isDone ? Stage.DONE : Stage.FAILED);
            }
        }

        /** Waits until it is over or its time is; tells why it is not done. By the thread that wants it. */
        @Nullable
        MqException await(Future<Boolean> answer) {
            try {
                PollThreads.await(answer, left(), context);
                return null;
            } catch (MqException e) {
                stage.compareAndSet(Stage.WAITING, Stage.VOID);
                return e;
            }
        }

        private Duration left() {
            return Duration.ofNanos(Math.max(0, deadlineNanos - deliveries.nanoTime.getAsLong()));
        }
    }
}
