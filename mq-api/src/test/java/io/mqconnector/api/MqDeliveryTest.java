// SPDX-License-Identifier: MIT
package io.mqconnector.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class MqDeliveryTest {
    @Test
    void takesADeliveryAsItIs() {
        var delivery = new FakeDelivery("orders", "a");

        assertThat(MqDelivery.of(delivery, delivery)).isSameAs(delivery);
    }

    @Test
    void joinsMessageAndMetadataOfOneRecord() {
        var message = MqMessage.of("orders", "key", new byte[] {1});
        var metadata = new FakeDelivery("orders", "a").headers(MqHeaders.of("h", "v"));

        var joined = MqDelivery.of(message, metadata);

        assertThat(joined.topic()).isEqualTo("orders");
        assertThat(joined.keyText()).isEqualTo("key");
        assertThat(joined.value()).isSameAs(message.value());
        assertThat(joined.headers()).isSameAs(metadata.headers());
        assertThat(joined.timestamp()).isEqualTo(OptionalLong.of(metadata.timestampMillis()));
        assertThat(joined.timestampMillis()).isEqualTo(metadata.timestampMillis());
        assertThat(joined.partition()).isEqualTo(OptionalInt.of(metadata.partitionNumber()));
        assertThat(joined.partitionNumber()).isEqualTo(metadata.partitionNumber());
        assertThat(joined.offset()).isEqualTo(metadata.offset());
        assertThat(joined.attempt()).isEqualTo(metadata.attempt());
        assertThat(joined.context()).isSameAs(metadata.context());
    }
}
