// SPDX-License-Identifier: MIT
package io.mqconnector.itests.changes;

import io.mqconnector.broker.Deadline;
import io.mqconnector.itests.delivery.DeliveryWatch;
import io.mqconnector.itests.model.Counts;
import io.mqconnector.itests.sending.SendingLoad;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Makes changes one step after the other, and looks whether each is in force in time, or nothing of it. For one thread. */
final class Changes {
    private static final Duration HOT = Duration.ofSeconds(2);
    private static final Duration ROLLING = Duration.ofSeconds(15);
    /** Until the file is looked at, and left alone for long enough. */
    private static final Duration NOTICED = Duration.ofSeconds(15);
    /** Longer than a connection is tried. */
    private static final Duration TRIED = Duration.ofSeconds(40);

    private static final Duration ANSWER = Duration.ofSeconds(40);
    private static final long LOOK_NANOS = Duration.ofMillis(60).toNanos();
    private static final long PAUSE_NANOS = Duration.ofMillis(120).toNanos();
    private static final String NOBODY = "127.0.0.1:1";
    private static final String SOURCE = "the configuration's source";

    private final ChangePlan plan;
    private final ChangeWorld world;
    private final LiveConnector connector;
    private final Settings settings;
    private final ExecutorService threads;
    private final Counts<ChangeCount> counts;
    private final List<String> violations;
    private final Map<Knob.Reach, Long> slowestMillis = new EnumMap<>(Knob.Reach.class);
    private @Nullable DeliveryWatch watch;
    private @Nullable SendingLoad load;

    Changes(
            ChangePlan plan,
            ChangeWorld world,
            LiveConnector connector,
            Settings settings,
            ExecutorService threads,
            Counts<ChangeCount> counts,
            List<String> violations) {
        this.plan = plan;
        this.world = world;
        this.connector = connector;
        this.settings = settings;
        this.threads = threads;
        this.counts = counts;
        this.violations = violations;
    }

    /** What somebody does, to be done beside others. */
    private record Act(String what, Supplier<Answer> deed, boolean isHot) {}

    /** From now on there is this load. */
    void begin(DeliveryWatch watch, SendingLoad load) {
        this.watch = watch;
        this.load = load;
        awaitInForce("the start of a round", Knob.Reach.ROLLED, ROLLING);
    }

    long slowestMillis(Knob.Reach reach) {
        return slowestMillis.getOrDefault(reach, 0L);
    }

    void make(Step step) {
        checkBusy();
        var stirred = stir(step.stir());
        switch (step.kind()) {
            case JMX -> change(step.toString(), List.of(operator(List.of())));
            case SOURCE -> change(step.toString(), List.of(source(Map.of())));
            case BOTH -> {
                change(step.toString(), List.of(operator(List.of()), source(Map.of())));
                counts.add(ChangeCount.AT_ONCE, 1);
            }
            case TWO_WRITERS -> {
                var one = draw(List.of());
                var other = draw(knobs(one));
                change(step.toString(), List.of(operator(one), operator(other), source(Map.of())));
                counts.add(ChangeCount.AT_ONCE, 1);
                counts.add(ChangeCount.TWO_OPERATORS, 1);
            }
            case RESET -> reset(step);
            case BROKERS -> move(step);
            case WRONG_BROKERS -> sendAstray(step);
            case REFUSED_JMX -> refuse(step, false);
            case REFUSED_AMONG_OTHERS -> refuse(step, true);
            case REFUSED_SOURCE -> refuseSource(step);
        }
        stirred.forEach(this::await);
        pause(PAUSE_NANOS);
        // what was under way when it came into force ends first
        int workers = Integer.parseInt(settings.expected(Knob.WORKERS));
        boolean isCalm = Deadline.in(ROLLING).await(() -> watch().busy() <= workers);
        int before = watch().mostBusy();
        if (!isCalm) {
            violations.add("effect: never less than " + before + " deliveries at a time, with " + workers + " workers");
        }
        pause(PAUSE_NANOS);
    }

    /** Since the last change was in force there must have been no more at a time than there are workers. */
    private void checkBusy() {
        int busy = watch().mostBusy();
        int workers = Integer.parseInt(settings.expected(Knob.WORKERS));
        if (busy > workers) {
            violations.add("effect: " + busy + " deliveries at a time, with " + workers + " workers");
        }
        counts.add(ChangeCount.MOST_BUSY, Math.max(0, busy - counts.of(ChangeCount.MOST_BUSY)));
    }

