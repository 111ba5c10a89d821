// SPDX-License-Identifier: MIT
package io.mqconnector.itests.delivery;

import io.mqconnector.itests.delivery.MemberJournal.Stamped;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * The only member of a group, on a plain Kafka consumer: what the connector should do in its simplest form, and one defect
 * if wanted. In the middle it goes back in one partition, with a completion still to come.
 */
final class StandInMember implements Member {
    private static final Duration POLL = Duration.ofMillis(20);
    private static final Duration LEAVE = Duration.ofSeconds(20);
    private static final long LATE_NANOS = Duration.ofMillis(150).toNanos();
    private static final int SEEK_AFTER = 200;
    private static final int SEEK_BACK = 50;
    private static final int REPEATED = 97;

    private final Target target;
    private final SeedPlan plan;
    private final Defect defect;
    private final JournalSink sink;
    private final MemberJournal journal;
    private final Behaviour behaviour;
    private final KafkaConsumer<byte[], byte[]> consumer; // the thread's
    private final KafkaProducer<byte[], byte[]> producer;
    private final Map<TopicPartition, StandInLane> lanes = new HashMap<>(); // the thread's
    private final List<Late> late = new ArrayList<>(); // the thread's
    private final ScheduledExecutorService second = Executors.newSingleThreadScheduledExecutor();
    private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
    private final Thread thread;
    private boolean hasSought; // the thread's
    private volatile boolean isClosed;

    /** Something left for later. */
    private record Late(long dueNanos, Runnable what) {}

