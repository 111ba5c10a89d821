// SPDX-License-Identifier: MIT
package io.mqconnector.bench;

import java.util.List;

/**
 * The same work for several contenders, with everything set up for it. Whoever opened it closes it.
 *
 * @param measures what one run yields
 * @param description what is done and with which settings, in a line
 * @param runsInRound how often each contender runs in one round, in turn
 * @param contenders who does it, {@link #RAW} among them
 * @param cleanUp what is left to close after the contenders
 */
record Workload(
        List<Measure> measures, String description, int runsInRound, List<Contender> contenders, Runnable cleanUp)
        implements AutoCloseable {
    /** The contender that all are compared with. */
    static final String RAW = "raw";

    Workload {
        measures = List.copyOf(measures);
        contenders = List.copyOf(contenders);
        if (contenders.stream().noneMatch(contender -> contender.name().equals(RAW))) {
            throw new IllegalArgumentException("nobody is called " + RAW);
        }
    }

    @Override
    public void close() {
        contenders.forEach(Contender::close);
        cleanUp.run();
    }
}
