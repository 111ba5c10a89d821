// SPDX-License-Identifier: MIT
package io.mqconnector.bench;

import io.mqconnector.broker.KafkaBroker;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Redelivery from memory, against the plain client that tries again at once where it stands. Stateless. */
final class RetryWorkload {
    private static final int RECORDS = 2_000;
    private static final int KEY_COUNT = 50;
    private static final int PARTITIONS = 2;
    private static final int KEY_WORKERS = 16;
    private static final int BACKOFF_MILLIS = 1;
    private static final double BAR_KEY_MILLIS = 60;
    private static final double BAR_PARTITION_MILLIS = 100;

    /** Tells of each record that fails, with a stack trace, on the thread that is measured. */
    private static final Logger OUR_LOGGER = Logger.getLogger("io.mqconnector.engine.inbound.Mailbox");

    private RetryWorkload() {}

    /** Opens it. */
    static Workload open(KafkaBroker broker, Plan plan, String word) {
        int records = Math.min(RECORDS, plan.recordsOr(RECORDS));
        // neighbours differ in key, and those that fail too
        var topic = ConsumeTopic.filled(broker, word, PARTITIONS, records, i -> (i + i / KEY_COUNT) % KEY_COUNT);
        var settings = new ConsumeSettings(broker.bootstrapServers(), ConsumeWorkloads.LARGE_POLL);
        var consumers = new ConsumeContenders(topic, settings);
        Supplier<FailingSink> sinks = () -> new FailingSink(records, KEY_COUNT);
        OUR_LOGGER.setLevel(Level.OFF);
        var fromStart = Measure.millis(word);
        var fromFirstCall = Measure.millis(word + "-from-first-call");
        String byKey = ConsumeContenders.MQ + "-key";
        String byPartition = ConsumeContenders.MQ + "-partition";
        return new Workload(
                List.of(fromStart, fromFirstCall),
                List.of(
                        Bar.atMost(fromStart, byKey, BAR_KEY_MILLIS),
                        Bar.atMost(fromStart, byPartition, BAR_PARTITION_MILLIS)),
                String.format(
                        Locale.ROOT,
                        "%,d records, %d keys, %d partitions; one of %d fails %d times, backoff %d ms; mq-key: %d"
                                + " workers, mq-partition: %d workers, raw: waits where it stands; failures are not"
                                + " logged; start of the consumer to the last success",
                        records,
                        KEY_COUNT,
                        PARTITIONS,
                        FailingSink.FAILING_ONE_OF,
                        FailingSink.FAILURES,
                        BACKOFF_MILLIS,
                        KEY_WORKERS,
                        PARTITIONS),
                1,
                List.of(
                        consumers.values(byKey, retrying(ConsumeContenders.byKey(KEY_WORKERS)), sinks),
                        consumers.values(byPartition, retrying(ConsumeContenders.byPartition(PARTITIONS)), sinks),
                        new RawConsume<>(
                                Workload.RAW,
                                topic,
                                settings,
                                RawConsume.Commit.SYNC,
                                new ByteArrayDeserializer(),
                                sinks,
                                RetryWorkload::tryUntilTaken)),
                () -> {
                    OUR_LOGGER.setLevel(null);
                    topic.delete();
                });
    }

    private static Map<String, String> retrying(Map<String, String> own) {
        var all = new HashMap<>(own);
        all.put("retry-backoff", BACKOFF_MILLIS + "ms");
        all.put("retry-multiplier", "1");
        all.put("retry-jitter", "0");
        all.put("retry-attempts", Integer.toString(FailingSink.FAILURES + 2));
        return all;
    }

    private static void tryUntilTaken(FailingSink sink, ConsumerRecord<byte[], byte[]> read) {
        while (true) {
            try {
                sink.accept(read.value());
                return;
            } catch (FailingSink.TransientException e) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(BACKOFF_MILLIS));
            }
        }
    }
}
