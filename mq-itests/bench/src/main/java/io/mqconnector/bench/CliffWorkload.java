// SPDX-License-Identifier: MIT
package io.mqconnector.bench;

import io.mqconnector.broker.KafkaBroker;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/** Delivery that is held back all the time: a single wait for a fetch under way would show. Stateless. */
final class CliffWorkload {
    private static final int RECORDS = 300_000;
    private static final int KEY_COUNT = 1_000;
    private static final int KEY_WORKERS = 16;
    private static final int RUNS_IN_ROUND = 2;
    private static final int POLLS_IN_FLIGHT = 2;
    private static final double BAR = 1 / 3.0;

    private CliffWorkload() {}

    /** Opens it. */
    static Workload open(KafkaBroker broker, Plan plan, String word) {
        var rate = Measure.throughput(word);
        int records = plan.recordsOr(RECORDS);
        int poll = ConsumeWorkloads.DEFAULT_POLL;
        var topic = ConsumeTopic.filled(broker, word, ConsumeWorkloads.PARTITIONS, records, i -> i % KEY_COUNT);
        var contenders = new ConsumeContenders(topic, new ConsumeSettings(broker.bootstrapServers(), poll));
        Supplier<NumberSink> sinks = () -> new NumberSink(records, KEY_COUNT);
        String byPartition = ConsumeContenders.MQ + "-partition";
        String byKey = ConsumeContenders.MQ + "-key";
        return new Workload(
                List.of(rate),
                List.of(Bar.slowestAtLeast(rate, byPartition, BAR), Bar.slowestAtLeast(rate, byKey, BAR)),
                String.format(
                        Locale.ROOT,
                        "trivial handler, %,d records a run, %d runs a round, %d keys, %d partitions, max.poll.records"
                                + " %d, max-in-flight %d; mq-partition: 1 worker, mq-key: %d",
                        records,
                        RUNS_IN_ROUND,
                        KEY_COUNT,
                        topic.partitions(),
                        poll,
                        POLLS_IN_FLIGHT * poll,
                        KEY_WORKERS),
                RUNS_IN_ROUND,
                List.of(
                        contenders.values(byPartition, bounded(ConsumeContenders.byPartition(1), poll), sinks),
                        contenders.values(byKey, bounded(ConsumeContenders.byKey(KEY_WORKERS), poll), sinks),
                        contenders.rawValues(sinks)),
                topic::delete);
    }

    private static Map<String, String> bounded(Map<String, String> own, int poll) {
        var all = new HashMap<>(own);
        all.put("max-in-flight", Integer.toString(POLLS_IN_FLIGHT * poll));
        return all;
    }
}
