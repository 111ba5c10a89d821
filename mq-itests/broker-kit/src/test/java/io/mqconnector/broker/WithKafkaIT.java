// SPDX-License-Identifier: MIT
package io.mqconnector.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whatever {@code -Dmq.it.broker} says. */
@WithKafka
@Timeout(120)
class WithKafkaIT {
    private final KafkaBroker broker;

    WithKafkaIT(KafkaBroker broker) {
        this.broker = broker;
    }

    @Test
    void hasABrokerThatKeepsRecords() throws Exception {
        String topic = broker.uniqueTopic("with-kafka", 2);

        List<String> sent = RawClients.send(broker, topic, "v", 10);

        assertThat(RawClients.values(broker, topic)).containsExactlyInAnyOrderElementsOf(sent);
    }

    @Nested
    class Elsewhere {
        @Test
        void isTheSameBroker(KafkaBroker other) {
            assertThat(other).isSameAs(broker);
        }
    }
}
