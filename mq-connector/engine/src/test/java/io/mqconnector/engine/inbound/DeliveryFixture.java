// SPDX-License-Identifier: MIT
package io.mqconnector.engine.inbound;

import io.mqconnector.api.MqConsumerError;
import io.mqconnector.api.MqSender;
import io.mqconnector.engine.config.ListenerConfig;
import io.mqconnector.engine.log.MqLog;
import io.mqconnector.spi.Carriers;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Everything around deliveries, run by hand on the test's thread: workers, timer, clock, dead letters. */
final class DeliveryFixture implements AutoCloseable {
    static final TopicPartition PARTITION = new TopicPartition("t", 0);

    /** Nobody is there who could say where partitions end. */
    static final EndOffsets NO_ENDS = partitions -> CompletableFuture.failedFuture(new KafkaException("no broker"));

    /** For listeners that send nothing. */
    static final Outlets NO_OUTLETS = new Outlets(
            (MqSender) Proxy.newProxyInstance(
                    DeliveryFixture.class.getClassLoader(), new Class<?>[] {MqSender.class}, (proxy, method, args) -> {
                        throw new UnsupportedOperationException(method.getName());
                    }),
            () -> {
                throw new UnsupportedOperationException("no transactions");
            },
            new Carriers(List.of(), failure -> {
                throw new AssertionError("no carriers", failure);
            }));

    /** A dead letter that the broker has not answered yet. */
    record Letter(ProducerRecord<byte[], byte[]> record, Consumer<@Nullable Throwable> outcome) {}

    final ManualExecutor executor = new ManualExecutor();
    final ManualExecutor errorExecutor = new ManualExecutor();
    final ManualTimer timer = new ManualTimer();
    final AtomicLong clock = new AtomicLong();
    final InboundCounters counters = new InboundCounters(100, clock::get);
    final Deque<Letter> letters = new ArrayDeque<>();
    final List<MqConsumerError> errors = new ArrayList<>();
    final Map<String, String> settings = new HashMap<>(Map.of("retry-jitter", "0", "auto-offset-reset", "earliest"));
    /** What an observer was told besides. */
    final List<ListenerObserver.Deed> deeds = new ArrayList<>();

    Outlets outlets = NO_OUTLETS;
    /** How often a listener has ended its subscription. */
    int stopCount;

    private @Nullable Deliveries deliveries;
    private @Nullable PartitionFeed feed;
    private final List<Mailbox> ready = new ArrayList<>();

    DeliveryFixture set(String key, String value) {
        settings.put(key, value);
        return this;
    }

    ListenerConfig config() {
        return ListenerConfigs.of(settings);
    }

    /** With the fixture's clock. */
    Deliveries deliveries(EndpointSource endpoints) {
        return deliveries(endpoints, clock::get);
    }

    Deliveries deliveries(EndpointSource endpoints, LongSupplier nanoTime) {
        var config = config();
        var loader = DeliveryFixture.class.getClassLoader();
        var made = new Deliveries(
                config,
                counters,
                new ListenerEvents(config.name(), config.group(), errors::add, observer(), loader, errorExecutor),
                (letter, outcome) -> letters.add(new Letter(letter, outcome)),
                outlets,
                scheduler(endpoints, null, config.workers(), nanoTime),
                endpoints.isBatch(),
                timer,
                nanoTime,
                Clock.fixed(Instant.EPOCH, ZoneOffset.UTC),
                () -> 0.5,
                () -> stopCount++);
        deliveries = made;
        return made;
    }

    private ListenerObserver observer() {
        return new ListenerObserver() {
            @Override
            public void trouble(MqConsumerError error) {}

            @Override
            public void done(Deed deed, String listener, String group) {
                deeds.add(deed);
            }
        };
    }

    MailboxScheduler scheduler(EndpointSource endpoints, @Nullable Duration turn, int workers, LongSupplier nanoTime) {
        return new MailboxScheduler(
                new WorkerThreads(executor, turn),
                timer,
                workers,
                DeliveryFixture.class.getClassLoader(),
                endpoints,
                new Surroundings(List.of(), new MqLog.Limit(nanoTime)),
                counters,
                nanoTime);
    }

    /** Of partition 0 of topic t, from offset 0; made with the first use. */
    PartitionFeed feed() {
        var known = feed;
        if (known == null) {
            known = feed(0, new CommitMetadata(1, new TreeMap<>(), DoneRanges.NONE));
            feed = known;
        }
        return known;
    }

    PartitionFeed feed(long start, CommitMetadata metadata) {
        if (deliveries == null) {
            throw new IllegalStateException("deliveries first");
        }
        var made =
                new PartitionFeed(new PartitionAssignment(PARTITION, deliveries, start, metadata.failures()), metadata);
        feed = made;
        return made;
    }

    PartitionAssignment assignment() {
        return feed().assignment;
    }

    Frontier frontier() {
        return assignment().frontier;
    }

    /** Takes one poll of records without keys. */
    void receive(long... offsets) {
        receive(LongStream.of(offsets)
                .mapToObj(offset -> record(offset, new byte[0]))
                .toList());
    }

    /** Takes one poll of records, key by key: the offset of the first, then a key for each. */
    void receiveKeys(long from, String... keys) {
        var records = new ArrayList<ConsumerRecord<byte[], byte[]>>();
        for (int i = 0; i < keys.length; i++) {
            records.add(record(from + i, keys[i].getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        }
        receive(records);
    }

    void receive(List<ConsumerRecord<byte[], byte[]>> records) {
        long last = records.get(records.size() - 1).offset();
        feed().receive(records, new OffsetAndMetadata(last + 1, Optional.of(7), ""), ready);
        announce();
    }

    /** Offers everything again, as the poll thread does after a pause or a halt. */
    void offerAll() {
        feed().offerAll(ready);
        announce();
    }

    private void announce() {
        if (deliveries != null && !ready.isEmpty()) {
            deliveries.scheduler.ready(ready);
        }
        ready.clear();
    }

    /** Lets the broker answer the oldest dead letter; null for yes. */
    void answerLetter(@Nullable Throwable outcome) {
        letters.remove().outcome().accept(outcome);
    }

    static ConsumerRecord<byte[], byte[]> record(long offset, byte[] key) {
        return new ConsumerRecord<>(
                "t", 0, offset, key, ("value " + offset).getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
