// SPDX-License-Identifier: MIT
package io.mqconnector.engine.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class TopicTrafficTest {
    private final TopicTraffic traffic = new TopicTraffic(2);

    @Test
    void addsUpWhatLanesAndOthersHaveCounted() {
        var first = traffic.lane();
        var second = traffic.lane();

        first.of("a").acknowledged(10);
        first.of("b").acknowledged(20);
        first.of("a").acknowledged(30);
        second.of("a").acknowledged(40);
        second.of("a").timed(7, 1);
        traffic.acknowledged("b", 5);
        traffic.failed("a");

        assertThat(traffic.stats(List.of(first, second)))
                .containsExactlyInAnyOrder(
                        new TopicTraffic.Stats("a", 3, 1, 80, 1, 7), new TopicTraffic.Stats("b", 2, 0, 25, 0, 0));
        assertThat(first.acknowledgedCount()).isEqualTo(3);
        assertThat(first.bytes()).isEqualTo(60);
    }

    @Test
    void countsTopicsBeyondTheBoundTogether() {
        var lane = traffic.lane();

        for (int i = 0; i < 1_000; i++) {
            lane.of("t" + i).acknowledged(1);
            traffic.failed("f" + i);
        }

        var stats = traffic.stats(List.of(lane));
        assertThat(stats).extracting(TopicTraffic.Stats::topic).containsExactlyInAnyOrder("t0", "f0", "other");
        assertThat(stats).extracting(TopicTraffic.Stats::acknowledgedCount).containsExactlyInAnyOrder(1L, 0L, 999L);
        assertThat(lane.acknowledgedCount()).isEqualTo(1_000);
    }

    @Test
    void countsATopicCalledOtherWithTheOthers() {
        var lane = traffic.lane();

        lane.of("other").acknowledged(1);
        lane.of("a").acknowledged(1);
        lane.of("b").acknowledged(1);
        lane.of("c").acknowledged(1);

        assertThat(traffic.stats(List.of(lane)))
                .containsExactlyInAnyOrder(
                        new TopicTraffic.Stats("a", 1, 0, 1, 0, 0),
                        new TopicTraffic.Stats("b", 1, 0, 1, 0, 0),
                        new TopicTraffic.Stats("other", 2, 0, 2, 0, 0));
    }

    @Test
    void losesNothingWhenALaneIsRetired() {
        var lane = traffic.lane();
        lane.of("a").acknowledged(10);
        lane.of("a").timed(3, 4);
        lane.of("b").acknowledged(1);
        lane.of("c").acknowledged(1);
        var before = traffic.stats(List.of(lane));

        traffic.retire(lane);

        assertThat(traffic.stats(List.of())).containsExactlyInAnyOrderElementsOf(before);
    }

    @Test
    void neverLetsInMoreThanTheBoundWhateverTheThreads() throws Exception {
        int threads = 8;
        var all = Executors.newFixedThreadPool(threads);
        try {
            for (int round = 0; round < 200; round++) {
                var racing = new TopicTraffic(3);
                var start = new CyclicBarrier(threads);
                var tasks = new ArrayList<Callable<Void>>();
                for (int i = 0; i < threads; i++) {
                    String topic = "t" + i;
                    tasks.add(() -> {
                        start.await(10, TimeUnit.SECONDS);
                        racing.failed(topic);
                        return null;
                    });
                }
                for (var task : all.invokeAll(tasks)) {
                    task.get();
                }

                var stats = racing.stats(List.of());
                assertThat(stats).hasSizeLessThanOrEqualTo(4);
                assertThat(stats.stream()
                                .mapToLong(TopicTraffic.Stats::failedCount)
                                .sum())
                        .isEqualTo(threads);
            }
        } finally {
            all.shutdownNow();
        }
    }

    /** Whoever finds the last place just being taken must not count under another name what has one. */
    @Test
    void countsTheLastTopicByItsNameHoweverManyThreadsAreTheFirst() throws Exception {
        int threads = 4;
        var all = Executors.newFixedThreadPool(threads);
        try {
            for (int round = 0; round < 300; round++) {
                var racing = new TopicTraffic(1);
                var ready = new AtomicInteger();
                Callable<TopicTraffic.Lane> task = () -> {
                    var lane = racing.lane();
                    ready.incrementAndGet();
                    while (ready.get() < threads) {
                        Thread.onSpinWait();
                    }
                    lane.of("last").acknowledged(1);
                    lane.of("last").acknowledged(1);
                    return lane;
                };
                var lanes = new ArrayList<TopicTraffic.Lane>();
                for (var done : all.invokeAll(Collections.nCopies(threads, task))) {
                    lanes.add(done.get());
                }

                assertThat(racing.stats(lanes))
                        .containsExactly(new TopicTraffic.Stats("last", 2L * threads, 0, 2L * threads, 0, 0));
            }
        } finally {
            all.shutdownNow();
        }
    }
}
