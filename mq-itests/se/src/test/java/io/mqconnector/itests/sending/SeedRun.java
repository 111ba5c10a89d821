// SPDX-License-Identifier: MIT
package io.mqconnector.itests.sending;

import io.mqconnector.api.MqException;
import io.mqconnector.api.MqSendException;
import io.mqconnector.broker.Deadline;
import io.mqconnector.itests.model.Chance;
import io.mqconnector.itests.model.Counts;
import io.mqconnector.itests.model.Standstill;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** Lets a plan happen: senders, and moves one after another beside them; then quiet, and the checks. */
final class SeedRun {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    /** Outcomes that are late, and yet come. */
    private static final Duration LATE = Duration.ofSeconds(10);

    private static final Duration CALM = Duration.ofMillis(200);
    private static final Duration SLOW = Duration.ofMillis(700);
    /** Enough for producers to be built, and not for the backlog. */
    private static final Duration JAMMING = Duration.ofMillis(400);

    private static final Duration REFUSED = Duration.ofMillis(400);
    /** On top of the delivery time-out, so that it has passed for all that was in flight. */
    private static final Duration BEYOND = Duration.ofMillis(1_500);

    /** So many of different keys have gone through every producer. */
    private static final int UNDER_WAY = 200;

    private static final int LEAST_GAP_MILLIS = 50;
    private static final int MOST_GAP_MILLIS = 250;

    private final SeedPlan plan;
    private final ModelBroker broker;
    private final String topic;
    private final SendingSubject subject;
    private final SendJournal journal = new SendJournal();
    private final Standstill standstill;
    private final Counts<Count> counts = new Counts<>(Count.class);
    private final List<String> violations = new ArrayList<>();
    private final ExecutorService operations = Executors.newCachedThreadPool();
    private final AtomicInteger running = new AtomicInteger();
    /** Those of {@link #running} that replace producers of single stripes, which are not done twice for two that want it. */
    private final AtomicInteger rotating = new AtomicInteger();
    /** Counts of operations that ended; other threads than the run's add to it. */
    private final Queue<Count> ended = new ConcurrentLinkedQueue<>();

    private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
    private Duration longestOutage = Duration.ZERO;
    private int draws;

    private SeedRun(SeedPlan plan, ModelBroker broker, String topic, SendingSubject subject, Standstill standstill) {
        this.plan = plan;
        this.broker = broker;
        this.topic = topic;
        this.subject = subject;
        this.standstill = standstill;
    }

    /** Runs a plan on a topic of its own. */
    static SeedResult run(SeedPlan plan, ModelBroker broker, SubjectFactory factory) {
        long start = System.nanoTime();
        String topic = broker.createTopic(plan.seed(), plan.partitionCount());
        SeedRun run;
        try (var standstill = new Standstill();
                var subject = factory.open(plan, broker.bootstrapServers(), topic)) {
            run = new SeedRun(plan, broker, topic, subject, standstill);
            try {
                run.work();
                run.quiet();
            } catch (RuntimeException e) {
                run.violations.add("broken: " + trace(e));
            } finally {
                broker.heal();
                run.operations.shutdownNow();
            }
            subject.count(run.counts);
        }
        run.check();
        return new SeedResult(plan, run.counts, run.violations, (System.nanoTime() - start) / 1_000_000);
    }

    private void work() {
        var senders = new Senders(plan, journal, subject, topic, Pace.restless());
        try (senders) {
            // without producers there is nothing to be done to them; what does not come is found by the checks
            var unused = Deadline.in(PATIENCE).await(() -> journal.acknowledgedCount() >= UNDER_WAY);
            pause(draw(MOST_GAP_MILLIS));
            for (Move move : plan.moves()) {
                make(move);
                pause(LEAST_GAP_MILLIS + draw(MOST_GAP_MILLIS - LEAST_GAP_MILLIS));
            }
        } finally {
            broker.heal();
        }
        senders.failures().forEach(failure -> violations.add("sender: " + trace(failure)));
    }

    private void make(Move move) {
        switch (move.step()) {
            case ROTATE, ROTATE_ALL -> {
                var unused = Deadline.in(PATIENCE).await(() -> rotating.get() == 0);
                operate(move.step());
            }
            case RESIZE, CHANGE, DEATH, THREAD_DEATH -> operate(move.step());
            case RESTART -> {
                begin(move);
                long start = System.nanoTime();
                broker.restart(Math.floorMod(plan.seed() / Theme.values().length, 4) == 3 && draw(2) == 0);
                var outage = Duration.ofNanos(System.nanoTime() - start);
                longestOutage = outage.compareTo(longestOutage) > 0 ? outage : longestOutage;
                counts.add(Count.BROKER_RESTARTS, 1);
            }
            case FREEZE ->
                fault(
                        move,
                        broker::freeze,
                        Count.FREEZES,
                        plan.deliveryTimeout().plus(BEYOND));
            case HICCUP -> fault(move, broker::freeze, Count.FREEZES, Duration.ofMillis(200 + draw(600)));
            case BLACK_HOLE ->
                fault(
                        move,
                        broker::blackHole,
                        Count.CUTS,
                        plan.deliveryTimeout().plus(BEYOND));
            case CUT -> {
                broker.cut(draw(2) == 0);
                counts.add(Count.CUTS, 1);
            }
            case JAM -> {
                broker.slow();
                begin(move);
                pause((int) JAMMING.toMillis());
                fault(
                        Move.of(Step.JAM),
                        broker::freeze,
                        Count.FREEZES,
                        plan.deliveryTimeout().plus(BEYOND));
            }
            case SLOW -> fault(move, broker::slow, Count.SLOWS, SLOW);
            case REFUSAL -> fault(move, broker::refuse, Count.REFUSALS, REFUSED);
        }
    }

