// SPDX-License-Identifier: MIT
package io.mqconnector.bench;

import io.mqconnector.broker.KafkaBroker;
import java.util.List;
import java.util.Locale;

/** Delivery to a trivial handler, against the loop of the plain client. Stateless. */
final class ConsumeWorkloads {
    static final int LARGE_POLL = 2_000;
    static final int DEFAULT_POLL = 500;
    static final int PARTITIONS = 4;

    private static final int RECORDS = 2_000_000;
    private static final int KEY_COUNT = 1_000;
    private static final int KEY_WORKERS = 16;
    private static final double BAR_SYNC = 1.3;
    private static final double BAR_ASYNC = 1.0;
    private static final double BAR_KEY = 1.0;

    private ConsumeWorkloads() {}

    /** Ordering by partition, one record at a time and in batches. */
    static Workload byPartition(KafkaBroker broker, Plan plan, String word, int maxPollRecords) {
        var contenders = contenders(broker, plan, word, KEY_COUNT, maxPollRecords);
        var rate = Measure.throughput(word);
        String several = ConsumeContenders.MQ + "-" + PARTITIONS + "-workers";
        String batch = ConsumeContenders.MQ + "-batch";
        return new Workload(
                List.of(rate),
                List.of(
                        Bar.atLeast(rate, ConsumeContenders.MQ, BAR_SYNC, Workload.RAW),
                        Bar.atLeast(rate, ConsumeContenders.MQ, BAR_ASYNC, ConsumeContenders.RAW_ASYNC),
                        Bar.atLeast(rate, several, BAR_SYNC, Workload.RAW),
                        Bar.atLeast(rate, several, BAR_ASYNC, ConsumeContenders.RAW_ASYNC),
                        Bar.atLeast(rate, batch, BAR_SYNC, Workload.RAW),
                        Bar.atLeast(rate, batch, BAR_ASYNC, ConsumeContenders.RAW_ASYNC)),
                description(contenders, KEY_COUNT, "ordering partition, 1 worker; mq-batch: the same in batches"),
                1,
                List.of(
                        contenders.sink(ConsumeContenders.MQ, ConsumeContenders.byPartition(1)),
                        contenders.sink(several, ConsumeContenders.byPartition(PARTITIONS)),
                        contenders.batchSink(batch, ConsumeContenders.byPartition(1)),
                        contenders.rawSink(),
                        contenders.rawAsyncSink()),
                contenders.topic()::delete);
    }

    /** Ordering by key. */
    static Workload byKey(KafkaBroker broker, Plan plan, String word, int keyCount) {
        var contenders = contenders(broker, plan, word, keyCount, LARGE_POLL);
        var rate = Measure.throughput(word);
        return new Workload(
                List.of(rate),
                List.of(Bar.atLeast(rate, ConsumeContenders.MQ, BAR_KEY, Workload.RAW)),
                description(contenders, keyCount, "ordering key, " + KEY_WORKERS + " workers"),
                1,
                List.of(
                        contenders.sink(ConsumeContenders.MQ, ConsumeContenders.byKey(KEY_WORKERS)),
                        contenders.rawSink(),
                        contenders.rawAsyncSink()),
                contenders.topic()::delete);
    }

    private static ConsumeContenders contenders(
            KafkaBroker broker, Plan plan, String word, int keyCount, int maxPollRecords) {
        return new ConsumeContenders(
                ConsumeTopic.filled(broker, word, PARTITIONS, plan.recordsOr(RECORDS), i -> i % keyCount),
                new ConsumeSettings(broker.bootstrapServers(), maxPollRecords));
    }

    private static String description(ConsumeContenders contenders, int keyCount, String ours) {
        return String.format(
                Locale.ROOT,
                "trivial handler, %,d records a run, %d B, %,d keys, %d partitions, max.poll.records %d; raw: commitSync"
                        + " per poll, raw-async: commitAsync per poll, mq: %s, commit each %d ms or"
                        + " auto-commit-records; first call to the end of the last",
                contenders.topic().count(),
                ConsumeTopic.VALUE_BYTES,
                keyCount,
                contenders.topic().partitions(),
                contenders.settings().maxPollRecords(),
                ours,
                ConsumeSettings.COMMIT_INTERVAL_MILLIS);
    }
}
