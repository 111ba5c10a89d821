// SPDX-License-Identifier: MIT
package io.mqconnector.bench;

import java.util.List;

/** Yields given values, one after another, and notes its runs. */
final class FakeContender implements Contender {
    static final Measure MEASURE = Measure.throughput("fake");

    private final String name;
    private final List<String> runs;
    private final double[] values;
    private int next;
    boolean isClosed;

    FakeContender(String name, List<String> runs, double... values) {
        this.name = name;
        this.runs = runs;
        this.values = values;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public double[] run() {
        runs.add(name);
        if (next == values.length) {
            throw new WrongResultException(name + ": 1 record lost");
        }
        return new double[] {values[next++]};
    }

    @Override
    public void close() {
        isClosed = true;
    }

    static Workload workload(int runsInRound, FakeContender... contenders) {
        return workload(List.of(), runsInRound, contenders);
    }

    static Workload workload(List<Bar> bars, int runsInRound, FakeContender... contenders) {
        return new Workload(List.of(MEASURE), bars, "what is done", runsInRound, List.of(contenders), () -> {});
    }
}