    private void fault(Move move, Runnable fault, Count what, Duration length) {
        fault.run();
        pause((int) length.toMillis() / 4);
        begin(move);
        pause((int) length.toMillis() * 3 / 4);
        broker.heal();
        counts.add(what, 1);
    }

    private void begin(Move move) {
        var meanwhile = move.meanwhile();
        if (meanwhile != null) {
            operate(meanwhile);
        }
    }

    /** Beside the next moves; it may take until the end of a fault. */
    private void operate(Step step) {
        int chance = draw(Integer.MAX_VALUE);
        boolean isRotation = step == Step.ROTATE || step == Step.ROTATE_ALL;
        rotating.addAndGet(isRotation ? 1 : 0);
        running.incrementAndGet();
        operations.execute(() -> {
            try {
                operate(step, chance);
            } catch (MqException e) {
                ended.add(Count.FAILED_OPERATIONS);
            } catch (RuntimeException | Error e) {
                failures.add(e);
            } finally {
                rotating.addAndGet(isRotation ? -1 : 0);
                running.decrementAndGet();
            }
        });
    }

    private void operate(Step step, int chance) {
        switch (step) {
            case ROTATE -> subject.rotateOne(chance);
            case ROTATE_ALL -> subject.rotateAll();
            case RESIZE -> {
                subject.resize(1 + chance % SeedPlan.MOST_STRIPES);
                ended.add(Count.RESIZES);
            }
            case CHANGE -> {
                subject.reconfigure(chance);
                ended.add(Count.CHANGES);
            }
            case DEATH -> kill(Death.CLOSED, chance);
            case THREAD_DEATH -> kill(Death.THREAD, chance);
            case RESTART, FREEZE, HICCUP, JAM, BLACK_HOLE, CUT, SLOW, REFUSAL ->
                throw new IllegalArgumentException(step + " is not the subject's");
        }
    }

    private void kill(Death death, int chance) {
        if (subject.kill(death, chance)) {
            ended.add(Count.DEATHS);
        }
    }

    /** Waits for every outcome, then sends to each key once more: all must be well again. */
    private void quiet() {
        if (!Deadline.in(PATIENCE).await(() -> running.get() == 0)) {
            violations.add("stalled: " + running.get() + " operations do not end");
        }
        if (!Deadline.in(plan.longestSend().plus(longestOutage).plus(LATE)).await(() -> journal.openCount() == 0)) {
            violations.add("stalled: " + journal.openCount() + " messages have no outcome");
        }
        for (int key = 0; key < plan.keyCount(); key++) {
            if (!probe(key)) {
                violations.add("stalled: no message of key " + key + " is acknowledged any more");
                break;
            }
        }
        awaitCalm();
        failures.forEach(failure -> violations.add("operation: " + trace(failure)));
        ended.forEach(each -> counts.add(each, 1));
    }

    private boolean probe(int key) {
        return Deadline.in(PATIENCE).await(() -> {
            var attempt = journal.add(new Lane(key, -1), Form.SYNC, done -> {});
            var message = attempt.message(topic);
            attempt.starting();
            try {
                attempt.acknowledged(subject.send(message));
            } catch (MqSendException e) {
                attempt.failed(e);
            }
            attempt.returned();
            return attempt.isOutcome(Outcome.Kind.ACKNOWLEDGED);
        });
    }

    /** Until nothing that was on its way comes any more. */
    private void awaitCalm() {
        long before = -1;
        for (long now = broker.recordCount(topic); now != before; now = broker.recordCount(topic)) {
            before = now;
            pause((int) CALM.toMillis());
        }
    }

    private void check() {
        var history = new History(plan, longestOutage, standstill::nanosWithin, journal.attempts(), broker.read(topic));
        Check.ALL.forEach(check -> violations.addAll(check.violations(history)));
        count(history);
        violations.addAll(Promises.broken(plan, counts));
    }

    private void count(History history) {
        var written = history.byId();
        for (Attempt attempt : history.attempts()) {
            counts.add(Count.SENDS, 1);
            counts.add(Count.CHAINED, attempt.form() == Form.CHAINED ? 1 : 0);
            counts.add(Count.BATCHES, attempt.batch() >= 0 && attempt.index() == 0 ? 1 : 0);
            var outcome = attempt.outcome();
            if (outcome == null) {
                continue;
            }
            switch (outcome.kind()) {
                case ACKNOWLEDGED -> counts.add(Count.ACKNOWLEDGED, 1);
                case NOT_WRITTEN -> counts.add(Count.NOT_WRITTEN, 1);
                case UNKNOWN -> {
                    counts.add(Count.UNKNOWN, 1);
                    counts.add(Count.APPEARED, written.containsKey(attempt.id()) ? 1 : 0);
                }
            }
        }
    }

    private int draw(int bound) {
        return Chance.below(bound, plan.seed(), 4, draws++);
    }

    private static void pause(int millis) {
        long start = System.nanoTime();
        long limit = TimeUnit.MILLISECONDS.toNanos(millis);
        for (long left = limit; left > 0; left = limit - (System.nanoTime() - start)) {
            LockSupport.parkNanos(left);
        }
    }

    private static String trace(Throwable failure) {
        var trace = new StringWriter();
        failure.printStackTrace(new PrintWriter(trace));
        return trace.toString();
    }
}
