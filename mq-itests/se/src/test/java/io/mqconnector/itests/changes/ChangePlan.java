// SPDX-License-Identifier: MIT
package io.mqconnector.itests.changes;

import io.mqconnector.itests.model.Chance;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;

/**
 * What a seed decides; how far it gets is the machine's. For one thread.
 */
final class ChangePlan {
    private static final int MOST_KNOBS = 3;
    /** How many times its limit it may take on a slow machine. */
    private static final int PATIENCE = 10;

    private final long seed;
    private final int changeCount;
    private final Duration limit;
    private final int perSecond;
    private final List<Step> deck;
    private final SplittableRandom random;
    private Iterator<Step> steps = Collections.emptyIterator();
    private int decks;

    /**
     * @param seed decides what is done
     * @param changeCount after how many changes it is enough
     * @param limit after which it is enough, once everything has come
     * @param perSecond messages
     * @param deck what is done, in an order that is drawn, again and again
     */
    ChangePlan(long seed, int changeCount, Duration limit, int perSecond, List<Step> deck) {
        this.seed = seed;
        this.changeCount = changeCount;
        this.limit = limit;
        this.perSecond = perSecond;
        this.deck = List.copyOf(deck);
        random = new SplittableRandom(Chance.mix(seed));
    }

    long seed() {
        return seed;
    }

    Duration limit() {
        return limit;
    }

    /**
     * Whether it may end: everything has come once, or the machine is too slow for that.
     *
     * @param changes so far
     * @param nanos of load so far
     */
    boolean isEnough(long changes, long nanos) {
        boolean isOver = (nanos >= limit.toNanos() && fullDecks() > 0) || nanos >= PATIENCE * limit.toNanos();
        return changes >= changeCount || isOver;
    }

    int perSecond() {
        return perSecond;
    }

    /** How often all of the deck has been drawn. */
    int fullDecks() {
        return steps.hasNext() ? decks - 1 : decks;
    }

    Step next() {
        if (!steps.hasNext()) {
            var shuffled = new ArrayList<>(deck);
            Collections.shuffle(shuffled, new Random(Chance.mix(seed, ++decks)));
            steps = shuffled.iterator();
        }
        return steps.next();
    }

    /** Some values that are not in force, for an operator or the source; of these knobs none. */
    Map<String, String> draw(Settings settings, boolean isByJmx, List<Knob> without) {
        var knobs = new ArrayList<>(List.of(Knob.values()));
        knobs.removeAll(without);
        knobs.removeIf(knob -> isByJmx && !knob.isSettableByJmx());
        // now and then of hot ones alone: what is rolled as well takes longer
        if (random.nextInt(3) == 0) {
            knobs.removeIf(knob -> knob.reach() != Knob.Reach.HOT);
        }
        // mostly what no operator has overridden, or it would have no effect
        if (!isByJmx && random.nextInt(4) != 0) {
            var free = new ArrayList<>(knobs);
            free.removeIf(knob -> settings.isOverridden(knob));
            knobs = free.isEmpty() ? knobs : free;
        }
        var drawn = new LinkedHashMap<String, String>();
        for (int left = 1 + random.nextInt(MOST_KNOBS); left > 0 && !knobs.isEmpty(); left--) {
            Knob knob = knobs.remove(random.nextInt(knobs.size()));
            var values = new ArrayList<>(knob.choices());
            values.remove(settings.expected(knob));
            boolean isNamed = knob.isOfListeners() && random.nextBoolean();
            drawn.put(isNamed ? Settings.named(knob) : knob.key(), pick(values));
        }
        return drawn;
    }

    /** Some of the overrides; none for all. */
    List<String> drawReset(Settings settings) {
        return settings.overrides().keySet().stream()
                .sorted()
                .filter(key -> random.nextBoolean())
                .toList();
    }

    <T> T pick(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }
}
