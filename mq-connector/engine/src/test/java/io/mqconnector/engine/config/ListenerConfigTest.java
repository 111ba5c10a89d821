// SPDX-License-Identifier: MIT
package io.mqconnector.engine.config;

import static io.mqconnector.engine.config.SnapshotFixture.settings;
import static org.assertj.core.api.Assertions.assertThat;

import io.mqconnector.spi.SubscriptionRequest;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.junit.jupiter.api.Test;

class ListenerConfigTest {
    @Test
    void climbsTheLadderRungByRung() {
        var settings = settings();
        assertThat(settings.listener().workers()).isEqualTo(1);
        assertThat(settings.declared("workers", "2").listener().workers()).isEqualTo(2);
        assertThat(settings.property("mq.listener.workers", "3").listener().workers())
                .isEqualTo(3);
        assertThat(settings.application("mq.listener.workers", "4").listener().workers())
                .isEqualTo(4);
        assertThat(settings.property("mq.listeners.orders.workers", "5")
                        .listener()
                        .workers())
                .isEqualTo(5);
        assertThat(settings.application("mq.listeners.\"orders\".workers", "6")
                        .listener()
                        .workers())
                .isEqualTo(6);
        assertThat(settings.explicit("mq.listener.workers", "7").listener().workers())
                .isEqualTo(7);
        assertThat(settings.explicit("mq.listeners.\"orders\".workers", "8")
                        .listener()
                        .workers())
                .isEqualTo(8);
        assertThat(settings.inCode("workers", "9").listener().workers()).isEqualTo(9);
    }

    @Test
    void readsCommittedRecordsOnlyForATransactionalListener() {
        var listener = settings().declared("transactional", "true").listener();

        assertThat(listener.transactional()).isTrue();
        assertThat(listener.consumerProperties()).containsEntry("isolation.level", "read_committed");
        assertThat(settings().listener().transactional()).isFalse();
    }

    @Test
    void climbsAnotherLadderForTheGroup() {
        var settings = settings().group("");
        assertThat(settings.property("mq.consumer.group-id", "plain").listener().group())
                .isEqualTo("plain");
        assertThat(settings.explicit("mq.consumer.group-id", "plain.code")
                        .listener()
                        .group())
                .isEqualTo("plain.code");
        assertThat(settings.group("declared").listener().group()).isEqualTo("declared");
        assertThat(settings.property("mq.listeners.orders.group-id", "own")
                        .listener()
                        .group())
                .isEqualTo("own");
        assertThat(settings.application("mq.listeners.orders.group-id", "own.application")
                        .listener()
                        .group())
                .isEqualTo("own.application");
        assertThat(settings.explicit("mq.listeners.orders.group-id", "own.code")
                        .listener()
                        .group())
                .isEqualTo("own.code");
        assertThat(settings.listener().consumerProperties()).containsEntry("group.id", "own.code");
    }

    @Test
    void climbsAnotherLadderForTheTopics() {
        var settings = settings().topics();
        assertThat(settings.property("mq.listener.topics", "a, b").listener().topics())
                .containsExactly("a", "b");
        assertThat(settings.topics("c").listener().topics()).containsExactly("c");
        assertThat(settings.application("mq.listeners.orders.topics", "d,e")
                        .listener()
                        .topics())
                .containsExactly("d", "e");
    }

    @Test
    void readsTheKeysOfANameWithDotsInQuotesAndFromTheEnvironment() {
        assertThat(settings()
                        .name("Orders.onCreated")
                        .property("mq.listeners.\"Orders.onCreated\".workers", "4")
                        .listener()
                        .workers())
                .isEqualTo(4);
        assertThat(settings()
                        .name("Orders.onCreated")
                        .environment("MQ_LISTENERS__ORDERS_ONCREATED__WORKERS", "5")
                        .listener()
                        .workers())
                .isEqualTo(5);
    }

    @Test
    void resolvesExpressionsInNameTopicsGroupAndSettings() {
        var listener = settings()
                .name("${app}-orders")
                .topics("${stage:test}.orders", "downstream.${mq.instance-id}")
                .group("${app}.${mq.instance-id}.group")
                .declared("workers", "${parallel}")
                .application("app", "shop")
                .application("parallel", "${cores}")
                .property("app", "not asked")
                .property("cores", "4")
                .explicit("mq.instance-id", "pod-7")
                .explicit("mq.listeners.shop-orders.consumers", "3")
                .listener();

        assertThat(listener.name()).isEqualTo("shop-orders");
        assertThat(listener.topics()).containsExactly("test.orders", "downstream.pod-7");
        assertThat(listener.group()).isEqualTo("shop.pod-7.group");
        assertThat(listener.workers()).isEqualTo(4);
        assertThat(listener.consumers()).isEqualTo(3);
    }