    private List<CompletableFuture<Answer>> stir(Step.Stir stir) {
        switch (stir) {
            case NONE -> {
                return List.of();
            }
            case ROTATION -> {
                counts.add(ChangeCount.ROTATIONS, 1);
                return List.of(run(() -> {
                    connector.rotate();
                    return Answer.NONE;
                }));
            }
            case REBALANCE -> {
                counts.add(ChangeCount.REBALANCES, 1);
                connector.rebalance();
                return List.of();
            }
            case MEMBER -> {
                counts.add(ChangeCount.REBALANCES, 1);
                watch().rebalance();
                return List.of();
            }
        }
        throw new IllegalArgumentException(stir.toString());
    }

    private Map<String, String> draw(List<Knob> without) {
        return plan.draw(settings, true, without);
    }

    private static List<Knob> knobs(Map<String, String> changes) {
        return Arrays.stream(Knob.values())
                .filter(knob -> changes.containsKey(knob.key()) || changes.containsKey(Settings.named(knob)))
                .toList();
    }

    private Act operator(List<Knob> without) {
        return operator(draw(without));
    }

    private Act operator(Map<String, String> drawn) {
        settings.override(drawn);
        counts.add(ChangeCount.CHANGES, 1);
        counts.add(ChangeCount.BY_JMX, 1);
        return new Act("JMX " + drawn, () -> connector.apply(drawn), isHot(drawn));
    }

    /** Beside what is drawn. */
    private Act source(Map<String, String> more) {
        var drawn = new LinkedHashMap<>(plan.draw(settings, false, List.of()));
        drawn.putAll(more);
        settings.write(drawn);
        counts.add(ChangeCount.CHANGES, 1);
        counts.add(ChangeCount.BY_SOURCE, 1);
        var file = settings.file();
        return new Act(
                "source " + drawn,
                () -> {
                    connector.store(file);
                    return Answer.NONE;
                },
                isHot(drawn));
    }

    private static boolean isHot(Map<String, String> changes) {
        return !changes.containsKey(Settings.BROKERS)
                && knobs(changes).stream().allMatch(knob -> knob.reach() == Knob.Reach.HOT);
    }

    /** All at once; they must be in force in time. */
    private void change(String what, List<Act> acts) {
        var told = what + acts.stream().map(Act::what).toList();
        var answers = acts.stream().map(act -> run(act.deed())).toList();
        boolean isHot = acts.stream().allMatch(Act::isHot);
        awaitInForce(told, isHot ? Knob.Reach.HOT : Knob.Reach.ROLLED, isHot ? HOT : ROLLING);
        answers.forEach(answer -> {
            var report = await(answer);
            if (report.isRefused()) {
                violations.add("refused: " + told + ", which is a good one: " + report);
            }
        });
    }

    private void reset(Step step) {
        if (settings.overrides().isEmpty()) {
            change("instead of " + step, List.of(operator(List.of())));
        }
        var keys = plan.drawReset(settings);
        boolean isHot = isHot(
                keys.isEmpty() ? settings.overrides() : keys.stream().collect(Collectors.toMap(key -> key, key -> "")));
        settings.reset(keys);
        counts.add(ChangeCount.CHANGES, 1);
        counts.add(ChangeCount.RESETS, 1);
        change(step.toString(), List.of(new Act("reset " + keys, () -> connector.reset(keys), isHot)));
    }

    private void move(Step step) {
        String address = world.other(settings.brokers());
        change(step.toString(), List.of(source(Map.of(Settings.BROKERS, address))));
        if (address.equals(world.direct()) && !Deadline.in(ROLLING).await(() -> world.proxiedCount() == 0)) {
            violations.add("effect: " + world.proxiedCount() + " connections to the brokers that were left");
        }
        counts.add(ChangeCount.BROKERS, 1);
    }

    private void sendAstray(Step step) {
        var before = connector.look();
        int sent = load().sentCount();
        var spoilt = spoilt(Settings.BROKERS, NOBODY);
        connector.store(spoilt);
        awaitRefusal(step.toString(), List.of("connection 'default'"), TRIED);
        requireUnchanged(step.toString(), before);
        if (load().sentCount() == sent) {
            violations.add("load: nothing was sent while brokers were tried that are not there");
        }
        counts.add(ChangeCount.WRONG_BROKERS, 1);
        change(step + ", meanwhile", List.of(operator(List.of())));
        change(step + ", mended", List.of(source(Map.of())));
    }

    /** With good ones beside it, which must not be in force either. */
    private Map<String, String> spoilt(String key, String value) {
        var file = new LinkedHashMap<>(settings.file());
        file.putAll(plan.draw(settings, false, List.of()));
        file.put(key, value);
        return file;
    }

