// SPDX-License-Identifier: MIT
package io.mqconnector.itests.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mqconnector.api.Mq;
import io.mqconnector.api.MqConfig;
import io.mqconnector.api.MqOutbox;
import io.mqconnector.broker.KafkaBroker;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Two processes write and relay, and are killed at random moments; others take their place. For one thread. */
final class KillRun {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int MESSAGES_A_ROUND = 100;

    private final KafkaBroker broker;
    private final TestDatabase database;
    private final Defect defect;
    private final long seed;
    private final String topic;

    /**
     * @param database nobody else sends through its outbox meanwhile
     * @param defect of the outbox that the processes have
     * @param seed of whatever is random, but for the moment at which a process really dies
     */
    KillRun(KafkaBroker broker, TestDatabase database, Defect defect, long seed) {
        this.broker = broker;
        this.database = database;
        this.defect = defect;
        this.seed = seed;
        this.topic = broker.uniqueTopic("killed", 4);
    }

    /** Kills two processes as many times; what does not hold afterwards. */
    List<String> run(int rounds) throws Exception {
        var random = new Random(seed);
        database.execute("DELETE FROM orders");
        for (int round = 0; round < rounds; round++) {
            try (var first = child("first", random);
                    var second = child("second", random)) {
                first.awaitRunning(PATIENCE);
                second.awaitRunning(PATIENCE);
                long before = written();
                int ordersBefore = orderCount();
                // what is written may be written again, or of orders that were rolled back: that is no measure of
                // orders
                await().atMost(PATIENCE)
                        .until(() -> written() > before + MESSAGES_A_ROUND
                                && orderCount() > ordersBefore + MESSAGES_A_ROUND);
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextInt(1_000)));
                first.kill(PATIENCE);
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextInt(1_000)));
                second.kill(PATIENCE);
            }
        }
        int left = database.waiting();
        relayTheRest();

        var records = broker.consumeAll(topic, new StringDeserializer(), new StringDeserializer());
        var orders = orders();
        int total = orders.values().stream().mapToInt(List::size).sum();
        System.getLogger(getClass().getName())
                .log(
                        System.Logger.Level.INFO,
                        defect + ", seed " + seed + ": " + total + " messages, " + records.size() + " records, " + left
                                + " left by the killed");
        assertThat(total).as("messages, seed %s", seed).isGreaterThan(MESSAGES_A_ROUND * rounds);
        return violations(orders, ids(), records);
    }

    private OutboxChild child(String instance, Random random) throws Exception {
        return new OutboxChild(
                broker.bootstrapServers(),
                database.url(),
                topic,
                instance,
                Integer.toString(random.nextInt()),
                defect.name());
    }

    private void relayTheRest() {
        try (var mq = Mq.create(MqConfig.builder()
                        .brokers(broker.bootstrapServers())
                        .instanceId("rest")
                        .build());
                var outbox = mq.outbox(database.dataSource())) {
            outbox.relayNow();
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(database.waiting()).isZero());
        }
    }

    private int orderCount() throws SQLException {
        return Integer.parseInt(database.texts("SELECT COUNT(*) FROM orders").get(0));
    }

    private long written() {
        return broker.endOffsets(topic).values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    /** By key: its orders, in the order of their numbers. */
    private Map<String, List<String>> orders() throws Exception {
        var orders = new TreeMap<String, List<String>>();
        for (String id : database.texts("SELECT id FROM orders ORDER BY k, n")) {
            orders.computeIfAbsent(id.substring(0, id.indexOf(':')), key -> new ArrayList<>())
                    .add(id);
        }
        return orders;
    }

    /** By order: the id of its message. */
    private Map<String, String> ids() throws Exception {
        var ids = new HashMap<String, String>();
        for (String both : database.texts("SELECT id || ' ' || message_id FROM orders")) {
            int blank = both.indexOf(' ');
            ids.put(both.substring(0, blank), both.substring(blank + 1));
        }
        return ids;
    }

    private static List<String> violations(
            Map<String, List<String>> orders,
            Map<String, String> ids,
            Collection<ConsumerRecord<String, String>> records) {
        var violations = new ArrayList<String>();
        // without repetitions
        var arrived = new TreeMap<String, Set<String>>();
        for (var record : records) {
            arrived.computeIfAbsent(record.key(), key -> new LinkedHashSet<>()).add(record.value());
            var id = new String(record.headers().lastHeader(MqOutbox.MESSAGE_ID).value(), StandardCharsets.UTF_8);
            var expected = ids.get(record.value());
            if (expected != null && !expected.equals(id)) {
                violations.add("another id " + id + " instead of " + expected + ": " + record.value());
            }
        }
        arrived.forEach((key, values) -> minus(values, orders.getOrDefault(key, List.of()))
                .forEach(value -> violations.add("invented " + value)));
        orders.forEach((key, values) -> {
            var ofKey = arrived.getOrDefault(key, Set.of());
            minus(values, ofKey).forEach(value -> violations.add("lost " + value));
            var found = new ArrayList<>(ofKey);
            found.retainAll(Set.copyOf(values));
            var expected = new ArrayList<>(values);
            expected.retainAll(ofKey);
            if (!found.equals(expected)) {
                violations.add("out of order " + key + ": " + found);
            }
        });
        return violations;
    }

    private static List<String> minus(Collection<String> all, Collection<String> others) {
        var rest = new ArrayList<>(all);
        rest.removeAll(Set.copyOf(others));
        return rest;
    }
}
