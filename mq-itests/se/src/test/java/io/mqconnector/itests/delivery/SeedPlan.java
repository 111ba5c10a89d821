// SPDX-License-Identifier: MIT
package io.mqconnector.itests.delivery;

import io.mqconnector.itests.model.Chance;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * Everything about a world that its seed decides. Immutable; the same in every process.
 *
 * @param seed the seed
 * @param theme what it is mostly about
 * @param steps what is done to it
 * @param recordCount how many records are written
 * @param partitionCount of the topic, at first
 * @param keyCount how many keys there are
 * @param isZipf whether some keys are much more frequent
 * @param hasNullKeys whether some records have no key
 * @param log what kind of topic it is
 * @param isReadCommitted the isolation of the group
 * @param order ordering
 * @param form how the listener takes records
 * @param policy for records that fail for good
 * @param protocol the group protocol, {@code classic} or {@code consumer}
 * @param isCooperative whether the classic group rebalances so
 * @param isStatic whether members are static
 * @param localCount members in this JVM at first
 * @param childCount members in JVMs of their own
 * @param consumerCount consumers of each member
 * @param workerCount workers of each member
 * @param maxInFlight bound for a partition
 * @param maxInFlightPerKey bound for a key
 * @param maxSpan bound for the frontier
 * @param retryAttempts deliveries before the failure policy
 * @param handlerTimeoutMillis 0 for none
 * @param ackTimeoutMillis of manual acknowledgement
 * @param rates how often listeners misbehave
 */
