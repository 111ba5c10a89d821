// SPDX-License-Identifier: MIT
package io.mqconnector.bench;

import io.mqconnector.broker.KafkaBroker;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The workloads there are. Immutable. */
enum BenchWorkload {
    /** Asynchronous, callback form, lz4. */
    SEND("send") {
        @Override
        Workload open(KafkaBroker broker, Plan plan) {
            return SendWorkloads.asynchronous(broker, plan, word(), "lz4");
        }
    },
    /** The same, uncompressed. */
    SEND_NONE("send-none") {
        @Override
        Workload open(KafkaBroker broker, Plan plan) {
            return SendWorkloads.asynchronous(broker, plan, word(), "none");
        }
    },
    /** One after the other, each waited for. */
    SEND_SYNC("send-sync") {
        @Override
        Workload open(KafkaBroker broker, Plan plan) {
            return SendWorkloads.synchronous(broker, plan, word());
        }
    },
    /** Asynchronous by many threads, lz4. */
    SEND_8("send-8") {
        @Override
        Workload open(KafkaBroker broker, Plan plan) {
            return SendWorkloads.byThreads(broker, plan, word(), "lz4");
        }
    },
    /** The same, uncompressed. */
    SEND_8_NONE("send-8-none") {
        @Override
        Workload open(KafkaBroker broker, Plan plan) {
            return SendWorkloads.byThreads(broker, plan, word(), "none");
        }
    },
    /** Processor time and bytes a send. */
    SEND_COST("send-cost") {
        @Override
        Workload open(KafkaBroker broker, Plan plan) {
            return SendWorkloads.cost(broker, plan, word());
        }
    },
    /** What counting costs a send. */
    STATISTICS_SEND("statistics-send") {
        @Override
        Workload open(KafkaBroker broker, Plan plan) {
            return StatisticsWorkloads.sending(broker, plan, word());
        }
    },
    /** What counting costs a delivery. */
    STATISTICS_CONSUME("statistics-consume") {
        @Override
        Workload open(KafkaBroker broker, Plan plan) {
            return StatisticsWorkloads.delivery(broker, plan, word());
        }
    },
    /** Producers replaced under load. */
    ROTATION("rotation") {
        @Override
        Workload open(KafkaBroker broker, Plan plan) {
            return RotationWorkload.open(broker, plan, word());
        }
    },
    /** A trivial handler, large polls. */
    CONSUME("consume") {
        @Override
        Workload open(KafkaBroker broker, Plan plan) {
            return ConsumeWorkloads.byPartition(broker, plan, word(), ConsumeWorkloads.LARGE_POLL);
        }
    },
    /** The same with Kafka's default poll. */
    CONSUME_500("consume-500") {
        @Override
        Workload open(KafkaBroker broker, Plan plan) {
            return ConsumeWorkloads.byPartition(broker, plan, word(), ConsumeWorkloads.DEFAULT_POLL);
        }
    },
    /** A trivial handler, ordering by key. */
    CONSUME_KEY("consume-key") {
        @Override
        Workload open(KafkaBroker broker, Plan plan) {
            return ConsumeWorkloads.byKey(broker, plan, word(), 200);
        }
    },
    /** The same with many keys. */
    CONSUME_KEY_10000("consume-key-10000") {
        @Override
        Workload open(KafkaBroker broker, Plan plan) {
            return ConsumeWorkloads.byKey(broker, plan, word(), 10_000);
        }
    },
    /** A handler that waits, more keys than workers. */
    BLOCKING("blocking") {
        @Override
        Workload open(KafkaBroker broker, Plan plan) {
            return BlockingWorkloads.open(broker, plan, word(), 4_000, 200, 0.95);
        }
    },
    /** The same for longer. */
    BLOCKING_40000("blocking-40000") {
        @Override
        Workload open(KafkaBroker broker, Plan plan) {
            return BlockingWorkloads.open(broker, plan, word(), 40_000, 200, 0.95);
        }
    },
    /** A handler that waits, fewer keys than workers. */
    BLOCKING_20_KEYS("blocking-20-keys") {
        @Override
        Workload open(KafkaBroker broker, Plan plan) {
            return BlockingWorkloads.open(broker, plan, word(), 4_000, 20, 0.9);
        }
    },
    /** Frequent and rare keys. */
    ZIPF("zipf") {
        @Override
        Workload open(KafkaBroker broker, Plan plan) {
            return ZipfWorkload.open(broker, plan, word());
        }
    },
    /** Records that fail twice. */
    RETRY("retry") {
        @Override
        Workload open(KafkaBroker broker, Plan plan) {
            return RetryWorkload.open(broker, plan, word());
        }
    },
    /** Bytes a delivery. */
    ALLOCATION("allocation") {
        @Override
        Workload open(KafkaBroker broker, Plan plan) {
            return AllocationWorkload.open(broker, plan, word());
        }
    },
    /** A bound that is hit all the time. */
    CLIFF("cliff") {
        @Override
        Workload open(KafkaBroker broker, Plan plan) {
            return CliffWorkload.open(broker, plan, word());
        }
    };

    private final String word;

    BenchWorkload(String word) {
        this.word = word;
    }

    /** What a user calls it. */
    String word() {
        return word;
    }

    /** Sets everything up; the caller closes it. */
    abstract Workload open(KafkaBroker broker, Plan plan);

    /**
     * Those asked for: a word stands for its workload and for all whose words go on from it, {@code send} for
     * {@code send-none} too.
     *
     * @param isExact whether a word stands for its workload only
     * @throws IllegalArgumentException if a word stands for none
     */
    static Set<BenchWorkload> named(List<String> words, boolean isExact) {
        var named = EnumSet.noneOf(BenchWorkload.class);
        for (String wanted : words) {
            var word = wanted.strip();
            var matching = Arrays.stream(values())
                    .filter(workload ->
                            workload.word.equals(word) || (!isExact && workload.word.startsWith(word + "-")))
                    .toList();
            if (matching.isEmpty()) {
                throw new IllegalArgumentException("no workload '" + word + "'; there are " + words());
            }
            named.addAll(matching);
        }
        return named;
    }

    static String words() {
        return Arrays.stream(values()).map(BenchWorkload::word).collect(Collectors.joining(", "));
    }
}
