// SPDX-License-Identifier: MIT
package io.mqconnector.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Runs the contenders of one workload against each other: one after another in every round, each round in another order.
 * For one thread and one use.
 */
final class Rounds {
    private final Plan plan;
    private final Runnable settle;
    private final Supplier<? extends Supplier<OptionalDouble>> watches;
    private final Consumer<String> progress;
    private int repeatedCount;
    private int disturbedCount;

    /**
     * @param plan how many rounds
     * @param settle brings the JVM to rest, before each run
     * @param watches starts to watch what part of the machine other programs take
     * @param progress hears of each run
     */
    Rounds(
            Plan plan,
            Runnable settle,
            Supplier<? extends Supplier<OptionalDouble>> watches,
            Consumer<String> progress) {
        this.plan = plan;
        this.settle = settle;
        this.watches = watches;
        this.progress = progress;
    }

    /**
     * The whole comparison. A counted run that other programs disturb is done again, as long as no more runs are repeated
     * than were planned.
     *
     * @return for each measure one result of each contender, in the workload's order
     * @throws WrongResultException of the first run whose result is wrong, be it for warming up
     */
    List<Result> run(Workload workload) throws InterruptedException {
        int systems = workload.contenders().size();
        int counted = plan.rounds() * workload.runsInRound();
        int warmup = plan.warmupRounds() * workload.runsInRound();
        int mayRepeat = counted * systems;
        double[][][] values = new double[workload.measures().size()][systems][counted];
        for (int round = 0; round < warmup + counted; round++) {
            for (int system : order(round, systems)) {
                var contender = workload.contenders().get(system);
                double[] measured;
                boolean isDisturbed;
                boolean isRepeated;
                do {
                    settle.run();
                    var watch = watches.get();
                    measured = contender.run();
                    double others = watch.get().orElse(0);
                    isDisturbed = round >= warmup && others > Disturbance.TOLERABLE;
                    isRepeated = isDisturbed && repeatedCount < mayRepeat;
                    repeatedCount += isRepeated ? 1 : 0;
                    progress.accept(line(workload, contender, round - warmup, measured)
                            + (isDisturbed ? " disturbed" + (isRepeated ? ", done again" : "") : ""));
                } while (isRepeated);
                disturbedCount += isDisturbed ? 1 : 0;
                for (int m = 0; m < measured.length && round >= warmup; m++) {
                    values[m][system][round - warmup] = measured[m];
                }
            }
        }
        return results(workload, values);
    }

    /** Runs done again because other programs had disturbed them. */
    int repeatedCount() {
        return repeatedCount;
    }

    /** Runs that count although they were disturbed. */
    int disturbedCount() {
        return disturbedCount;
    }

    /** Each round begins with the next; when all have begun, the direction turns, so that nobody follows the same. */
    static int[] order(int round, int count) {
        boolean isForward = round / count % 2 == 0;
        int[] order = new int[count];
        for (int i = 0; i < count; i++) {
            int place = isForward ? i : count - 1 - i;
            order[place] = (i + round) % count;
        }
        return order;
    }

    private static List<Result> results(Workload workload, double[][][] values) {
        int raw = workload.place(Workload.RAW);
        var results = new ArrayList<Result>();
        for (int m = 0; m < values.length; m++) {
            var measure = workload.measures().get(m);
            for (int system = 0; system < values[m].length; system++) {
                results.add(new Result(
                        measure,
                        workload.contenders().get(system).name(),
                        Spread.of(values[m][system]),
                        raw < 0 ? Spread.UNKNOWN : Spread.ofRatios(values[m][system], values[m][raw]),
                        verdicts(workload, measure, system, values[m])));
            }
        }
        return List.copyOf(results);
    }

    /** @param values of one measure, for each contender and round */
    private static List<Verdict> verdicts(Workload workload, Measure measure, int system, double[][] values) {
        return workload.bars().stream()
                .filter(bar -> bar.measure().equals(measure) && workload.place(bar.system()) == system)
                .map(bar -> bar.judge(values[system], values[workload.place(bar.yardstick())]))
                .toList();
    }

    private static String line(Workload workload, Contender contender, int counted, double[] measured) {
        var line = new StringBuilder(counted < 0 ? "warm-up" : "round " + (counted + 1))
                .append(' ')
                .append(contender.name());
        for (int m = 0; m < measured.length; m++) {
            var measure = workload.measures().get(m);
            line.append(' ')
                    .append(measure.row())
                    .append(' ')
                    .append(measure.text(measured[m]))
                    .append(' ')
                    .append(measure.unit());
        }
        return line.toString();
    }
}
