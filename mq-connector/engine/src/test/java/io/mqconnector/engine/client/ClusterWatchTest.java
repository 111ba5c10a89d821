// SPDX-License-Identifier: MIT
package io.mqconnector.engine.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ClusterWatchTest {
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final List<Runnable> constructions = new ArrayList<>();
    private final ClusterWatch watch = new ClusterWatch(
            new ClientFactory(constructions::add), Map.of(), "watch", "b:9092", Duration.ofSeconds(1), timer);

    @AfterEach
    void close() {
        timer.shutdownNow();
    }

    @Test
    void makesNoClientThatNobodyWouldClose() {
        watch.close();

        assertThat(watch.missing(Set.of("t"))).isCompletedExceptionally();
        assertThat(watch.ping(Duration.ofSeconds(1)).isReachable()).isFalse();
        assertThat(constructions).isEmpty();
    }
}
