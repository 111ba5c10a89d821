// SPDX-License-Identifier: MIT
package io.mqconnector.itests.delivery;

import io.mqconnector.api.MqException;
import io.mqconnector.api.MqPartition;
import io.mqconnector.itests.model.Counts;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Lets a plan happen: load and members side by side, the steps spread over the load, then quiet and the checks. */
final class SeedRun {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration CALL = Duration.ofSeconds(20);
    /** There may be no partition left for a member. */
    private static final Duration SETTLING = Duration.ofSeconds(2);

    /** Longer than the session of a member. */
    private static final Duration FROZEN = Duration.ofSeconds(4);

    /** For what a member that stood still does before it hears of what happened. */
    private static final Duration THAWING = Duration.ofSeconds(10);

    private static final Duration PAUSED = Duration.ofSeconds(2);
    private static final long TICK_NANOS = Duration.ofMillis(3).toNanos();
    private static final long SEEK_BACK = 300;

    private final SeedPlan plan;
    private final Set<Feature> features;
    private final World world;
    private final Counts<Count> counts = new Counts<>(Count.class);
    private final List<String> violations = new ArrayList<>();
    private final List<PauseWindow> pauses = new ArrayList<>();
    private final Crew crew;
    private final CommitSampler sampler;
    /** Then what follows is not waited for as long: nothing good comes any more. */
    private boolean hasStalled;

    private final LoadProducer load;

    /** In which a member is to start nothing. */
    private record PauseWindow(String member, long sinceNanos, long untilNanos) {}

    /** Where to seek: who has it, and how far the group had got there. */
    private record Goal(MqMember member, MqPartition partition, long committed) {}

    private SeedRun(SeedPlan plan, Set<Feature> features, World world, CommitSampler sampler, LoadProducer load) {
        this.plan = plan;
        this.features = features;
        this.world = world;
        this.sampler = sampler;
        this.load = load;
        crew = new Crew(plan, features, world, counts);
    }

    /** Runs a plan in a world of its own. */
    static SeedResult run(SeedPlan plan, Set<Feature> features, ModelBrokers brokers) {
        long start = System.nanoTime();
        try (var world = new World(plan, brokers);
                var sampler = new CommitSampler(world.target());
                var load = new LoadProducer(world.target(), plan)) {
            var run = new SeedRun(plan, features, world, sampler, load);
            try {
                run.run();
            } catch (RuntimeException e) {
                var trace = new StringWriter();
                e.printStackTrace(new PrintWriter(trace));
                run.violations.add("broken: " + trace);
            }
            return new SeedResult(plan, run.counts, run.violations, (System.nanoTime() - start) / 1_000_000);
        }
    }

    private void run() {
        Map<Integer, Long> afterQuiet;
        try (crew) {
            for (int i = 0; i < plan.localCount(); i++) {
                crew.join();
            }
            for (int i = 0; i < plan.childCount(); i++) {
                crew.joinChild();
            }
            work();
            afterQuiet = quiet();
        }
        check(afterQuiet);
    }

    private void work() {
        int chunk = plan.recordCount() / (plan.steps().size() + 1);
        for (int i = 0; i < plan.steps().size(); i++) {
            load.allow(chunk * i + chunk * 6 / 5);
            long enough = (long) chunk * i + chunk / 2;
            await("progress to " + enough, () -> sampler.committedSum() >= enough);
            if (plan.steps().get(i).isOfChild()) {
                awaitShortly(crew::hasReadyChild, CALL);
            }
            // on top of what is left: there is load while it happens
            load.allow(chunk * (i + 1) + chunk * 6 / 5);
            take(plan.steps().get(i));
        }
        load.allow(plan.recordCount());
        await("the end of the load", load::isFinished);
    }

    private void take(Step step) {
        switch (step) {
            case JOIN -> {
                var member = crew.join();
                awaitShortly(() -> member.consumer().stats().assignedCount() > 0, SETTLING);
                counts.add(Count.JOINS, 1);
            }
            case LEAVE -> {
                crew.leave();
                counts.add(Count.LEAVES, 1);
            }
            case KILL -> {
                awaitShortly(crew::hasWorkingChild, SETTLING);
                crew.kill();
                counts.add(Count.KILLS, 1);
            }
            case FREEZE -> freeze();
            case BROKER_RESTART, BROKER_KILL -> {
                crew.write(world.restartBroker(step == Step.BROKER_KILL));
                counts.add(Count.BROKER_RESTARTS, 1);
            }
            case PAUSE -> pause();
            case SEEK -> seek();
            case RESTART -> {
                crew.locals().get(0).consumer().restart();
                counts.add(Count.RESTARTS, 1);
            }
            case GROW -> {
                world.grow();
                counts.add(Count.GROWTHS, 1);
            }
        }
    }

    private void pause() {
        var member = crew.locals().get(0);
        member.pause();
        // a delivery that has begun may be writing down so; half of the time is for it
        long since = System.nanoTime() + PAUSED.toNanos() / 2;
        awaitShortly(() -> false, PAUSED);
        pauses.add(new PauseWindow(member.name(), since, System.nanoTime()));
        if (crew.locals().contains(member)) { // else its listener has stopped it meanwhile
            member.resume();
        }
        counts.add(Count.PAUSES, 1);
    }

