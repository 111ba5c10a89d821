// SPDX-License-Identifier: MIT
package io.mqconnector.engine.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class InboundCountersTest {
    private final DeliveryFixture fixture = new DeliveryFixture();

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void countsTopicsBeyondTheBoundTogetherAndAllOfThemInSum() {
        var counters = new InboundCounters(1, new AtomicLong()::get);

        counters.of("a").received.add(5);
        counters.of("a").handled.add(3);
        counters.of("a").skipped.add(1);
        counters.of("b").received.add(2);
        counters.of("c").received.add(3);
        counters.of("c").failed.add(7);
        counters.of("other").received.add(1);

        assertThat(counters.byTopic())
                .containsExactly(new TopicRecords("a", 5, 3, 1, 0, 0), new TopicRecords("other", 6, 0, 0, 0, 7));
        assertThat(counters.received.sum()).isEqualTo(11);
        assertThat(counters.failed.sum()).isEqualTo(7);
    }

    @Test
    void saysWhatBecameOfTheRecordsOfATopic() {
        fixture.set("retry-attempts", "1").set("failure-policy", "skip");
        var unused = fixture.deliveries(EndpointSource.of((message, metadata) -> {
            if (metadata.offset() == 1) {
                throw new IllegalStateException("as the test wants");
            }
        }));
        fixture.receive(0, 1, 2);
        fixture.executor.runAll();

        assertThat(fixture.counters.byTopic())
                .containsExactly(new TopicRecords(DeliveryFixture.PARTITION.topic(), 3, 2, 1, 0, 1));
    }

    @Test
    void countsHandledRecordsNeverBackwards() {
        fixture.set("retry-attempts", "1").set("failure-policy", "skip");
        var handled = new ArrayList<Long>();
        var unused = fixture.deliveries(EndpointSource.of((message, metadata) -> {
            handled.add(fixture.counters.byTopic().get(0).handledCount());
            if (metadata.offset() == 2) {
                throw new IllegalStateException("as the test wants");
            }
            if (metadata.offset() == 3) {
                metadata.context().skip("not wanted");
            }
        }));
        fixture.receive(0, 1);
        fixture.executor.runAll();

        fixture.receive(2, 3, 4);
        fixture.executor.runAll();

        assertThat(handled).containsExactly(0L, 0L, 2L, 2L, 2L);
        assertThat(fixture.counters.byTopic())
                .containsExactly(new TopicRecords(DeliveryFixture.PARTITION.topic(), 5, 3, 2, 0, 1));
        assertThat(fixture.counters.delivered.sum()).isEqualTo(5);
    }

    @Test
    void countsARecordThatIsSkippedAndAcknowledgedByItsListenerOnce() {
        fixture.set("auto-commit", "false");
        var unused = fixture.deliveries(EndpointSource.of((message, metadata) -> {
            metadata.context().skip("not wanted");
            metadata.context().acknowledge();
        }));

        fixture.receive(0);
        fixture.executor.runAll();

        assertThat(fixture.counters.byTopic())
                .containsExactly(new TopicRecords(DeliveryFixture.PARTITION.topic(), 1, 0, 1, 0, 0));
        assertThat(fixture.counters.delivered.sum()).isEqualTo(1);
    }

    @Test
    void timesACallOfTheListenerThatTakesLong() {
        var unused = fixture.deliveries(EndpointSource.of(
                (message, metadata) -> fixture.clock.addAndGet(TimeUnit.MILLISECONDS.toNanos(metadata.offset() + 1))));

        fixture.receive(0);
        fixture.executor.runAll();
        fixture.receive(1);
        fixture.executor.runAll();

        var times = fixture.counters.processing();
        assertThat(times.timedCount()).isEqualTo(2);
        assertThat(times.maxMicros()).isBetween(1_980L, 2_020L);
        assertThat(times.meanMicros()).isBetween(1_480L, 1_520L);
    }

    @Test
    void timesACallOfTheListenerThatFails() {
        var unused = fixture.deliveries(EndpointSource.of((message, metadata) -> {
            fixture.clock.addAndGet(TimeUnit.MILLISECONDS.toNanos(20));
            throw new IllegalStateException("as the test wants");
        }));

        fixture.receive(0);
        fixture.executor.runAll();

        var times = fixture.counters.processing();
        assertThat(times.timedCount()).isEqualTo(1);
        assertThat(times.maxMicros()).isBetween(19_800L, 20_200L);
    }

    @Test
    void timesCallsThatAreShortByTheirMean() {
        var unused = fixture.deliveries(
                EndpointSource.of((message, metadata) -> fixture.clock.addAndGet(TimeUnit.MICROSECONDS.toNanos(2))));

        fixture.receive(IntStream.range(0, 40).asLongStream().toArray());
        fixture.executor.runAll();

        var times = fixture.counters.processing();
        assertThat(times.timedCount())
                .as("up to the last time the clock was read")
                .isEqualTo(32);
        assertThat(times.maxMicros()).isEqualTo(2);
    }

    @Test
    void timesOneSliceInEightOfAWorkerThatHasMuchToDo() {
        fixture.set("ordering", "key");
        var unused = fixture.deliveries(
                EndpointSource.of((message, metadata) -> fixture.clock.addAndGet(TimeUnit.MILLISECONDS.toNanos(1))));

        fixture.receiveKeys(0, IntStream.range(0, 64).mapToObj(i -> "key" + i).toArray(String[]::new));
        fixture.executor.runAll();

        // the first worker takes them all, one slice for each key
        assertThat(fixture.counters.delivered.sum()).isEqualTo(64);
        assertThat(fixture.counters.processing().timedCount()).isEqualTo(8);
    }
}