    StandInMember(Target target, SeedPlan plan, Defect defect, JournalSink sink) {
        this.target = target;
        this.plan = plan;
        this.defect = defect;
        this.sink = sink;
        journal = new MemberJournal(name(), sink);
        behaviour = new Behaviour(plan);
        Map<String, Object> config = new HashMap<>();
        config.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, target.brokers());
        config.put(ConsumerConfig.GROUP_ID_CONFIG, target.group());
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 100);
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        consumer = new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        producer = new KafkaProducer<>(
                Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, target.brokers()),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        thread = new Thread(this::run, "model-stand-in");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public String name() {
        return "stand-in";
    }

    @Override
    public void look() {
        var failed = failure.get();
        if (failed != null) {
            throw new IllegalStateException("the stand-in failed", failed);
        }
    }

    @Override
    public boolean isEnded() {
        return !isClosed && !thread.isAlive();
    }

    private void run() {
        try {
            consumer.subscribe(List.of(target.topic()));
            while (!isClosed || !late.isEmpty()) {
                pollOnce();
            }
            consumer.close();
        } catch (Exception e) {
            failure.set(e);
        }
    }

    private void pollOnce() throws InterruptedException, ExecutionException {
        for (ConsumerRecord<byte[], byte[]> each : consumer.poll(POLL)) {
            lanes.computeIfAbsent(new TopicPartition(each.topic(), each.partition()), any -> new StandInLane())
                    .add(each);
        }
        if (defect == Defect.COMMITS_EARLY) {
            lanes.forEach((partition, lane) -> commit(partition, lane.endOffset()));
        }
        for (var lane : List.copyOf(lanes.values())) {
            if (defect == Defect.RUNS_A_MAILBOX_TWICE) {
                var other = second.submit(() -> drain(lane));
                drain(lane);
                other.get();
            } else {
                drain(lane);
            }
        }
        lanes.forEach((partition, lane) -> commit(partition, lane.frontier()));
        seekOnce();
        runLate();
    }

    private void commit(TopicPartition partition, long offset) {
        if (offset >= 0) {
            consumer.commitSync(Map.of(partition, new OffsetAndMetadata(offset)));
        }
    }

    private void drain(StandInLane lane) {
        for (int index = lane.next(); index >= 0; index = lane.next()) {
            handle(lane, index, 1);
        }
    }

    private void handle(StandInLane lane, int index, int firstAttempt) {
        var each = lane.at(index);
        for (int attempt = firstAttempt; attempt <= plan.retryAttempts(); attempt++) {
            if (deliver(each, attempt)) {
                if (defect == Defect.REPEATS && Stamp.id(each.headers()) % REPEATED == 0) {
                    deliver(each, attempt);
                }
                lane.done(index);
                return;
            }
            if (defect == Defect.COMMITS_PAST_A_HOLE && attempt == 1) {
                lane.done(index);
                later(() -> handle(lane, index, 2));
                return;
            }
        }
        giveUp(lane, index);
    }

    private void giveUp(StandInLane lane, int index) {
        var each = lane.at(index);
        boolean isDropped = defect == Defect.DROPS_DEAD_LETTERS && Stamp.id(each.headers()) % 2 == 0;
        if (defect == Defect.COUNTS_DEAD_LETTERS_EARLY) {
            later(() -> sendDeadLetter(each));
        } else if (!isDropped) {
            sendDeadLetter(each);
        }
        lane.done(index);
    }

    /** Returns whether it was handled. */
    private boolean deliver(ConsumerRecord<byte[], byte[]> each, int attempt) {
        long id = Stamp.id(each.headers());
        var stamped = new Stamped(
                each.partition(),
                each.offset(),
                id,
                Stamp.number(each.headers().lastHeader(Stamp.KEY_SEQUENCE).value()),
                defect == Defect.FORGETS_ATTEMPTS ? 1 : attempt);
        long delivery = journal.start(stamped);
        var action = behaviour.of(id, attempt);
        if (action == Behaviour.Action.SLOW) {
            park(behaviour.slowNanos(id, attempt));
        }
        boolean isOk = action == Behaviour.Action.OK || action == Behaviour.Action.SLOW;
        journal.write(delivery, isOk ? EventKind.OK : EventKind.FAIL, stamped);
        return isOk;
    }

    private void sendDeadLetter(ConsumerRecord<byte[], byte[]> each) {
        var headers = new ArrayList<Header>(List.of(each.headers().toArray()));
        headers.add(new RecordHeader("origin-topic", utf8(each.topic())));
        headers.add(new RecordHeader("origin-partition", utf8(Integer.toString(each.partition()))));
        headers.add(new RecordHeader("origin-offset", utf8(Long.toString(each.offset()))));
        try {
            producer.send(new ProducerRecord<>(target.deadLetterTopic(), null, null, each.key(), each.value(), headers))
                    .get(LEAVE.toSeconds(), TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException("no dead letter", e);
        }
    }

    /** Goes back in one partition; what it has just handled there completes only afterwards. */
    private void seekOnce() {
        for (var entry : lanes.entrySet()) {
            StandInLane lane = entry.getValue();
            if (hasSought || lane.size() < SEEK_AFTER) {
                continue;
            }
            hasSought = true;
            int completed = lane.size() - 1;
            long committed = lane.frontier();
            long offset = committed - SEEK_BACK;
            long now = System.nanoTime();
            sink.write(new Cause(CauseKind.SEEK, "", entry.getKey().partition(), offset, committed, now, now));
            consumer.seek(entry.getKey(), offset);
            var fresh = new StandInLane();
            entry.setValue(fresh);
            fresh.expectLate(defect == Defect.ACCEPTS_LATE_COMPLETIONS ? completed : -1);
            return;
        }
    }

    private void later(Runnable what) {
        late.add(new Late(System.nanoTime() + LATE_NANOS, what));
    }

    private void runLate() {
        for (var each : List.copyOf(late)) {
            if (each.dueNanos() - System.nanoTime() <= 0) {
                late.remove(each);
                each.what().run();
            }
        }
    }

    private static void park(long nanos) {
        try {
            ModelListener.park(nanos);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        isClosed = true;
        try {
            thread.join(LEAVE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        second.shutdownNow();
        producer.close(Duration.ofSeconds(5));
        look();
    }
}
