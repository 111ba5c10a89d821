// SPDX-License-Identifier: MIT
package io.mqconnector.bench;

import java.util.List;

/**
 * The same work for several contenders, with everything set up for it. Whoever opened it closes it.
 *
 * @param measures what one run yields
 * @param bars what the contenders are to reach by them
 * @param description what is done and with which settings, in a line
 * @param runsInRound how often each contender runs in one round, in turn
 * @param contenders who does it; {@link #RAW}, if among them, is what all are compared with
 * @param cleanUp what is left to close after the contenders
 */
record Workload(
        List<Measure> measures,
        List<Bar> bars,
        String description,
        int runsInRound,
        List<Contender> contenders,
        Runnable cleanUp)
        implements AutoCloseable {
    /** The contender that all are compared with. */
    static final String RAW = "raw";

    Workload {
        measures = List.copyOf(measures);
        bars = List.copyOf(bars);
        contenders = List.copyOf(contenders);
        for (Bar bar : bars) {
            if (!measures.contains(bar.measure())
                    || place(contenders, bar.system()) < 0
                    || place(contenders, bar.yardstick()) < 0) {
                throw new IllegalArgumentException("no such measure or contender: " + bar);
            }
        }
    }

    /** The place of a contender, or -1 if there is none of that name. */
    int place(String contender) {
        return place(contenders, contender);
    }

    private static int place(List<Contender> contenders, String name) {
        return contenders.stream().map(Contender::name).toList().indexOf(name);
    }

    @Override
    public void close() {
        contenders.forEach(Contender::close);
        cleanUp.run();
    }
}
