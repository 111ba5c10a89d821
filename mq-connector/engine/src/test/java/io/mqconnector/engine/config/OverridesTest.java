// SPDX-License-Identifier: MIT
package io.mqconnector.engine.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.mqconnector.api.MqConfigException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OverridesTest {
    private static List<String> problems(String key, String text) {
        var refused =
                catchThrowableOfType(MqConfigException.class, () -> Overrides.NONE.with(Map.of(key, text), "JMX"));
        return refused == null ? List.of() : refused.problems();
    }

    @Test
    void holdsWhatMayChangeUnderOneSpellingWithWhoSetIt() {
        var overrides = Overrides.NONE
                .with(Map.of("mq.producer.linger", "7ms", "mq.connections.a.pool.min-idle", "1"), "JMX")
                .with(
                        Map.of("mq.listeners.\"orders\".workers", "3", "mq.connections.\"a\".pool.min-idle", "2"),
                        "code");

        assertThat(overrides.entries())
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "mq.producer.linger", new Overrides.Entry("7ms", "JMX"),
                        "mq.connections.\"a\".pool.min-idle", new Overrides.Entry("2", "code"),
                        "mq.listeners.\"orders\".workers", new Overrides.Entry("3", "code")));
        assertThat(overrides
                        .without(Set.of("mq.connections.a.pool.min-idle", "mq.producer.linger"))
                        .entries())
                .containsOnlyKeys("mq.listeners.\"orders\".workers");
    }

    /** Never by JMX: brokers, security, class names, files, what identifies, what could lose messages. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "mq.instance-id",
                "mq.profile",
                "mq.config.location",
                "mq.client.brokers",
                "mq.client.client-id",
                "mq.client.security-protocol",
                "mq.client.sasl-username",
                "mq.client.sasl-password",
                "mq.client.oauth-endpoint",
                "mq.client.oauth-client-secret",
                "mq.client.ssl-truststore-location",
                "mq.client.ssl-keystore-location",
                "mq.client.ssl-keystore-key",
                "mq.client.ssl-endpoint-identification",
                "mq.outbox.data-source",
                "mq.outbox.table",
                "mq.producer.acks",
                "mq.producer.idempotence",
                "mq.consumer.isolation",
                "mq.retry.unknown",
                "mq.consumer.group-id",
                "mq.consumer.auto-offset-reset",
                "mq.listener.topics",
                "mq.listener.connection",
                "mq.listener.failure-policy",
                "mq.listener.dead-letter-topic",
                "mq.connections.a.client.brokers",
                "mq.connections.\"a\".client.sasl-password",
                "mq.listeners.orders.group-id",
                "mq.listeners.\"orders\".topics"
            })
    void refusesWhatIsNotForOperators(String key) {
        assertThat(problems(key, "secret-value"))
                .hasSize(1)
                .allMatch(problem -> problem.startsWith(key + ": cannot be changed while the connector runs"))
                .noneMatch(problem -> problem.contains("secret-value"));
    }

    @Test
    void refusesExactlyWhatTheTableSays() {
        for (var key : ConfigKeys.all()) {
            var text = key.defaultText() == null ? "x" : key.defaultText();
            for (var name : List.of(key.name(), ConfigScope.connection("a").keyName(key))) {
                boolean isKey = name.equals(key.name()) || !key.isConnectorWide();
                assertThat(problems(name, text).isEmpty()).as(name).isEqualTo(isKey && key.isSettableByJmx());
            }
        }
    }

    @Test
    void hasNoKeyThatLoadsOpensRedirectsOrTells() {
        var dangerous = Set.of("text", "list", "brokers");
        assertThat(ConfigKeys.all().stream()
                        .filter(ConfigKey::isSettableByJmx)
                        // names of groups, which are only asked how far they have come
                        .filter(key -> key != MonitoringKeys.MONITORING_GROUPS)
                        .filter(key -> dangerous.contains(key.type().name())
                                || key.isSecret()
                                || key.group().equals("client")))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mq.kafka.common.bootstrap.servers",
                "mq.kafka.common.sasl.jaas.config",
                "mq.kafka.producer.linger.ms",
                "mq.kafka.producer.interceptor.classes",
                "mq.kafka.common.metric.reporters",
                "mq.connections.a.kafka.common.sasl.login.class",
                "mq.listeners.orders.kafka.partition.assignment.strategy"
            })
    void refusesKafkasOwnProperties(String key) {
        assertThat(problems(key, "com.sun.security.auth.module.JndiLoginModule required;"))
                .containsExactly(key + ": Kafka's own properties cannot be changed while the connector runs; change it"
                        + " where it is configured");
    }

    @Test
    void refusesEverythingThatIsWrongAtOnceAndChangesNothing() {
        var refused = catchThrowableOfType(
                MqConfigException.class,
                () -> Overrides.NONE.with(
                        Map.of(
                                "mq.producer.lingr", "5ms",
                                "mq.connections.a.pool.min-idl", "1",
                                "mq.listeners.orders.wrokers", "1",
                                "producer.linger", "5ms",
                                "mq.producer.linger", "soon",
                                "mq.pool.max-idle", "1",
                                "mq.connections.a.config.poll-interval", "1s",
                                "mq.client.brokers", "evil:1"),
                        "JMX"));

        assertThat(refused.problems())
                .containsExactlyInAnyOrder(
                        "mq.producer.lingr: no such key; did you mean 'mq.producer.linger'?",
                        "mq.connections.a.pool.min-idl: no such key; did you mean 'mq.connections.\"a\".pool.min-idle'?",
                        "mq.listeners.orders.wrokers: no such key; did you mean 'mq.listeners.\"orders\".workers'?",
                        "producer.linger: no such key; keys begin with mq.",
                        "mq.producer.linger: 'soon': not a duration; allowed 0 to 1 h, as PT0.005S or 5ms",
                        "mq.connections.a.config.poll-interval: no such key; did you mean 'mq.config.poll-interval'?",
                        "mq.client.brokers: cannot be changed while the connector runs: brokers, users and what secures"
                                + " connections change where they are configured, or in the server");
    }

    /** Else anybody could read any property of the process, which comes back as a value that is not allowed. */
    @Test
    void refusesExpressions() {
        assertThat(problems("mq.pool.stripes", "${mq.client.sasl-password}"))
                .containsExactly("mq.pool.stripes: an expression is not allowed here; give the value itself");
    }

    @Test
    void refusesOneKeyTwiceInOneChange() {
        var refused = catchThrowableOfType(
                MqConfigException.class,
                () -> Overrides.NONE.with(
                        Map.of("mq.listeners.orders.workers", "1", "mq.listeners.\"orders\".workers", "2"), "JMX"));

        assertThat(refused.problems())
                .hasSize(1)
                .allMatch(problem ->
                        problem.endsWith("set twice in one change, with and without quotation marks around the"
                                + " name; remove one of the two"));
    }

    @Test
    void takesBackOnlyWhatIsThere() {
        var overrides = Overrides.NONE.with(Map.of("mq.producer.linger", "7ms"), "JMX");

        var refused = catchThrowableOfType(
                MqConfigException.class, () -> overrides.without(Set.of("mq.producer.lingr", "workers")));

        assertThat(refused.problems())
                .containsExactly(
                        "mq.producer.lingr: is not overridden; did you mean 'mq.producer.linger'?",
                        "workers: is not overridden");
    }

    @Test
    void warnsOnceOfAListenerThatIsNotThere() {
        var before = Overrides.NONE.with(Map.of("mq.listeners.gone.workers", "1"), "JMX");
        var overrides = before.with(
                Map.of(
                        "mq.listeners.ordres.workers", "8",
                        "mq.listeners.orders.workers", "8",
                        "mq.connections.a.producer.linger", "1ms",
                        "mq.listener.workers", "2"),
                "JMX");

        assertThat(overrides.warnings(before, List.of("orders", "payments")))
                .containsExactly("mq.listeners.\"ordres\".workers: no listener 'ordres' is started; did you mean"
                        + " 'orders'?; takes effect when one is, or reset it");
        assertThat(overrides.warnings(overrides, List.of())).isEmpty();
    }

    /** Names of listeners are anybody's: over JMX there would be no end of them. */
    @Test
    void holdsSoManyAndNoMore() {
        var many = new HashMap<String, String>();
        for (int i = 0; i < 1_000; i++) {
            many.put("mq.listeners.\"l" + i + "\".workers", "1");
        }
        var full = Overrides.NONE.with(many, "JMX");

        var refused = catchThrowableOfType(
                MqConfigException.class, () -> full.with(Map.of("mq.producer.linger", "1ms"), "JMX"));

        assertThat(refused.problems())
                .containsExactly(
                        "there would be 1001 overrides, more than 1000; reset those that are not needed any more");
        assertThat(full.with(Map.of("mq.listeners.l0.workers", "2"), "JMX").entries())
                .hasSize(1_000);
    }
}
