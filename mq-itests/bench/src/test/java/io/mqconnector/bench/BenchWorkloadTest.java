// SPDX-License-Identifier: MIT
package io.mqconnector.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.mqconnector.broker.EmbeddedBroker;
import io.mqconnector.broker.KafkaLogs;
import java.util.OptionalDouble;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each workload but those that are another with other settings once, with few records: whether it runs and finds every result right. */
@EnabledIfSystemProperty(named = "mq.ci", matches = "true", disabledReason = "takes long: runs with -Pci")
class BenchWorkloadTest {
    private static final Plan SMALL = new Plan(0, 1, 1_000);

    private static EmbeddedBroker broker;

    @BeforeAll
    static void start() {
        KafkaLogs.quiet();
        broker = EmbeddedBroker.builder().start();
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"SEND_NONE", "SEND_8_NONE"})
    void everyContenderGetsItRight(BenchWorkload kind) throws InterruptedException {
        try (var workload = kind.open(broker, SMALL)) {
            var results = new Rounds(SMALL, () -> {}, () -> OptionalDouble::empty, line -> {}).run(workload);

            assertThat(results)
                    .hasSize(workload.measures().size() * workload.contenders().size())
                    .allSatisfy(result -> assertThat(result.value().median())
                            .satisfiesAnyOf(
                                    value -> assertThat(value).isPositive(),
                                    value -> assertThat(value).isNaN(), // not of this contender
                                    value -> assertThat(result.measure().row()).endsWith("-cpu")))
                    .allSatisfy(result -> assertThat(result.verdicts())
                            .allSatisfy(verdict ->
                                    assertThat(verdict.reached().median()).isFinite()));
        }
    }
}
