// SPDX-License-Identifier: MIT
package io.mqconnector.osgi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConfigAdminSettingsTest {
    @Test
    void takesWhatIsTheConnectorsAndLeavesTheRest() {
        var config = ConfigAdminSettings.of(Map.of(
                "mq.client.brokers", "localhost:9092",
                "mq.listeners.\"a.b\".workers", "4",
                "service.pid", "io.mqconnector~orders",
                "component.id", 7L,
                "felix.fileinstall.filename", "file:/etc/io.mqconnector~orders.cfg"));

        assertThat(config.values())
                .containsOnly(
                        Map.entry("mq.client.brokers", "localhost:9092"),
                        Map.entry("mq.listeners.\"a.b\".workers", "4"));
    }

    @Test
    void writesEveryTypeThatConfigAdminKnowsAsAPropertiesFileWould() {
        var config = ConfigAdminSettings.of(Map.of(
                "mq.a",
                5,
                "mq.b",
                true,
                "mq.c",
                0.2,
                "mq.d",
                new String[] {"x:1", "y:2"},
                "mq.e",
                new int[] {1, 2},
                "mq.f",
                List.of("x:1", "y:2"),
                "mq.g",
                List.of()));

        assertThat(config.values())
                .containsOnly(
                        Map.entry("mq.a", "5"),
                        Map.entry("mq.b", "true"),
                        Map.entry("mq.c", "0.2"),
                        Map.entry("mq.d", "x:1,y:2"),
                        Map.entry("mq.e", "1,2"),
                        Map.entry("mq.f", "x:1,y:2"),
                        Map.entry("mq.g", ""));
    }
}
