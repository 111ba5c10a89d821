// SPDX-License-Identifier: MIT
package io.mqconnector.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ContainerBrokerTest {
    @Test
    void spellsBrokerPropertiesAsTheImageReadsThem() {
        Map<String, String> environment =
                ContainerBroker.environment(Map.of("auto.create.topics.enable", "false", "a.b-c_d", "1"));

        assertThat(environment)
                .containsOnly(
                        Map.entry("KAFKA_AUTO_CREATE_TOPICS_ENABLE", "false"), Map.entry("KAFKA_A_B___C__D", "1"));
    }

    @Test
    void runsTheVersionOfTheClientsOnTheClassPath() {
        assertThat(ContainerBroker.kafkaVersion()).isEqualTo(System.getProperty("kafka.version"));
    }
}
