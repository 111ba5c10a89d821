// SPDX-License-Identifier: MIT
package io.mqconnector.engine.config;

import static io.mqconnector.engine.config.SnapshotFixture.settings;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CombinationRulesTest {
    @ParameterizedTest
    @ValueSource(strings = {"0", "1"})
    void switchesIdempotenceOffWhenNotAllReplicasAcknowledge(String acks) {
        var snapshot = settings().property("mq.producer.acks", acks).read();

        assertThat(snapshot.get(ConfigKeys.PRODUCER_IDEMPOTENCE)).isFalse();
        assertThat(snapshot.get(ConfigKeys.PRODUCER_MAX_IN_FLIGHT)).isEqualTo(1);
        assertThat(snapshot.value(ConfigKeys.PRODUCER_IDEMPOTENCE).source())
                .isEqualTo("default, because of mq.producer.acks = '" + acks + "' from system property");
        assertThat(snapshot.producerProperties())
                .containsEntry("acks", acks)
                .containsEntry("enable.idempotence", false)
                .containsEntry("max.in.flight.requests.per.connection", 1);
        assertThat(snapshot.warnings()).hasSize(1);
    }

    @Test
    void refusesExplicitIdempotenceWhenNotAllReplicasAcknowledge() {
        assertThat(settings()
                        .property("mq.producer.acks", "1")
                        .explicit("mq.kafka.producer.enable.idempotence", "true")
                        .explicit("mq.producer.max-in-flight", "9")
                        .problems())
                .containsExactly("mq.kafka.producer.enable.idempotence = 'true' from MqConfig contradicts"
                        + " mq.producer.acks = '1' from system property: idempotence needs acks all; remove one of the"
                        + " two");
    }

    @Test
    void anOutboxNeedsADataSource() {
        assertThat(settings().explicit("mq.producer.jta", "outbox").problems())
                .containsExactly("mq.producer.jta = 'outbox' from MqConfig: needs the application's data source; set"
                        + " mq.outbox.data-source to its JNDI name");
        assertThat(settings()
                        .explicit("mq.producer.jta", "outbox")
                        .explicit("mq.outbox.data-source", "jdbc/orders")
                        .read()
                        .get(ConfigKeys.PRODUCER_JTA))
                .isEqualTo(JtaMode.OUTBOX);
    }

    @Test
    void theModeIsWrittenWithAMinusSign() {
        assertThat(settings().explicit("mq.producer.jta", "After-Commit").read().get(ConfigKeys.PRODUCER_JTA))
                .isEqualTo(JtaMode.AFTER_COMMIT);
        assertThat(settings().explicit("mq.producer.jta", "xa").problems())
                .singleElement()
                .asString()
                .contains("one of none, after-commit, enlist, outbox");
    }

    @Test
    void capsInFlightRequestsWhileIdempotenceIsOn() {
        var snapshot = settings().explicit("mq.producer.max-in-flight", "6").read();

        assertThat(snapshot.get(ConfigKeys.PRODUCER_MAX_IN_FLIGHT)).isEqualTo(5);
        assertThat(snapshot.value(ConfigKeys.PRODUCER_MAX_IN_FLIGHT).source()).isEqualTo("MqConfig, capped from '6'");
        assertThat(snapshot.warnings())
                .containsExactly(
                        "mq.producer.max-in-flight = '6' from MqConfig: capped at 5, the most that Kafka allows"
                                + " with idempotence");
    }

    @Test
    void keepsExplicitInFlightRequestsWithoutIdempotenceButWarns() {
        var snapshot = settings()
                .explicit("mq.producer.idempotence", "false")
                .explicit("mq.producer.max-in-flight", "7")
                .read();

        assertThat(snapshot.get(ConfigKeys.PRODUCER_MAX_IN_FLIGHT)).isEqualTo(7);
        assertThat(snapshot.warnings()).hasSize(1).first().asString().contains("order is not guaranteed");
    }

    @Test
    void hasOneInFlightRequestByDefaultWithoutIdempotence() {
        var snapshot = settings().explicit("mq.producer.idempotence", "false").read();

        assertThat(snapshot.get(ConfigKeys.PRODUCER_MAX_IN_FLIGHT)).isEqualTo(1);
        assertThat(snapshot.isExplicit(ConfigKeys.PRODUCER_MAX_IN_FLIGHT)).isFalse();
        assertThat(snapshot.warnings()).isEmpty();
    }

    @Test
    void refusesIdempotenceWithoutRetries() {
        assertThat(settings().explicit("mq.kafka.producer.retries", "0").problems())
                .hasSize(1)
                .first()
                .asString()
                .startsWith("mq.kafka.producer.retries = '0' from MqConfig contradicts mq.producer.idempotence");
        assertThat(settings()
                        .explicit("mq.kafka.producer.retries", "0")
                        .explicit("mq.producer.idempotence", "false")
                        .problems())
                .isEmpty();
    }

    @Test
    void refusesADeliveryTimeoutBelowLingerPlusRequestTimeoutAndSaysTheRemedy() {
        assertThat(settings().explicit("mq.producer.delivery-timeout", "30s").problems())
                .containsExactly("mq.producer.delivery-timeout = '30s' from MqConfig: shorter than mq.producer.linger ="
                        + " '5ms' by default plus mq.producer.request-timeout = '30s' by default; raise it to at least"
                        + " 30005ms or lower the others");
        assertThat(settings()
                        .explicit("mq.producer.delivery-timeout", "30005ms")
                        .problems())
                .isEmpty();
    }

    @Test
    void refusesWhatDoesNotFitIntoSomethingElse() {
        assertThat(settings()
                        .explicit("mq.pool.stripes", "5")
                        .explicit("mq.pool.max-connections", "4")
                        .explicit("mq.producer.batch-size", "64KiB")
                        .explicit("mq.producer.buffer", "32KiB")
                        .problems())
                .satisfiesExactlyInAnyOrder(
                        problem -> assertThat(problem)
                                .startsWith("mq.pool.stripes = '5' from MqConfig: more than mq.pool.max-connections"),
                        problem -> assertThat(problem)
                                .startsWith("mq.producer.batch-size = '64KiB' from MqConfig: more than"
                                        + " mq.producer.buffer"),
                        problem -> assertThat(problem)
                                .startsWith("mq.producer.max-message-bytes = '1MiB' by default: more than"
                                        + " mq.producer.buffer"));
    }

    @Test
    void refusesAHeartbeatAsSlowAsTheSessionAndWarnsAboveAThird() {
        assertThat(settings().explicit("mq.consumer.heartbeat-interval", "10s").problems())
                .hasSize(1);
        assertThat(settings()
                        .explicit("mq.consumer.heartbeat-interval", "4s")
                        .read()
                        .warnings())
                .hasSize(1);
        assertThat(settings()
                        .explicit("mq.consumer.session-timeout", "9s")
                        .read()
                        .warnings())
                .isEmpty();
    }

    @Test
    void refusesPausesAndDrainTimeoutsThatContradictTheirBounds() {
        assertThat(settings()
                        .explicit("mq.listener.retry-backoff", "2m")
                        .explicit("mq.listener.restart-backoff", "31s")
                        .explicit("mq.listener.drain-timeout", "150s")
                        .problems())
                .hasSize(3);
        assertThat(settings().explicit("mq.listener.drain-timeout", "149999ms").problems())
                .isEmpty();
    }

    @Test
    void doesNotReportACombinationWithAValueThatIsBadAlready() {
        assertThat(settings()
                        .explicit("mq.producer.delivery-timeout", "1ms")
                        .explicit("mq.producer.linger", "long")
                        .explicit("mq.pool.stripes", "many")
                        .problems())
                .hasSize(2);
    }
}
