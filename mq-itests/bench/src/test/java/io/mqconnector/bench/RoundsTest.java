// SPDX-License-Identifier: MIT
package io.mqconnector.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RoundsTest {
    private final List<String> runs = new ArrayList<>();

    @Test
    void leavesOutWarmUpRounds() throws InterruptedException {
        var ours = new FakeContender("mq", runs, 1, 20, 30, 70);
        var raw = new FakeContender("raw", runs, 9, 10, 10, 10);

        var results = rounds(1, 3).run(FakeContender.workload(1, ours, raw));

        assertThat(results)
                .containsExactly(
                        result("mq", new Spread(30, 20, 70), new Spread(3, 2, 7)),
                        result("raw", new Spread(10, 10, 10), new Spread(1, 1, 1)));
    }

    @Test
    void hasNoRatiosWithoutARawOne() throws InterruptedException {
        var results = rounds(0, 1).run(FakeContender.workload(1, new FakeContender("mq", runs, 3)));

        assertThat(results).containsExactly(result("mq", new Spread(3, 3, 3), Spread.UNKNOWN));
    }

    @Test
    void holdsEachBarAgainstTheContenderThatItIsFor() throws InterruptedException {
        var ours = new FakeContender("mq", runs, 20, 30);
        var other = new FakeContender("other", runs, 10, 20);
        var bar = Bar.atLeast(FakeContender.MEASURE, "mq", 1.7, "other");

        var results = rounds(0, 2).run(FakeContender.workload(List.of(bar), 1, ours, other));

        assertThat(results.get(0).verdicts()).containsExactly(new Verdict(bar, new Spread(1.75, 1.5, 2), true));
        assertThat(results.get(1).verdicts()).isEmpty();
    }

    @Test
    void beginsEachRoundWithTheNextAndTurnsRoundThen() throws InterruptedException {
        var a = new FakeContender("a", runs, 1, 1, 1, 1, 1, 1);
        var b = new FakeContender("b", runs, 1, 1, 1, 1, 1, 1);
        var raw = new FakeContender("raw", runs, 1, 1, 1, 1, 1, 1);

        rounds(0, 6).run(FakeContender.workload(1, a, b, raw));

        assertThat(String.join(" ", runs)).isEqualTo("a b raw b raw a raw a b raw b a a raw b b a raw");
    }

    @Test
    void everyoneIsInEveryPlaceEquallyOften() {
        for (int count = 2; count <= 4; count++) {
            int[][] places = new int[count][count];
            for (int round = 0; round < 2 * count; round++) {
                int[] order = Rounds.order(round, count);
                IntStream.range(0, count).forEach(place -> places[order[place]][place]++);
            }

            for (int[] often : places) {
                assertThat(often).containsOnly(2);
            }
        }
    }

    @Test
    void runsEachSeveralTimesInARoundIfTheWorkloadWantsIt() throws InterruptedException {
        var ours = new FakeContender("mq", runs, 1, 2, 3, 4, 5, 6);
        var raw = new FakeContender("raw", runs, 1, 1, 1, 1, 1, 1);

        var results = rounds(1, 2).run(FakeContender.workload(2, ours, raw));

        assertThat(results.get(0).value()).isEqualTo(new Spread(4.5, 3, 6));
    }

    @Test
    void settlesBeforeEachRun() throws InterruptedException {
        var raw = new FakeContender("raw", runs, 1, 1);

        new Rounds(new Plan(0, 2, 0), () -> runs.add("gc"), () -> OptionalDouble::empty, line -> {})
                .run(FakeContender.workload(1, raw));

        assertThat(runs).containsExactly("gc", "raw", "gc", "raw");
    }

    @Test
    void endsWithTheFirstWrongResult() {
        var raw = new FakeContender("raw", runs, 1);

        assertThatThrownBy(() -> rounds(0, 3).run(FakeContender.workload(1, raw)))
                .isInstanceOf(WrongResultException.class)
                .hasMessage("raw: 1 record lost");
        assertThat(runs).hasSize(2);
    }

    @Test
    void repeatsARunThatOthersDisturb() throws InterruptedException {
        var raw = new FakeContender("raw", runs, 100, 1, 200);
        var rounds = rounds(0, 2, 0.02, 0.4, 0.1);

        var results = rounds.run(FakeContender.workload(1, raw));

        assertThat(results.get(0).value()).isEqualTo(new Spread(150, 100, 200));
        assertThat(rounds.repeatedCount()).isEqualTo(1);
        assertThat(rounds.disturbedCount()).isZero();
    }

    @Test
    void repeatsNoMoreThanWasPlanned() throws InterruptedException {
        var raw = new FakeContender("raw", runs, 1, 2, 3, 4);
        var rounds = rounds(0, 2, 0.4, 0.4, 0.4, 0.4);

        var results = rounds.run(FakeContender.workload(1, raw));

        assertThat(results.get(0).value()).isEqualTo(new Spread(3.5, 3, 4));
        assertThat(rounds.repeatedCount()).isEqualTo(2);
        assertThat(rounds.disturbedCount()).isEqualTo(2);
    }

    @Test
    void doesNotMindWhoDisturbsAWarmUp() throws InterruptedException {
        var raw = new FakeContender("raw", runs, 1, 2);
        var rounds = rounds(1, 1, 0.4, 0);

        rounds.run(FakeContender.workload(1, raw));

        assertThat(runs).hasSize(2);
    }

    private static Result result(String system, Spread value, Spread ratioToRaw) {
        return new Result(FakeContender.MEASURE, system, value, ratioToRaw, List.of());
    }

    /** @param shares what others take during each run, one after another; nothing after the last */
    private static Rounds rounds(int warmup, int counted, double... shares) {
        var next = Arrays.stream(shares).iterator();
        return new Rounds(
                new Plan(warmup, counted, 0),
                () -> {},
                () -> () -> next.hasNext() ? OptionalDouble.of(next.next()) : OptionalDouble.empty(),
                line -> {});
    }
}
