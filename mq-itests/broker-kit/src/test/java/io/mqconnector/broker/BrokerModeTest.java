// SPDX-License-Identifier: MIT
package io.mqconnector.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class BrokerModeTest {
    @ParameterizedTest
    @EnumSource
    void readsWhatItPrints(BrokerMode mode) {
        assertThat(BrokerMode.of(mode.toString())).isEqualTo(mode);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", " "})
    void isAutoWithoutAValue(String value) {
        assertThat(BrokerMode.of(value)).isEqualTo(BrokerMode.AUTO);
    }

    @Test
    void namesPropertyValueAndAllowedValuesOfAnUnknownMode() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BrokerMode.of("podman"))
                .withMessage("mq.it.broker=podman: not one of auto, testcontainers, embedded, external");
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", " "})
    void namesThePropertyThatAnExternalBrokerLacks(String bootstrap) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> KafkaBrokerExtension.start(BrokerMode.EXTERNAL, bootstrap))
                .withMessageContaining("mq.it.broker=external needs mq.it.bootstrap=host:port");
    }

    @Test
    void takesTheExternalBrokerAsItIs() {
        try (KafkaBroker broker = KafkaBrokerExtension.start(BrokerMode.EXTERNAL, "kafka.example:9092")) {
            assertThat(broker.bootstrapServers()).isEqualTo("kafka.example:9092");
            assertThat(broker.directBootstrapServers()).isEqualTo("kafka.example:9092");
        }
    }
}
