// SPDX-License-Identifier: MIT
package io.mqconnector.engine.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.mqconnector.engine.config.ConfigKeys;
import io.mqconnector.engine.config.Overrides;
import io.mqconnector.engine.inbound.ManualTimer;
import io.mqconnector.engine.management.ChangeReport;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ConfigWatchTest {
    private final FakeSources sources = new FakeSources();
    private final ManualTimer timer = new ManualTimer();
    private final List<ChangeReport> announced = new ArrayList<>();
    private final Reconfiguration changes = reconfiguration(Runnable::run);
    private final ConfigWatch watch = new ConfigWatch(changes, timer);

    @AfterEach
    void close() {
        timer.shutdownNow();
    }

    private Reconfiguration reconfiguration(Executor executor) {
        return new Reconfiguration(
                sources.read(Overrides.NONE),
                sources::read,
                sources::state,
                new FakeTargets(),
                executor,
                Clock.systemUTC(),
                System::nanoTime,
                announced::add);
    }

    private long delayMillis() {
        assertThat(timer.tasks).hasSize(1);
        return TimeUnit.NANOSECONDS.toMillis(timer.tasks.element().delayNanos());
    }

    @Test
    void looksAgainAfterEachLookAsOftenAsIsConfiguredThen() {
        watch.start();
        assertThat(delayMillis()).isEqualTo(1_000);

        timer.fire();
        assertThat(delayMillis()).isEqualTo(1_000);
        assertThat(announced).isEmpty();
        sources.say(Map.of("mq.config.poll-interval", "300ms", "mq.pool.max-connections", "7"));
        timer.fire();

        assertThat(delayMillis()).isEqualTo(300);
        assertThat(announced).hasSize(1);
        assertThat(changes.running().get(ConfigKeys.POOL_MAX_CONNECTIONS)).isEqualTo(7);
    }

    @Test
    void looksWhetherSomethingElseIsWantedAsLongAsTheSourcesAreGoneBy() {
        var tasks = new ArrayDeque<Runnable>();
        var slow = reconfiguration(tasks::add);
        new ConfigWatch(slow, timer).start();
        timer.fire();
        assertThat(delayMillis()).isEqualTo(100);
        timer.fire();
        assertThat(delayMillis()).isEqualTo(100);

        tasks.remove().run();
        timer.fire();

        assertThat(delayMillis()).isEqualTo(1_000);
    }

    @Test
    void goesByAnotherIntervalAtOnce() {
        sources.say("mq.config.poll-interval", "1d");
        watch.start();
        timer.fire();
        assertThat(delayMillis()).isEqualTo(TimeUnit.DAYS.toMillis(1));
        var old = timer.tasks.remove();

        changes.apply(Map.of("mq.config.poll-interval", "1s"), "a test");
        watch.reschedule();
        watch.reschedule();

        assertThat(delayMillis()).isEqualTo(1_000);
        assertThat(timer.getQueue())
                .filteredOn(task -> !((Future<?>) task).isCancelled())
                .as("the new one, and those that the test has run")
                .hasSize(2);
        // one that began while it was put off
        old.action().run();
        assertThat(delayMillis()).isEqualTo(1_000);
        timer.fire();
        assertThat(delayMillis()).isEqualTo(1_000);
    }

    @Test
    void plansNothingElseWhileItLooks() {
        var tasks = new ArrayDeque<Runnable>();
        var slow = reconfiguration(tasks::add);
        var looking = new ConfigWatch(slow, timer);
        looking.start();
        timer.fire();
        assertThat(delayMillis()).as("whether somebody waits").isEqualTo(100);

        looking.reschedule();

        assertThat(delayMillis()).isEqualTo(100);
    }

    @Test
    void plansNoFurtherLookOnceItIsClosed() {
        watch.start();
        watch.close();
        sources.say("mq.pool.max-connections", "7");

        timer.fire();

        assertThat(timer.tasks).isEmpty();
    }
}