    @Test
    void reportsAllProblemsAtOnce() {
        var problems = settings()
                .topics("", "good", "not legal", "..", "${nothing}", "x".repeat(250))
                .group("${left}")
                .application("left", "${right}")
                .application("right", "${left}")
                .declared("workers", "0")
                .declared("wrokers", "1")
                .inCode("kafka.group.id", "g")
                .inCode("kafka.max.partition.fetch.bytes", "-1")
                .application("mq.listeners.orders.retry-jitter", "7")
                .property("mq.listeners.orders.retry-backoff", "2m")
                .listenerProblems();

        assertThat(problems)
                .satisfiesExactlyInAnyOrder(
                        p -> assertThat(p).startsWith("topics = '' from the declaration of listener 'orders': blank"),
                        p -> assertThat(p).contains("'not legal' is not a legal topic"),
                        p -> assertThat(p).contains("'..' is not a legal topic"),
                        p -> assertThat(p).contains("topics = '${nothing}'").contains("expression ${nothing}"),
                        p -> assertThat(p).contains("'" + "x".repeat(250) + "' is not a legal topic"),
                        p -> assertThat(p).contains("group = '${left}'").contains("${left} contains itself"),
                        p -> assertThat(p)
                                .isEqualTo("workers = '0' from the declaration of listener 'orders': out of range;"
                                        + " allowed 1 to 1000"),
                        p -> assertThat(p)
                                .startsWith("wrokers from the declaration of listener 'orders'")
                                .contains("did you mean 'workers'?"),
                        p -> assertThat(p).startsWith("kafka.group.id = 'g'").contains("the connector owns"),
                        p -> assertThat(p).startsWith("kafka.max.partition.fetch.bytes = '-1' from the code"),
                        p -> assertThat(p)
                                .startsWith("mq.listeners.orders.retry-jitter = '7' from the application")
                                .endsWith("allowed 0 to 1"),
                        p -> assertThat(p).contains("retry-backoff = '2m' from system property: more than"));
    }

    @Test
    void saysWhatToDoWithoutGroupAndTopics() {
        assertThat(settings().group("").topics().listenerProblems())
                .containsExactly(
                        "listener 'orders' has no consumer group; set the group where it is declared,"
                                + " mq.listeners.\"orders\".group-id or mq.consumer.group-id",
                        "listener 'orders' has no topics; set topics where it is declared,"
                                + " mq.listeners.\"orders\".topics or mq.listener.topics");
    }

    @Test
    void hasPropertiesThatKafkaAccepts() {
        var properties = new HashMap<>(settings()
                .explicit("mq.consumer.auto-offset-reset", "latest")
                .property("mq.kafka.common.client.rack", "r1")
                .property("mq.kafka.consumer.check.crcs", "false")
                .listener()
                .consumerProperties());
        properties.put("key.deserializer", "org.apache.kafka.common.serialization.ByteArrayDeserializer");
        properties.put("value.deserializer", "org.apache.kafka.common.serialization.ByteArrayDeserializer");

        var parsed = ConsumerConfig.configDef().parse(properties);

        assertThat(parsed)
                .containsEntry("bootstrap.servers", List.of("localhost:9092"))
                .containsEntry("group.id", "shop.orders.group")
                .containsEntry("enable.auto.commit", false)
                .containsEntry("allow.auto.create.topics", false)
                .containsEntry("auto.offset.reset", "earliest")
                .containsEntry("session.timeout.ms", 10_000)
                .containsEntry("max.poll.interval.ms", 300_000)
                .containsEntry("fetch.max.bytes", 50 * 1024 * 1024)
                .containsEntry("isolation.level", "read_uncommitted")
                .containsEntry("metric.reporters", List.of())
                .containsEntry("enable.metrics.push", false)
                .containsEntry("client.rack", "r1")
                .containsEntry("check.crcs", false);
    }