record SeedPlan(
        long seed,
        Theme theme,
        List<Step> steps,
        int recordCount,
        int partitionCount,
        int keyCount,
        boolean isZipf,
        boolean hasNullKeys,
        Log log,
        boolean isReadCommitted,
        Order order,
        Form form,
        Policy policy,
        String protocol,
        boolean isCooperative,
        boolean isStatic,
        int localCount,
        int childCount,
        int consumerCount,
        int workerCount,
        int maxInFlight,
        int maxInFlightPerKey,
        int maxSpan,
        int retryAttempts,
        int handlerTimeoutMillis,
        int ackTimeoutMillis,
        Rates rates) {
    /** What kind of topic. */
    enum Log {
        PLAIN,
        COMPACTED,
        TRANSACTIONAL
    }

    /**
     * How many records or attempts of 10,000.
     *
     * @param slow take a few milliseconds
     * @param exception throw one
     * @param error throw an {@link Error}
     * @param block until interrupted
     * @param poison records that fail for good
     * @param stop records whose listener stops its subscription
     */
    record Rates(int slow, int exception, int error, int block, int poison, int stop) {}

    SeedPlan {
        steps = List.copyOf(steps);
    }

    /** The plan of a seed, asking for these features only. */
    static SeedPlan of(long seed, Set<Feature> features) {
        var random = new SplittableRandom(Chance.mix(seed));
        Theme theme = Theme.of(seed);
        Log log = log(theme, seed);
        Order order = List.of(Order.values()).get(random.nextInt(3));
        order = features.contains(Feature.ORDERINGS) ? order : Order.PARTITION;
        Form form = form(theme, features);
        boolean isByBroker = random.nextInt(3) == 0 && features.contains(Feature.PROTOCOL);
        boolean isByTimeout = theme == Theme.OPERATIONS || random.nextInt(3) == 0;
        isByTimeout &= features.contains(Feature.TIMEOUTS);
        boolean isPoisoned = theme == Theme.POISON || random.nextInt(3) == 0;
        Policy policy = policy(theme, random.nextInt(8), features);
        isPoisoned &= policy != Policy.DEAD_LETTER || features.contains(Feature.DEAD_LETTERS);
        boolean isStopped = theme == Theme.OPERATIONS && features.contains(Feature.STOPS);
        boolean isCalm = log == Log.COMPACTED && random.nextBoolean();
        var rates = new Rates(
                200 + random.nextInt(500),
                isCalm ? 0 : 50 + random.nextInt(150),
                10 + random.nextInt(20),
                isByTimeout ? 10 : 0,
                isPoisoned ? 20 + random.nextInt(30) : 0,
                isStopped ? 4 : 0);
        var steps = new ArrayList<>(Theme.steps(seed));
        if (!features.contains(Feature.SEEKS)) {
            steps.removeIf(Step.SEEK::equals);
        }
        if (!features.contains(Feature.RESTARTS)) {
            steps.removeIf(Step.RESTART::equals);
        }
        boolean hasChildren = steps.stream().anyMatch(Step::isOfChild);
        return new SeedPlan(
                seed,
                theme,
                steps,
                recordCount(random),
                hasChildren ? 4 + random.nextInt(3) : 2 + random.nextInt(5), // each member has one
                20 + random.nextInt(181),
                random.nextBoolean(),
                log != Log.COMPACTED && random.nextInt(3) == 0,
                log,
                log == Log.TRANSACTIONAL || random.nextBoolean(),
                order,
                form,
                policy,
                isByBroker ? "consumer" : "classic",
                random.nextBoolean(),
                random.nextInt(4) == 0 && features.contains(Feature.STATIC),
                1 + random.nextInt(2),
                hasChildren ? 1 + random.nextInt(2) : 0,
                hasChildren ? 1 : 1 + random.nextInt(2),
                1 + random.nextInt(8),
                100 + random.nextInt(2_000),
                20 + random.nextInt(500),
                1_000 + random.nextInt(20_000),
                3 + random.nextInt(2),
                isByTimeout ? 250 + random.nextInt(100) : 0,
                1_000,
                rates);
    }

    /** What a history of it is held against. */
    Rules rules(Set<Feature> features) {
        return new Rules(
                order,
                form,
                policy,
                retryAttempts,
                handlerTimeoutMillis * 1_000_000L,
                log == Log.COMPACTED,
                features.contains(Feature.ATTEMPTS),
                policy == Policy.STOP ? id -> false : new Behaviour(this)::isPoison);
    }

    /** Whether its broker goes away, and is therefore a process of its own. */
    boolean hasBrokerFaults() {
        return steps.contains(Step.BROKER_RESTART) || steps.contains(Step.BROKER_KILL);
    }

    /** One line. */
    String describe() {
        return String.format(
                Locale.ROOT,
                "seed %d %s%s: %d records, %d partitions %s, %d keys%s%s, %s; %s %s %s, %s%s%s; %d+%d members x %d consumers"
                        + " x %d workers; bounds %d/%d/%d; %d attempts, timeout %d ms; %s",
                seed,
                theme,
                steps,
                recordCount,
                partitionCount,
                log,
                keyCount,
                isZipf ? " zipf" : "",
                hasNullKeys ? " and none" : "",
                isReadCommitted ? "read_committed" : "read_uncommitted",
                order,
                form,
                policy,
                protocol,
                protocol.equals("classic") ? isCooperative ? " cooperative" : " eager" : "",
                isStatic ? " static" : "",
                localCount,
                childCount,
                consumerCount,
                workerCount,
                maxInFlight,
                maxInFlightPerKey,
                maxSpan,
                retryAttempts,
                handlerTimeoutMillis,
                rates);
    }

    private static int recordCount(SplittableRandom random) {
        return random.nextInt(5) == 0 ? 10_000 + random.nextInt(10_001) : 5_000 + random.nextInt(3_000);
    }

    private static Log log(Theme theme, long seed) {
        if (theme != Theme.LOG) {
            return Log.PLAIN;
        }
        return Math.floorMod(seed / Theme.values().length, 2) == 0 ? Log.TRANSACTIONAL : Log.COMPACTED;
    }

    private static Policy policy(Theme theme, int drawn, Set<Feature> features) {
        if (theme == Theme.POISON) {
            return Policy.DEAD_LETTER;
        }
        if (drawn < 2 && features.contains(Feature.SKIPS)) {
            return Policy.SKIP;
        }
        return drawn == 2 && features.contains(Feature.STANDSTILLS) ? Policy.STOP : Policy.DEAD_LETTER;
    }

    private static Form form(Theme theme, Set<Feature> features) {
        if (theme == Theme.MANUAL && features.contains(Feature.MANUAL)) {
            return Form.MANUAL;
        }
        return theme == Theme.BATCHES && features.contains(Feature.BATCHES) ? Form.BATCH : Form.RECORD;
    }
}
