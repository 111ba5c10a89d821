// SPDX-License-Identifier: MIT
package io.mqconnector.itests.sending;

import io.mqconnector.itests.model.Chance;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Everything about a world that its seed decides. Immutable.
 *
 * @param seed the seed
 * @param theme what it is mostly about
 * @param moves what is done to it, in this order
 * @param senderCount threads that send
 * @param keyCount keys; each thread has as many
 * @param partitionCount of the topic
 * @param stripeCount at first
 * @param isRetrying whether the connector tries again what was not written
 * @param hasBatches whether there are batches
 * @param hasChains whether callbacks send
 * @param hasKeyless whether some messages have no key
 * @param hasPartitions whether some messages insist on their partition
 * @param deliveryTimeout the connector's
 * @param drainTimeout the connector's
 */
record SeedPlan(
        long seed,
        Theme theme,
        List<Move> moves,
        int senderCount,
        int keyCount,
        int partitionCount,
        int stripeCount,
        boolean isRetrying,
        boolean hasBatches,
        boolean hasChains,
        boolean hasKeyless,
        boolean hasPartitions,
        Duration deliveryTimeout,
        Duration drainTimeout) {
    /** The same in all plans. */
    static final Duration MAX_BLOCK = Duration.ofSeconds(1);

    /** The same in all plans; a delivery may take longer. */
    static final Duration REQUEST_TIMEOUT = Duration.ofMillis(800);

    static final int MOST_STRIPES = 4;
    private static final int KEYS = 64;
    private static final List<Step> MEANWHILE = List.of(Step.ROTATE, Step.ROTATE_ALL, Step.RESIZE, Step.CHANGE);

    SeedPlan {
        moves = List.copyOf(moves);
    }

    /** The plan of a seed, doing these things only. */
    static SeedPlan of(long seed, Set<Feature> features) {
        var random = new SplittableRandom(Chance.mix(seed));
        Theme theme = Theme.of(seed);
        return new SeedPlan(
                seed,
                theme,
                theme.steps().stream()
                        .filter(step -> features.contains(step.feature()))
                        .map(step -> new Move(step, meanwhile(step, random, features)))
                        .toList(),
                random.nextBoolean() ? 4 : 8,
                KEYS,
                2 + random.nextInt(5),
                1 + random.nextInt(MOST_STRIPES),
                Math.floorMod(seed / Theme.values().length + seed, 2L) == 1 && features.contains(Feature.RETRIES),
                features.contains(Feature.BATCHES),
                features.contains(Feature.CHAINS),
                features.contains(Feature.KEYLESS),
                features.contains(Feature.PARTITIONS),
                Duration.ofMillis(1_600 + random.nextInt(900)),
                Duration.ofMillis(500 + random.nextInt(1_500)));
    }

    /** How long a sender may have to wait for an outcome. */
    Duration longestSend() {
        return MAX_BLOCK.plus(deliveryTimeout);
    }

    long times(Step step) {
        return moves.stream().filter(move -> move.step() == step).count();
    }

    /** Whether there must be messages whose outcome nobody knows. */
    boolean hasUnknown() {
        return moves.stream().anyMatch(move -> move.step().isForLong());
    }

    /** One line. */
    String describe() {
        return String.format(
                Locale.ROOT,
                "seed %d %s%s: %d senders, %d keys, %d partitions, %d stripes, retry %s, delivery %d ms, drain %d ms",
                seed,
                theme,
                moves,
                senderCount,
                keyCount,
                partitionCount,
                stripeCount,
                isRetrying ? "on" : "off",
                deliveryTimeout.toMillis(),
                drainTimeout.toMillis());
    }

    private static @Nullable Step meanwhile(Step step, SplittableRandom random, Set<Feature> features) {
        Step drawn = MEANWHILE.get(random.nextInt(MEANWHILE.size()));
        boolean isWanted = random.nextBoolean() || step == Step.JAM;
        return step.isLasting() && isWanted && features.contains(drawn.feature()) ? drawn : null;
    }
}
