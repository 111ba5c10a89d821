// SPDX-License-Identifier: MIT
package io.mqconnector.engine.monitoring;

import static java.util.Objects.requireNonNull;

import io.mqconnector.engine.client.ClusterWatch;
import io.mqconnector.engine.log.MqLog;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.jspecify.annotations.Nullable;

/** The lag of some groups of one cluster, members of which may be anywhere. Thread-safe; nobody waits here. */
final class GroupLags {
    private final MqLog log = MqLog.of(GroupLags.class);
    private final ClusterWatch cluster;
    private final MqLog.Limit warnings;
    /** As found out last, by group. */
    private final Map<String, GroupLag> known = new ConcurrentHashMap<>();
    /** Groups that are being asked about. */
    private final Set<String> asked = ConcurrentHashMap.newKeySet();

    GroupLags(ClusterWatch cluster, LongSupplier nanoTime) {
        this.cluster = cluster;
        this.warnings = new MqLog.Limit(nanoTime);
    }

    /** Asks about each again, unless its last answer is still to come; forgets all others. */
    void refresh(List<String> groups) {
        known.keySet().retainAll(groups);
        for (String group : groups) {
            known.putIfAbsent(group, GroupLag.unknown(group));
            if (asked.add(group)) {
                var unused = cluster.ask(admin -> lag(admin, group)).whenComplete((lag, failure) -> {
                    asked.remove(group);
                    known.computeIfPresent(group, (name, before) -> failure == null ? lag : GroupLag.unknown(group));
                    if (failure != null && warnings.permits()) {
                        log.groupLagUnknown(group, root(failure));
                    }
                });
            }
        }
    }

    /** What is known of a group. */
    GroupLag of(String group) {
        return known.getOrDefault(group, GroupLag.unknown(group));
    }

    private static CompletionStage<GroupLag> lag(Admin admin, String group) {
        var committed = stage(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata());
        var description =
                admin.describeConsumerGroups(List.of(group)).describedGroups().get(group);
        var members = stage(requireNonNull(description, group)).handle(Members::of);
        return committed.thenCombine(members, Positions::new).thenCompose(positions -> {
            var ends = admin.listOffsets(positions.partitions().stream()
                    .collect(Collectors.toMap(partition -> partition, partition -> OffsetSpec.latest())));
            return stage(ends.all()).thenApply(found -> {
                long lag = 0;
                for (var position : positions.committed.entrySet()) {
                    var end = found.get(position.getKey());
                    // nothing was committed of a partition that is listed without an offset
                    if (end != null && position.getValue() != null) {
                        lag += Math.max(0, end.offset() - position.getValue().offset());
                    }
                }
                return new GroupLag(group, lag, positions.partitions().size(), positions.members.count);
            });
        });
    }

    private static <T> CompletableFuture<T> stage(KafkaFuture<T> future) {
        return future.toCompletionStage().toCompletableFuture();
    }

    private static Throwable root(Throwable failure) {
        var cause = failure.getCause();
        return failure instanceof CompletionException && cause != null ? root(cause) : failure;
    }

    /** Who is in a group, and what they have. */
    private record Members(int count, Set<TopicPartition> assigned) {
        static Members of(@Nullable ConsumerGroupDescription description, @Nullable Throwable failure) {
            if (failure != null && !(root(failure) instanceof GroupIdNotFoundException)) {
                throw new CompletionException(root(failure));
            }
            if (description == null) {
                return new Members(0, Set.of());
            }
            var assigned = new HashSet<TopicPartition>();
            description
                    .members()
                    .forEach(member -> assigned.addAll(member.assignment().topicPartitions()));
            return new Members(description.members().size(), assigned);
        }
    }

    private record Positions(Map<TopicPartition, OffsetAndMetadata> committed, Members members) {
        Set<TopicPartition> partitions() {
            var all = new HashSet<>(committed.keySet());
            all.addAll(members.assigned);
            return all;
        }
    }
}
