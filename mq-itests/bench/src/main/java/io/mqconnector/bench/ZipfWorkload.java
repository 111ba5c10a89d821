// SPDX-License-Identifier: MIT
package io.mqconnector.bench;

import io.mqconnector.broker.KafkaBroker;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Whether rare keys wait for frequent ones: an open loop, a handler that waits, ordering by key. Stateless. */
final class ZipfWorkload {
    private static final int PER_SECOND = 2_000;
    private static final int RECORDS = 20 * PER_SECOND;
    private static final int KEY_COUNT = 200;
    private static final double BAR_P99_MILLIS = 10;

    private ZipfWorkload() {}

    /** Opens it. */
    static Workload open(KafkaBroker broker, Plan plan, String word) {
        int records = Math.min(RECORDS, plan.recordsOr(RECORDS));
        var coldP99 = Measure.millis(word + "-cold-p99");
        var loop = new OpenLoop(
                broker, word, BlockingWorkloads.PARTITIONS, records, PER_SECOND, () -> new ZipfKeys(KEY_COUNT));
        var settings = new ConsumeSettings(broker.bootstrapServers(), ConsumeWorkloads.DEFAULT_POLL);
        Supplier<ZipfSink> sinks = () -> new ZipfSink(records, KEY_COUNT);
        var keyThreads = new KeyThreads(KEY_COUNT);
        return new Workload(
                List.of(
                        coldP99,
                        Measure.millis(word + "-cold-p99.9"),
                        Measure.millis(word + "-hot-p99"),
                        Measure.throughput(word + "-rate")),
                List.of(Bar.atMost(coldP99, ConsumeContenders.MQ, BAR_P99_MILLIS)),
                String.format(
                        Locale.ROOT,
                        "open loop of %,d records/s, %,d records a run, zipf(1.0) over %d keys, %d partitions, handler"
                                + " that sleeps %d ms, ordering key, %d workers; raw: a thread for each key;"
                                + " send to start of the handler, cold: rank %d and above",
                        PER_SECOND,
                        records,
                        KEY_COUNT,
                        BlockingWorkloads.PARTITIONS,
                        SleepingSink.SLEEP_MILLIS,
                        BlockingWorkloads.WORKERS,
                        ZipfSink.FIRST_COLD_RANK),
                1,
                List.of(
                        ConsumeContenders.values(
                                ConsumeContenders.MQ,
                                loop,
                                settings,
                                ConsumeContenders.byKey(BlockingWorkloads.WORKERS),
                                sinks),
                        new RawConsume<>(
                                Workload.RAW,
                                loop,
                                settings,
                                RawConsume.Commit.AT_END,
                                new ByteArrayDeserializer(),
                                sinks,
                                keyThreads)),
                keyThreads::close);
    }
}