    private void refuse(Step step, boolean isAmongOthers) {
        var invalid = plan.pick(Invalid.ofOperators());
        var lines = new LinkedHashMap<>(draw(List.of()));
        var others = knobs(lines);
        lines.put(invalid.key(), invalid.value());
        var before = connector.look();
        var answer = run(() -> connector.apply(lines));
        if (isAmongOthers) {
            change(step + ", beside it", List.of(operator(others)));
        }
        requireRefused(step + " " + lines, await(answer), invalid);
        if (isAmongOthers) {
            awaitInForce(step.toString(), Knob.Reach.ROLLED, Duration.ZERO);
        } else {
            requireUnchanged(step + " " + lines, before);
        }
        counts.add(ChangeCount.REFUSED_BY_JMX, 1);
    }

    private void requireRefused(String what, Answer answer, Invalid invalid) {
        if (!answer.isRefused()) {
            violations.add("refused: not, though it should have been: " + what + ": " + answer);
        } else if (!answer.names(parts(invalid))) {
            violations.add("refused: without naming " + parts(invalid) + ": " + answer);
        }
    }

    private static List<String> parts(Invalid invalid) {
        var parts = new ArrayList<>(invalid.others());
        parts.add(invalid.key());
        return parts;
    }

    private void refuseSource(Step step) {
        var invalid = plan.pick(Invalid.ofSources());
        var before = connector.look();
        connector.store(spoilt(invalid.key(), invalid.value()));
        awaitRefusal(step + " " + invalid, parts(invalid), NOTICED);
        requireUnchanged(step + " " + invalid, before);
        counts.add(ChangeCount.REFUSED_BY_SOURCE, 1);
        change(step + ", meanwhile", List.of(operator(List.of())));
        change(step + ", mended", List.of(source(Map.of())));
    }

    private void awaitRefusal(String what, List<String> parts, Duration limit) {
        boolean isTold = Deadline.in(limit).await(() -> {
            watch().look();
            var last = connector.lastChange();
            return last.by().equals(SOURCE) && last.names(parts);
        });
        if (!isTold) {
            violations.add("refused: not reported within " + limit + " naming " + parts + ": " + what + ": "
                    + connector.lastChange());
        }
    }

    private void requireUnchanged(String what, View before) {
        // consumers that an earlier change has rolled may still be on their way
        awaitSame("of what was refused, " + what, ROLLING);
        var now = connector.look();
        if (now.generation() != before.generation() || !now.producers().equals(before.producers())) {
            violations.add("effect: something was put in force or replaced for what was refused, " + what);
        }
    }

    private void awaitInForce(String what, Knob.Reach reach, Duration limit) {
        long millis = awaitSame("not in force after " + what, limit);
        if (millis >= 0) {
            slowestMillis.merge(reach, millis, Math::max);
        }
    }

    /** How long it took until everything was as it must be, the machine's standstills aside; negative if it never was. */
    private long awaitSame(String what, Duration limit) {
        long start = System.nanoTime();
        List<String> differences = connector.look().differences(settings);
        while (!differences.isEmpty() && nanosSince(start) < limit.toNanos()) {
            pause(LOOK_NANOS);
            watch().look();
            differences = connector.look().differences(settings);
        }
        long millis = TimeUnit.NANOSECONDS.toMillis(nanosSince(start));
        if (differences.isEmpty()) {
            return millis;
        }
        violations.add("effect: after " + millis + " ms, " + what + ": " + differences);
        return -1;
    }

    private long nanosSince(long start) {
        long now = System.nanoTime();
        return now - start - load().stoodStillNanos(start, now);
    }

    private CompletableFuture<Answer> run(Supplier<Answer> deed) {
        return CompletableFuture.supplyAsync(deed, threads);
    }

    private Answer await(CompletableFuture<Answer> answer) {
        try {
            return answer.get(ANSWER.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            violations.add("broken: " + trace(e));
            return Answer.NONE;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Answer.NONE;
        }
    }

    static String trace(Throwable failure) {
        var trace = new StringWriter();
        failure.printStackTrace(new PrintWriter(trace));
        return trace.toString();
    }

    private DeliveryWatch watch() {
        if (watch == null) {
            throw new IllegalStateException("no round has begun");
        }
        return watch;
    }

    private SendingLoad load() {
        if (load == null) {
            throw new IllegalStateException("no round has begun");
        }
        return load;
    }

    private static void pause(long nanos) {
        long start = System.nanoTime();
        for (long left = nanos; left > 0; left = nanos - (System.nanoTime() - start)) {
            LockSupport.parkNanos(left);
        }
    }
}