    @Test
    void takesKafkasNamesOnEveryRungAndTheNarrowerOneWins() {
        var settings = settings().property("mq.consumer.max-poll-records", "100");
        assertThat(settings.application("mq.listeners.orders.kafka.max.poll.records", "50")
                        .listener()
                        .maxPollRecords())
                .isEqualTo(50);

        assertThat(settings.application("mq.listeners.orders.max-poll-records", "60")
                        .listenerProblems())
                .hasSize(1)
                .first()
                .asString()
                .contains("mq.listeners.orders.max-poll-records = '60'")
                .contains("kafka.max.poll.records = '50'")
                .contains("set the same thing");
    }

    @Test
    void leavesTheSessionToTheBrokerUnderTheConsumerProtocol() {
        var listener = settings()
                .property("mq.kafka.consumer.group.protocol", "consumer")
                .listener();
        assertThat(listener.consumerProperties())
                .containsEntry("group.protocol", "consumer")
                .doesNotContainKeys("session.timeout.ms", "heartbeat.interval.ms");

        assertThat(settings()
                        .property("mq.kafka.consumer.group.protocol", "consumer")
                        .declared("session-timeout", "20s")
                        .listenerProblems())
                .hasSize(1)
                .first()
                .asString()
                .contains("session-timeout = '20s'")
                .contains("group.protocol = 'consumer'");
    }

    @Test
    void showsWhereEachValueComesFrom() {
        var settings = settings()
                .declared("workers", "4")
                .property("mq.listeners.orders.retry-backoff", "250ms")
                .explicit("mq.consumer.max-poll-records", "9");

        var effective = settings.listener().effective();

        assertThat(settings.listener().retryBackoff()).isEqualTo(Duration.ofMillis(250));
        assertThat(effective)
                .contains(
                        new ConfigValue(
                                "mq.listeners.\"orders\".workers",
                                "4",
                                Layer.DECLARED,
                                "the declaration of listener 'orders' (workers)"),
                        new ConfigValue(
                                "mq.listeners.\"orders\".retry-backoff", "250ms", Layer.CONFIG, "system property"),
                        new ConfigValue(
                                "mq.listeners.\"orders\".max-poll-records",
                                "9",
                                Layer.EXPLICIT,
                                "MqConfig (mq.consumer.max-poll-records)"),
                        new ConfigValue("mq.listeners.\"orders\".consumers", "1", Layer.DEFAULT, "default"));
    }

    /** Else what an operator copies from there is set for every listener. */
    @Test
    void showsEachValueUnderANameOfThisListenerAlone() {
        assertThat(settings().listener().effective())
                .extracting(ConfigValue::name)
                .allMatch(name -> name.startsWith("mq.listeners.\"orders\"."))
                .contains("mq.listeners.\"orders\".group-id", "mq.listeners.\"orders\".isolation");
    }

    @Test
    void keepsTheNameOfItsMembersUntilARestart() {
        var running = settings().explicit("mq.instance-id", "old").listener();
        var next = settings()
                .explicit("mq.instance-id", "new")
                .declared("workers", "3")
                .declared("static-membership", "true")
                .listener();

        var held = next.holding(running);

        assertThat(held.instanceId()).isEqualTo("old");
        assertThat(held.staticMembership()).isTrue();
        assertThat(held.workers()).isEqualTo(3);
    }

    /** Or it would handle what an aborted transaction sent, while its own transactions say what is done. */
    @Test
    void readsCommittedRecordsOnlyAsLongAsItStaysTransactional() {
        var running = settings().declared("transactional", "true").listener();

        for (var next : List.of(
                settings().listener(),
                settings().property("mq.consumer.isolation", "read_uncommitted").listener(),
                settings().declared("kafka.isolation.level", "read_uncommitted").listener())) {
            var held = next.holding(running);

            assertThat(held.transactional()).isTrue();
            assertThat(held.consumerProperties()).containsEntry("isolation.level", "read_committed");
            assertThat(ConfigDiff.between(running, held)).isEmpty();
            assertThat(ConfigDiff.between(held, next))
                    .extracting(ConfigDelta::name)
                    .contains("mq.listeners.\"orders\".transactional", "mq.listeners.\"orders\".isolation");
        }
    }

    @Test
    void reportsAConfigurationOfTheApplicationThatFails() {
        var request = settings().request();
        var failing = SubscriptionRequest.builder(request.name(), request.applicationLoader())
                .topics(request.topics())
                .group(request.group())
                .listener((message, metadata) -> {})
                .applicationConfig(key -> {
                    throw new IllegalStateException("undeployed");
                })
                .build();

        assertThat(settings().read().problems(failing))
                .hasSize(1)
                .allMatch(problem -> problem.contains("cannot be read: java.lang.IllegalStateException"));
    }
}
