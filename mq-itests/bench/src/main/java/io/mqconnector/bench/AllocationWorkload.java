// SPDX-License-Identifier: MIT
package io.mqconnector.bench;

import io.mqconnector.broker.KafkaBroker;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/** What a delivery allocates, on the poll thread and the workers, beyond what the plain client's loop does. Stateless. */
final class AllocationWorkload {
    private static final int RECORDS = 2_000_000;
    private static final int KEY_COUNT = 200;
    private static final int KEY_WORKERS = 16;
    private static final String OUR_THREADS = "mq-";
    private static final double BAR_BYTES = 32;

    private AllocationWorkload() {}

    /** Opens it. */
    static Workload open(KafkaBroker broker, Plan plan, String word) {
        var bytes = new Measure(word, "B/record", 1, true);
        int records = plan.recordsOr(RECORDS);
        var topic = ConsumeTopic.filled(broker, word, ConsumeWorkloads.PARTITIONS, records, i -> i % KEY_COUNT);
        var contenders = new ConsumeContenders(
                topic, new ConsumeSettings(broker.bootstrapServers(), ConsumeWorkloads.LARGE_POLL));
        Supplier<AllocationSink> ours = () -> new AllocationSink(
                records,
                KEY_COUNT,
                () -> ThreadUse.ofThreads(ThreadUse.Resource.ALLOCATED_BYTES, name -> name.startsWith(OUR_THREADS)));
        Supplier<AllocationSink> raws = () -> new AllocationSink(
                records, KEY_COUNT, () -> ThreadUse.ofCurrentThread(ThreadUse.Resource.ALLOCATED_BYTES));
        String byPartition = ConsumeContenders.MQ + "-partition";
        String batch = ConsumeContenders.MQ + "-batch";
        String byKey = ConsumeContenders.MQ + "-key";
        return new Workload(
                List.of(bytes),
                List.of(
                        Bar.atMostBeyond(bytes, byPartition, BAR_BYTES, Workload.RAW),
                        Bar.atMostBeyond(bytes, byPartition, BAR_BYTES, ConsumeContenders.RAW_AT_END),
                        Bar.atMostBeyond(bytes, batch, BAR_BYTES, Workload.RAW),
                        Bar.atMostBeyond(bytes, batch, BAR_BYTES, ConsumeContenders.RAW_AT_END),
                        Bar.atMostBeyond(bytes, byKey, BAR_BYTES, Workload.RAW),
                        Bar.atMostBeyond(bytes, byKey, BAR_BYTES, ConsumeContenders.RAW_AT_END)),
                String.format(
                        Locale.ROOT,
                        "bytes allocated by all threads of the connector, or by the plain client's, with a handler that"
                                + " allocates nothing, from the first record on; %,d records a run, %d B, %d keys, %d"
                                + " partitions, max.poll.records %d; mq-partition and mq-batch: 1 worker, mq-key: %d,"
                                + " raw: commitSync per poll, raw-at-end: one commitSync at the end",
                        records,
                        ConsumeTopic.VALUE_BYTES,
                        KEY_COUNT,
                        topic.partitions(),
                        contenders.settings().maxPollRecords(),
                        KEY_WORKERS),
                1,
                List.of(
                        contenders.values(byPartition, ConsumeContenders.byPartition(1), ours),
                        contenders.batchValues(batch, ConsumeContenders.byPartition(1), ours),
                        contenders.values(byKey, ConsumeContenders.byKey(KEY_WORKERS), ours),
                        contenders.rawValues(raws),
                        contenders.rawAtEndValues(raws)),
                topic::delete);
    }
}
