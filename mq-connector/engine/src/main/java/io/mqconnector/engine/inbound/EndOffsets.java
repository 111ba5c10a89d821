// SPDX-License-Identifier: MIT
package io.mqconnector.engine.inbound;

import io.mqconnector.engine.client.ClusterWatch;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;

/** Where partitions end, for whoever does not fetch them. Thread-safe. */
@FunctionalInterface
interface EndOffsets {
    /**
     * Asks for all of them at once; returns at once.
     *
     * @return those the cluster has told, in some seconds; completes exceptionally when nobody can be asked
     */
    CompletionStage<Map<TopicPartition, Long>> ask(Set<TopicPartition> partitions);

    /** As a consumer with these properties would see them. */
    static EndOffsets of(ClusterWatch cluster, Map<String, Object> consumerProperties) {
        var isolation = "read_committed".equals(consumerProperties.get("isolation.level"))
                ? IsolationLevel.READ_COMMITTED
                : IsolationLevel.READ_UNCOMMITTED;
        return partitions -> cluster.ask(admin -> ask(admin, partitions, isolation));
    }

    private static CompletionStage<Map<TopicPartition, Long>> ask(
            Admin admin, Set<TopicPartition> partitions, IsolationLevel isolation) {
        var wanted = new HashMap<TopicPartition, OffsetSpec>();
        partitions.forEach(partition -> wanted.put(partition, OffsetSpec.latest()));
        var answers = admin.listOffsets(wanted, new ListOffsetsOptions(isolation).timeoutMs(5_000));
        Map<TopicPartition, Long> ends = new ConcurrentHashMap<>();
        var told = partitions.stream()
                .map(partition -> answers.partitionResult(partition)
                        .toCompletionStage()
                        // one that is gone keeps nobody from knowing the others
                        .<Void>handle((end, failure) -> {
                            if (failure == null) {
                                ends.put(partition, end.offset());
                            }
                            return null;
                        })
                        .toCompletableFuture())
                .toArray(CompletableFuture<?>[]::new);
        return CompletableFuture.allOf(told).thenApply(all -> Map.copyOf(ends));
    }
}
