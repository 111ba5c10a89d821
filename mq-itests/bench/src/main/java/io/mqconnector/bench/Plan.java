// SPDX-License-Identifier: MIT
package io.mqconnector.bench;

/**
 * How much is measured. Immutable.
 *
 * @param warmupRounds rounds that do not count, 0 or more
 * @param rounds rounds that count, at least 1
 * @param records records in a run of a throughput workload, at least 1; 0 for the workload's own number
 */
record Plan(int warmupRounds, int rounds, int records) {
    /** What is needed before a number may be quoted: facts/mechanisms.md, section 0. */
    static final int MIN_WARMUP_ROUNDS = 3;

    static final int MIN_ROUNDS = 9;
    static final long MIN_RECORDS = 2_000_000;

    /** Shows whether everything works, and nothing else. */
    static final Plan QUICK = new Plan(1, 2, 20_000);

    Plan {
        if (warmupRounds < 0 || rounds < 1 || records < 0) {
            throw new IllegalArgumentException("warm-up rounds " + warmupRounds + ", rounds " + rounds + ", records "
                    + records + ": rounds is at least 1, none is negative");
        }
    }

    /**
     * The records of one run.
     *
     * @param own what the workload takes when nothing is asked for
     */
    int recordsOr(int own) {
        return records == 0 ? own : records;
    }

    /** Whether the numbers mean something: a young JVM is three times slower, a single short run is off by 40 %. */
    boolean isQuotable() {
        return warmupRounds >= MIN_WARMUP_ROUNDS && (rounds >= MIN_ROUNDS || (long) rounds * records >= MIN_RECORDS);
    }
}
