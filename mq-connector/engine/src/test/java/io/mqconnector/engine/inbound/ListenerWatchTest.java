// SPDX-License-Identifier: MIT
package io.mqconnector.engine.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.mqconnector.api.MqConsumerError;
import io.mqconnector.api.MqPartition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ListenerWatchTest {
    private final AtomicLong lag = new AtomicLong(7);
    private final ScriptedListener listener = new ScriptedListener();
    private final DeliveryFixture fixture =
            new DeliveryFixture().set("stall-timeout", "5m").set("stuck-timeout", "1m");

    @AfterEach
    void close() {
        fixture.close();
    }

    private ListenerWatch start() {
        return new ListenerWatch(fixture.deliveries(EndpointSource.of(listener)), lag::get);
    }

    private void pass(ListenerWatch watch, Duration time) {
        fixture.clock.addAndGet(time.toNanos());
        watch.look();
        fixture.errorExecutor.runAll();
    }

    private List<MqConsumerError.Kind> told() {
        return fixture.errors.stream().map(MqConsumerError::kind).toList();
    }

    @Test
    void tellsOnceOfAStandstill() {
        var watch = start();
        pass(watch, Duration.ofMinutes(5).minusNanos(1));
        assertThat(told()).isEmpty();

        pass(watch, Duration.ofNanos(1));
        pass(watch, Duration.ofMinutes(30));

        assertThat(told()).containsExactly(MqConsumerError.Kind.STALLED);
        assertThat(fixture.errors.get(0).message()).contains("300 s").contains("7");
    }

    @Test
    void tellsAgainOfAStandstillAfterProgress() {
        var watch = start();
        pass(watch, Duration.ofMinutes(5));
        fixture.counters.of("t").handled(1);
        pass(watch, Duration.ofMinutes(1));
        pass(watch, Duration.ofMinutes(4));
        assertThat(told()).hasSize(1);
        assertThat(fixture.deeds).containsExactly(ListenerObserver.Deed.RECOVERED);

        pass(watch, Duration.ofMinutes(1));

        assertThat(told()).containsExactly(MqConsumerError.Kind.STALLED, MqConsumerError.Kind.STALLED);
        lag.set(0);
        pass(watch, Duration.ofSeconds(1));
        pass(watch, Duration.ofSeconds(1));
        assertThat(fixture.deeds).containsExactly(ListenerObserver.Deed.RECOVERED, ListenerObserver.Deed.RECOVERED);
    }

    @Test
    void tellsNothingWithoutLag() {
        var watch = start();
        lag.set(0);
        pass(watch, Duration.ofMinutes(10));
        lag.set(-1);
        pass(watch, Duration.ofMinutes(10));
        lag.set(1);
        pass(watch, Duration.ofMinutes(4));

        assertThat(told()).isEmpty();
    }

    @Test
    void tellsNothingDuringAPauseAndCountsFromItsEnd() {
        var watch = start();
        var scheduler = fixture.assignment().deliveries.scheduler;
        scheduler.pause();
        pass(watch, Duration.ofMinutes(10));
        scheduler.resume();
        pass(watch, Duration.ofMinutes(4));
        assertThat(told()).isEmpty();

        pass(watch, Duration.ofMinutes(1));

        assertThat(told()).hasSize(1);
    }

    @Test
    void tellsOnceOfARecordThatDoesNotReturn() {
        var watch = start();
        var ages = new ArrayList<Long>();
        listener.during = metadata -> {
            watch.look();
            for (int i = 0; i < 5; i++) {
                pass(watch, Duration.ofSeconds(30));
                ages.add(watch.oldestStartedNanos());
            }
        };
        fixture.receive(3);

        fixture.executor.runAll();

        assertThat(told()).containsExactly(MqConsumerError.Kind.STUCK);
        assertThat(fixture.errors.get(0).partitions()).containsExactly(new MqPartition("t", 0));
        assertThat(fixture.errors.get(0).message()).contains("t-0@3").contains("60 s");
        assertThat(ages)
                .startsWith(Duration.ofSeconds(30).toNanos())
                .endsWith(Duration.ofSeconds(150).toNanos());
        watch.look();
        assertThat(watch.oldestStartedNanos()).isZero();
    }

    @Test
    void tellsOfTheFirstRecordOfABatchThatDoesNotReturn() {
        var watches = new ArrayList<ListenerWatch>();
        var deliveries = fixture.deliveries(EndpointSource.ofBatches(batch -> {
            watches.get(0).look();
            pass(watches.get(0), Duration.ofMinutes(1));
        }));
        watches.add(new ListenerWatch(deliveries, lag::get));
        fixture.receive(3, 4);

        fixture.executor.runAll();

        assertThat(told()).containsExactly(MqConsumerError.Kind.STUCK);
        assertThat(fixture.errors.get(0).message()).contains("t-0@3");
    }

    @Test
    void looksEverySecondUntilItEnds() {
        var watch = start();
        watch.start();
        for (int i = 0; i < 3; i++) {
            assertThat(fixture.timer.tasks)
                    .extracting(ManualTimer.Task::delayNanos)
                    .containsExactly(Duration.ofSeconds(1).toNanos());
            fixture.timer.fire();
        }

        watch.end();
        fixture.timer.fire();

        assertThat(fixture.timer.tasks).isEmpty();
    }

    @Test
    void looksMoreOftenForAShortTimeout() {
        fixture.set("handler-timeout", "100ms");
        start().start();

        assertThat(fixture.timer.tasks)
                .extracting(ManualTimer.Task::delayNanos)
                .containsExactly(Duration.ofMillis(25).toNanos());
    }
}
