// SPDX-License-Identifier: MIT
package io.mqconnector.engine.inbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.NavigableSet;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class DoneRangesTest {
    private static final int LIMIT = 80;

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);

    /** The naive model: each offset that is done. */
    private final TreeSet<Long> model = new TreeSet<>();

    private DoneRanges any(long frontier, NavigableSet<Long> offsets) {
        int ranges = random.nextInt(6);
        var bounds = new long[2 * ranges + 1];
        bounds[0] = frontier;
        for (int i = 1; i < bounds.length; i++) {
            bounds[i] = bounds[i - 1] + 1 + random.nextInt(5);
        }
        for (int i = 1; i + 1 < bounds.length; i += 2) {
            LongStream.range(bounds[i], bounds[i + 1]).forEach(offsets::add);
        }
        return new DoneRanges(bounds);
    }

    private static NavigableSet<Long> contained(DoneRanges ranges) {
        var contained = new TreeSet<Long>();
        LongStream.range(-2, LIMIT).filter(ranges::contains).forEach(contained::add);
        return contained;
    }

    @Test
    void containsWhatIsInItsRangesAndNothingElse() {
        for (int i = 0; i < 1_000; i++) {
            model.clear();
            var ranges = any(random.nextInt(5), model);

            assertThat(contained(ranges)).as("seed %s: %s", seed, ranges).isEqualTo(model);
            assertThat(ranges.isEmpty()).as("seed %s: %s", seed, ranges).isEqualTo(model.isEmpty());
            if (!model.isEmpty()) {
                assertThat(ranges.end()).as("seed %s: %s", seed, ranges).isEqualTo(model.last() + 1);
            }
        }
    }

    @Test
    void goesOnWithWhatIsKnownOfLaterOffsets() {
        for (int i = 0; i < 2_000; i++) {
            model.clear();
            var ranges = any(random.nextInt(5), model);
            var others = new TreeSet<Long>();
            var later = any(random.nextInt(20), others);
            long from = ranges.end() + random.nextInt(10);
            others.tailSet(from).forEach(model::add);
            // a frontier is not done, or it would not be the frontier
            model.remove(ranges.bounds()[0]);

            var joined = ranges.with(later, from);

            assertThat(contained(joined))
                    .as("seed %s: %s with %s from %s", seed, ranges, later, from)
                    .isEqualTo(model);
        }
    }

    @Test
    void joinsRangesThatTouch() {
        var joined = new DoneRanges(new long[] {0, 1, 5}).with(new DoneRanges(new long[] {0, 3, 9}), 5);

        assertThat(joined).isEqualTo(new DoneRanges(new long[] {0, 1, 9}));
    }

    @Test
    void refusesBoundsThatAreNone() {
        assertThatThrownBy(() -> new DoneRanges(new long[] {0, 1})).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new DoneRanges(new long[] {0, 0, 1})).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new DoneRanges(new long[0])).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void doesNotShareItsBounds() {
        var bounds = new long[] {0, 1, 2};
        var ranges = new DoneRanges(bounds);

        bounds[1] = 7;
        ranges.bounds()[2] = 9;

        assertThat(ranges).isEqualTo(new DoneRanges(new long[] {0, 1, 2}));
    }
}
