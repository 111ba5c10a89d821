// SPDX-License-Identifier: MIT
package io.mqconnector.bench;

import io.mqconnector.broker.KafkaBroker;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;

/** Delivery to a handler that waits, ordering by key, against bare threads that wait as long. Stateless. */
final class BlockingWorkloads {
    /** How many records are handled at a time. */
    static final int WORKERS = 64;

    static final int PARTITIONS = 2;

    private static final int VIRTUAL_THREADS_SINCE = 21;

    private BlockingWorkloads() {}

    /**
     * Opens it.
     *
     * @param count records of a run, unless fewer are asked for
     * @param keyCount how many keys; with fewer than {@link #WORKERS} as many bare threads
     * @param bar what part of the bare threads' rate is to be reached
     */
    static Workload open(KafkaBroker broker, Plan plan, String word, int count, int keyCount, double bar) {
        var rate = Measure.throughput(word);
        int records = Math.min(count, plan.recordsOr(count));
        int bareThreads = Math.min(WORKERS, keyCount);
        var topic = ConsumeTopic.filled(broker, word, PARTITIONS, records, i -> i % keyCount);
        var consumers = new ConsumeContenders(
                topic, new ConsumeSettings(broker.bootstrapServers(), ConsumeWorkloads.LARGE_POLL));
        var contenders = new ArrayList<Contender>();
        var bars = new ArrayList<Bar>();
        for (boolean isVirtual : hasVirtualThreads() ? new boolean[] {false, true} : new boolean[] {false}) {
            String name = ConsumeContenders.MQ + (isVirtual ? "-virtual" : "");
            var own = new HashMap<>(ConsumeContenders.byKey(WORKERS));
            own.put("virtual-threads", Boolean.toString(isVirtual));
            contenders.add(consumers.values(name, own, () -> new SleepingSink(records, keyCount)));
            bars.add(Bar.atLeast(rate, name, bar, Workload.RAW));
        }
        contenders.add(new BareThreads(bareThreads, records));
        return new Workload(
                List.of(rate),
                bars,
                String.format(
                        Locale.ROOT,
                        "handler that sleeps %d ms, %,d records a run, %d keys, %d partitions, ordering key, %d workers"
                                + " (mq-virtual: on virtual threads, from Java %d on); raw: %d bare threads that sleep"
                                + " as often; first call to the end of the last",
                        SleepingSink.SLEEP_MILLIS,
                        records,
                        keyCount,
                        PARTITIONS,
                        WORKERS,
                        VIRTUAL_THREADS_SINCE,
                        bareThreads),
                1,
                contenders,
                topic::delete);
    }

    private static boolean hasVirtualThreads() {
        return Runtime.version().feature() >= VIRTUAL_THREADS_SINCE;
    }
}
