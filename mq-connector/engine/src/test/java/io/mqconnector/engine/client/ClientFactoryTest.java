// SPDX-License-Identifier: MIT
package io.mqconnector.engine.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.mqconnector.engine.config.ConnectionConfig;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ClientFactoryTest {
    @Test
    void keepsWhatIsNoneOfKafkasFromIt() {
        var properties = Map.<String, Object>of("acks", "all", ConnectionConfig.STORE_CONTENTS, "a1");

        assertThat(ClientFactory.withClientId(properties, "c"))
                .containsOnly(Map.entry("acks", "all"), Map.entry("client.id", "c"));
    }
}