    private void freeze() {
        awaitShortly(crew::hasWorkingChild, SETTLING);
        long since = System.nanoTime();
        var child = crew.freeze();
        try {
            // until the group has given its partitions to others, and they have gone on
            awaitShortly(() -> false, FROZEN);
        } finally {
            child.thaw();
        }
        crew.write(Cause.ofMember(CauseKind.LOST, child.name(), since, System.nanoTime() + THAWING.toNanos()));
        counts.add(Count.FREEZES, 1);
    }

    private void seek() {
        // while the group rebalances, nobody has anything
        awaitShortly(() -> goal().isPresent(), CALL);
        goal().ifPresentOrElse(this::seek, () -> violations.add("promise: no partition to seek in"));
    }

    /** The partition of a member in this JVM in which most is committed. */
    private Optional<Goal> goal() {
        var committed = sampler.committed();
        return crew.locals().stream()
                .flatMap(member -> member.consumer().assignment().stream()
                        .map(partition -> new Goal(member, partition, committed.getOrDefault(partition.number(), 0L))))
                .filter(goal -> goal.committed() > 0)
                .max(Comparator.comparingLong(Goal::committed));
    }

    private void seek(Goal goal) {
        var partition = goal.partition();
        long offset = Math.max(0, goal.committed() - SEEK_BACK);
        long since = System.nanoTime();
        CauseKind kind = CauseKind.SEEK;
        try {
            goal.member().consumer().seek(partition, offset, CALL);
            counts.add(Count.SEEKS, 1);
        } catch (MqException e) {
            kind = CauseKind.SEEK_ATTEMPT; // a rebalance may have come before it
        }
        crew.write(new Cause(kind, "", partition.number(), offset, goal.committed(), since, System.nanoTime()));
    }

    private Map<Integer, Long> quiet() {
        await("quiet", () -> sampler.committed().equals(world.ends()));
        return sampler.committed();
    }

    /** Waits, and looks after the members meanwhile; what does not come is left out. */
    private void awaitShortly(BooleanSupplier condition, Duration limit) {
        long start = System.nanoTime();
        await("end of a wait", () -> condition.getAsBoolean() || System.nanoTime() - start >= limit.toNanos());
    }

    /** Waits, and looks after the members meanwhile. What takes too long is a violation, and not the end. */
    private void await(String what, BooleanSupplier condition) {
        long start = System.nanoTime();
        while (!condition.getAsBoolean()) {
            crew.tend();
            var failure = load.failure();
            if (failure != null) {
                throw new IllegalStateException("the load failed", failure);
            }
            Duration limit = hasStalled ? SETTLING : PATIENCE;
            if (System.nanoTime() - start >= limit.toNanos()) {
                hasStalled = true;
                violations.add("stalled: no " + what + " within " + limit + ": committed " + sampler.committed()
                        + " of " + world.ends() + "; "
                        + crew.locals().stream()
                                .map(member -> member.name() + " "
                                        + member.consumer().state() + " "
                                        + member.consumer().stats())
                                .toList());
                return;
            }
            LockSupport.parkNanos(TICK_NANOS);
        }
    }

    private void check(Map<Integer, Long> afterQuiet) {
        var events = new ArrayList<Event>();
        var causes = new ArrayList<Cause>();
        crew.read(events, causes);
        var history = Histories.read(world, plan, features, sampler, events, causes, afterQuiet);
        violations.addAll(crew.accidents());
        checkLog(history.records());
        Check.ALL.forEach(check -> violations.addAll(check.violations(history)));
        checkPauses(history);
        count(history);
        violations.addAll(Promises.broken(plan, features, counts));
    }

    /** That the plain clients agree with each other. */
    private void checkLog(List<ConsumerRecord<byte[], byte[]>> records) {
        boolean isWhole = plan.log() == SeedPlan.Log.COMPACTED || records.size() == load.visibleCount();
        boolean hasAborted = plan.isReadCommitted()
                && records.stream().anyMatch(visible -> load.isAborted(Stamp.id(visible.headers())));
        if (!isWhole || hasAborted) {
            violations.add("log: " + records.size() + " records visible of " + load.visibleCount()
                    + (hasAborted ? ", aborted ones among them" : ""));
        }
    }

    private void checkPauses(History history) {
        for (var pause : pauses) {
            history.deliveries().all().stream()
                    .filter(delivery -> delivery.member().equals(pause.member())
                            && delivery.startNanos() > pause.sinceNanos()
                            && delivery.startNanos() < pause.untilNanos())
                    .findFirst()
                    .ifPresent(delivery -> violations.add("pause: " + delivery + " began in " + pause));
        }
    }

    private void count(History history) {
        counts.add(Count.RECORDS, history.records().size());
        counts.add(Count.DELIVERIES, history.deliveries().all().size());
        counts.add(
                Count.RETRIES,
                history.deliveries().all().stream()
                        .filter(delivery -> delivery.attempt() > 1)
                        .count());
        counts.add(Count.DUPLICATES, DuplicateCheck.count(history));
        counts.add(Count.DEAD_LETTERS, history.deadLetters().size());
        counts.add(
                Count.TIMEOUTS,
                history.deliveries().all().stream()
                        .filter(delivery -> delivery.outcome() == EventKind.FAIL && history.isTimedOut(delivery))
                        .count());
        counts.add(Count.SAMPLES, history.samples().size());
    }
}
