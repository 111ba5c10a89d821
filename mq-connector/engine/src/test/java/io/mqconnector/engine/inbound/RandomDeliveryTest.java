// SPDX-License-Identifier: MIT
package io.mqconnector.engine.inbound;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mqconnector.api.MqBatchException;
import io.mqconnector.api.MqDelivery;
import io.mqconnector.api.MqRejectedException;
import io.mqconnector.engine.config.Ordering;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Random keys, failures, slices, pauses and dead letters against a naive model. All on one thread: another worker, the
 * timer and the poll thread take their turns while a listener is being called, so that they overlap.
 */
class RandomDeliveryTest {
    private static final int WORLDS = 6;
    private static final int RECORDS = 3_000;
    private static final int ATTEMPTS = 3;

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);
    private final DeliveryFixture fixture = new DeliveryFixture();

    private Ordering ordering = Ordering.PARTITION;
    private boolean isBatch;
    /** The naive model: what is received and not done, of each key and of all. */
    private final Map<String, TreeSet<Long>> undoneByKey = new HashMap<>();

    private final TreeSet<Long> undone = new TreeSet<>();
    private final Map<Long, String> keys = new HashMap<>();
    private final TreeMap<Long, Integer> failures = new TreeMap<>();
    private final TreeSet<String> inside = new TreeSet<>();
    private long next;
    private boolean isEnding;

    @AfterEach
    void close() {
        fixture.close();
    }

    private String about(String what) {
        return "seed " + seed + ", " + ordering + (isBatch ? ", batches" : "") + ", offset " + next + ": " + what;
    }

    private void receive() {
        var records = new ArrayList<ConsumerRecord<byte[], byte[]>>();
        int count = 1 + random.nextInt(40);
        for (int i = 0; i < count && next < RECORDS; i++) {
            next += random.nextInt(10) == 0 ? 1 : 0;
            var key = "k" + (random.nextInt(3) == 0 ? 0 : random.nextInt(30));
            records.add(DeliveryFixture.record(next, key.getBytes(UTF_8)));
            var lane = switch (ordering) {
                case PARTITION -> "";
                case KEY -> key;
                case UNORDERED -> "" + next;
            };
            keys.put(next, lane);
            undone.add(next);
            undoneByKey.computeIfAbsent(lane, any -> new TreeSet<>()).add(next);
            next++;
        }
        if (!records.isEmpty()) {
            fixture.receive(records);
            fixture.frontier().polledTo(new OffsetAndMetadata(next));
        }
    }

    private void done(long offset) {
        assertThat(undone.remove(offset)).as(about(offset + " is done twice")).isTrue();
        undoneByKey.getOrDefault(keys.getOrDefault(offset, ""), new TreeSet<>()).remove(offset);
        failures.remove(offset);
    }

    private void check() {
        assertThat(fixture.frontier().offset())
                .as(about("frontier"))
                .isEqualTo(undone.isEmpty() ? next : undone.first());
    }

    /** One thing that any thread may do at any time. */
    private void anything() {
        switch (random.nextInt(8)) {
            case 0 -> receive();
            case 1 -> {
                if (!fixture.timer.tasks.isEmpty()) {
                    var tasks = new ArrayList<>(fixture.timer.tasks);
                    var task = tasks.get(random.nextInt(tasks.size()));
                    fixture.timer.tasks.remove(task);
                    task.action().run();
                }
            }
            case 2 -> {
                if (!fixture.letters.isEmpty()) {
                    answerLetter();
                }
            }
            case 3 -> {
                var scheduler = fixture.assignment().deliveries.scheduler;
                if (scheduler.isPaused()) {
                    scheduler.resume();
                    fixture.offerAll();
                } else if (!isEnding && random.nextInt(4) == 0) {
                    scheduler.pause();
                }
            }
            case 4 -> {
                if (fixture.assignment().takeOfferDue()) {
                    fixture.offerAll();
                }
            }
            default -> {
                if (!fixture.executor.tasks.isEmpty()) {
                    fixture.executor.tasks.remove().run();
                }
            }
        }
    }

    private void answerLetter() {
        if (!isEnding && random.nextInt(3) == 0) {
            fixture.answerLetter(new IllegalStateException("told to fail"));
            return;
        }
        var headers = fixture.letters.element().record().headers();
        done(Long.parseLong(
                new String(headers.lastHeader("mq-dead-letter-offset").value(), UTF_8)));
        fixture.answerLetter(null);
        check();
    }

    private void deliver(List<MqDelivery> batch) {
        var lane = keys.getOrDefault(batch.get(0).offset(), "none");
        if (ordering != Ordering.UNORDERED) {
            assertThat(inside.add(lane)).as(about("two workers in " + lane)).isTrue();
            assertThat(batch.stream().map(MqDelivery::offset).toList())
                    .as(about("the first undone ones of " + lane))
                    .isEqualTo(undoneByKey.getOrDefault(lane, new TreeSet<>()).stream()
                            .limit(batch.size())
                            .toList());
        }
        assertThat(undone)
                .as(about("done before"))
                .containsAll(batch.stream().map(MqDelivery::offset).toList());
        if (!isBatch) {
            assertThat(batch.get(0).attempt())
                    .as(about("attempt"))
                    .isEqualTo(1 + failures.getOrDefault(batch.get(0).offset(), 0));
        }
        check();
        fixture.clock.addAndGet(random.nextInt((int) MailboxScheduler.SLICE_NANOS));
        for (int i = random.nextInt(3); i > 0; i--) {
            anything();
        }
        inside.remove(lane);
        leave(batch);
    }

    /** Returns or throws; the last thing a call does. */
    private void leave(List<MqDelivery> batch) {
        int what = isEnding ? 5 : random.nextInt(batch.size() == 1 ? 12 : 20);
        if (what == 0) {
            throw new MqRejectedException("told to", null);
        }
        if (isBatch && what == 1) {
            int count = random.nextInt(batch.size());
            batch.subList(0, count).forEach(delivery -> done(delivery.offset()));
            throw MqBatchException.afterDone(count, null);
        }
        if (isBatch && what == 2) {
            var failed = batch.stream().filter(delivery -> random.nextBoolean()).toList();
            if (!failed.isEmpty()) {
                batch.stream().filter(delivery -> !failed.contains(delivery)).forEach(one -> done(one.offset()));
                throw MqBatchException.ofFailed(failed, null);
            }
        }
        if (what < 5) {
            batch.forEach(delivery -> failures.merge(delivery.offset(), 1, Integer::sum));
            throw new IllegalStateException("told to fail");
        }
        batch.forEach(delivery -> done(delivery.offset()));
    }

    @ParameterizedTest
    @CsvSource({"partition, false", "key, false", "unordered, false", "partition, true", "key, true", "unordered, true"
    })
    void keepsOrderAndLosesNothingWhateverHappens(String orderedBy, boolean inBatches) {
        long again = 0;
        long letters = 0;
        for (int i = 0; i < WORLDS; i++) {
            var world = new RandomDeliveryTest();
            try {
                world.run(orderedBy, inBatches);
                again += world.fixture.counters.redelivered.sum();
                letters += world.fixture.counters.deadLetters.sum();
            } finally {
                world.close();
            }
        }
        // of a single world, one in a hundred has no dead letter
        assertThat(again).as("tried again").isGreaterThan(WORLDS);
        assertThat(letters).as("dead letters").isGreaterThan(WORLDS);
    }

    private void run(String orderedBy, boolean inBatches) {
        ordering = Ordering.valueOf(orderedBy.toUpperCase(java.util.Locale.ROOT));
        isBatch = inBatches;
        fixture.set("ordering", orderedBy)
                .set("workers", "4")
                .set("retry-attempts", "" + ATTEMPTS)
                .set("batch-max-records", "5")
                .set("batch-max-wait", inBatches ? "10ms" : "0ms");
        var unused = fixture.deliveries(
                inBatches
                        ? EndpointSource.ofBatches(this::deliver)
                        : EndpointSource.of((message, metadata) -> deliver(List.of((MqDelivery) metadata))));

        while (next < RECORDS) {
            anything();
            check();
        }
        isEnding = true;
        for (int i = 0; i < 1_000_000 && !undone.isEmpty(); i++) {
            anything();
        }

        check();
        assertThat(undone).as(about("left alone")).isEmpty();
        assertThat(fixture.frontier().inFlight()).as(about("in flight")).isZero();
        assertThat(fixture.counters.delivered.sum()).as(about("delivered")).isEqualTo(keys.size());
        assertThat(fixture.assignment().failureCounts()).as(about("failures")).isEmpty();
        assertThat(fixture.assignment().isHalted()).as(about("halted")).isFalse();
    }
}
