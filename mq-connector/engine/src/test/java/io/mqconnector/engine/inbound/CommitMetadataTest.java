// SPDX-License-Identifier: MIT
package io.mqconnector.engine.inbound;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.Base64;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class CommitMetadataTest {
    private static final int ENOUGH = 1_000_000;

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);

    private static DoneRanges done(long... bounds) {
        return new DoneRanges(bounds);
    }

    private static CommitMetadata roundTrip(CommitMetadata metadata, long offset) {
        return CommitMetadata.of(metadata.toText(offset, ENOUGH), offset);
    }

    private DoneRanges anyDone(long frontier, int ranges) {
        var bounds = new long[2 * ranges + 1];
        bounds[0] = frontier;
        for (int i = 1; i < bounds.length; i++) {
            bounds[i] = bounds[i - 1] + 1 + (random.nextInt(4) == 0 ? random.nextInt(1_000_000) : random.nextInt(3));
        }
        return done(bounds);
    }

    private SortedMap<Long, Integer> anyFailures(long frontier, int count) {
        var failures = new TreeMap<Long, Integer>();
        long at = frontier;
        for (int i = 0; i < count; i++) {
            failures.put(at, 1 + random.nextInt(random.nextBoolean() ? 5 : Integer.MAX_VALUE - 1));
            at += 1 + random.nextInt(1_000);
        }
        return failures;
    }

    private CommitMetadata any(long offset) {
        return new CommitMetadata(
                random.nextInt(3) == 0 ? -1 : 1 + random.nextInt(1_000),
                anyFailures(offset, random.nextInt(20)),
                anyDone(offset, random.nextInt(40)));
    }

    @Test
    void isReadAsItWasWrittenWhateverItSays() {
        for (int i = 0; i < 2_000; i++) {
            long offset = random.nextInt(4) == 0 ? 0 : random.nextLong() >>> (2 + random.nextInt(60));
            var metadata = any(offset);

            var read = roundTrip(metadata, offset);

            assertThat(read.partitions()).as("seed %s, round %s", seed, i).isEqualTo(metadata.partitions());
            assertThat(read.failures()).as("seed %s, round %s", seed, i).isEqualTo(metadata.failures());
            if (metadata.done().isEmpty()) {
                assertThat(read.done().isEmpty())
                        .as("seed %s, round %s", seed, i)
                        .isTrue();
            } else {
                assertThat(read.done()).as("seed %s, round %s", seed, i).isEqualTo(metadata.done());
            }
        }
    }

    @Test
    void fitsIntoWhatABrokerTakesAndSaysNothingFalseWhenItIsCutShort() {
        for (int i = 0; i < 200; i++) {
            long offset = random.nextInt(1_000_000);
            var metadata =
                    new CommitMetadata(1 + random.nextInt(1_000), anyFailures(offset, 200), anyDone(offset, 400));
            int maxChars = i < 100 ? i : 100 + random.nextInt(3_000);

            var text = metadata.toText(offset, maxChars);
            var read = CommitMetadata.of(text, offset);

            assertThat(text.length())
                    .as("seed %s, at most %s", seed, maxChars)
                    .isLessThanOrEqualTo(Math.max(maxChars, "mq2 p=1000".length()));
            assertThat(read.partitions()).as("seed %s", seed).isEqualTo(metadata.partitions());
            assertThat(metadata.failures().entrySet())
                    .as("seed %s, at most %s", seed, maxChars)
                    .containsAll(read.failures().entrySet());
            assertThat(metadata.done().bounds())
                    .as("seed %s, at most %s", seed, maxChars)
                    .startsWith(
                            read.done().isEmpty()
                                    ? new long[] {offset}
                                    : read.done().bounds());
        }
    }

    @Test
    void keepsAttemptsRatherThanWhatIsDoneWhenBothDoNotFit() {
        var metadata = new CommitMetadata(3, new TreeMap<>(Map.of(0L, 2)), done(0, 1, 2));

        var read = CommitMetadata.of(metadata.toText(0, "mq2 p=3 a=AAI".length()), 0);

        assertThat(read.failures()).containsExactly(Map.entry(0L, 2));
        assertThat(read.done().isEmpty()).isTrue();
    }

    @Test
    void tellsRangesFromTheCommittedOffsetOnEvenIfTheyWereCollectedALittleLater() {
        // the frontier has moved from 10 to 12 between the two: 12 is not done, 13 is
        var metadata = new CommitMetadata(3, new TreeMap<>(), done(12, 13, 14));

        var read = roundTrip(metadata, 10);

        assertThat(LongStream.range(0, 20).filter(read.done()::contains)).containsExactly(13L);
    }

    @Test
    void tellsOnlyWhatLiesBehindTheCommittedOffset() {
        var metadata = new CommitMetadata(3, new TreeMap<>(), done(5, 6, 8, 9, 13, 15, 16));

        var read = roundTrip(metadata, 10);

        assertThat(LongStream.range(0, 20).filter(read.done()::contains)).containsExactly(11L, 12L, 15L);
    }

    @Test
    void leavesOutFailuresOfRecordsThatAreDoneMeanwhile() {
        // a worker empties the slot of 9 first, and forgets its failures a moment later
        var metadata = new CommitMetadata(3, new TreeMap<>(Map.of(9L, 2, 11L, 1)), done(10, 12, 13));

        var read = roundTrip(metadata, 10);

        assertThat(read.partitions()).isEqualTo(3);
        assertThat(read.failures()).containsExactly(Map.entry(11L, 1));
        assertThat(LongStream.range(0, 20).filter(read.done()::contains)).containsExactly(12L);
    }

    @Test
    void readsTheFirstVersion() {
        assertThat(CommitMetadata.of("mq1 partitions=12", 5).partitions()).isEqualTo(12);
    }

    @Test
    void readsWhatItKnowsOfALaterVersion() {
        var read = CommitMetadata.of("mq2 p=7 z=whatever a=AAI q d=AQE future", 100);

        assertThat(read.partitions()).isEqualTo(7);
        assertThat(read.failures()).containsExactly(Map.entry(100L, 2));
        assertThat(read.done()).isEqualTo(done(100, 101, 102));
    }

    @Test
    void readsForeignTextAsNothing() {
        for (String text : new String[] {
            "",
            " ",
            "mq",
            "mq2x p=3",
            "mq3 p=3",
            "MQ2 p=3",
            "{\"p\":3}",
            "mq1",
            "mq1 partitions=",
            "mq1 partitions=-1",
            "mq2 p=",
            "mq2 p=x",
            "mq2 p=0",
            "mq2 p=-4",
            "mq2 p=99999999999",
            "mq2 a=!",
            "mq2 d=AAA=A",
            "mq2 a=A",
            // a range that does not ascend, an odd number of bounds, a number cut off, attempts of none
            "mq2 p=3 d=AQA",
            "mq2 p=3 d=AQ",
            "mq2 p=3 d=gA",
            "mq2 p=3 a=AQA"
        }) {
            assertThat(CommitMetadata.of(text, 5)).as(text).isEqualTo(CommitMetadata.UNKNOWN);
        }
        assertThat(CommitMetadata.of(null, 5)).isEqualTo(CommitMetadata.UNKNOWN);
    }

    @Test
    void readsOffsetsThatOverflowAsNothing() {
        var bytes = new byte[] {-1, -1, -1, -1, -1, -1, -1, -1, 0x7F, 1};
        var base64 = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);

        assertThat(CommitMetadata.of("mq2 p=3 d=" + base64, 5)).isEqualTo(CommitMetadata.UNKNOWN);
        assertThat(CommitMetadata.of("mq2 p=3 a=" + base64, 5)).isEqualTo(CommitMetadata.UNKNOWN);
    }

    @Test
    void neverThrowsWhateverItReads() {
        for (int i = 0; i < 20_000; i++) {
            var text = anyText();
            long offset = random.nextInt(4) == 0 ? Long.MAX_VALUE - random.nextInt(100) : random.nextInt(1_000);

            assertThatCode(() -> {
                        var read = CommitMetadata.of(text, offset);
                        assertThat(read.failures().values()).allMatch(count -> count > 0);
                        // what was read can be used and written again
                        var unused = read.done().contains(offset);
                        assertThat(read.toText(offset, CommitMetadata.MAX_CHARS))
                                .startsWith("mq2");
                    })
                    .as("seed %s: '%s' at %s", seed, text, offset)
                    .doesNotThrowAnyException();
        }
    }

    private String anyText() {
        switch (random.nextInt(4)) {
            case 0 -> {
                var bytes = new byte[random.nextInt(60)];
                random.nextBytes(bytes);
                return new String(bytes, UTF_8);
            }
            case 1 -> {
                var bytes = new byte[random.nextInt(40)];
                random.nextBytes(bytes);
                var base64 = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
                return "mq2 p=" + random.nextInt(20) + (random.nextBoolean() ? " a=" : " d=") + base64;
            }
            case 2 -> {
                var real = any(0).toText(0, ENOUGH);
                return real.substring(0, random.nextInt(real.length() + 1));
            }
            default -> {
                var real = new StringBuilder(any(0).toText(0, ENOUGH));
                real.setCharAt(random.nextInt(real.length()), (char) (32 + random.nextInt(96)));
                return real.toString();
            }
        }
    }
}
