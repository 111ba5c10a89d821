// SPDX-License-Identifier: MIT
package io.mqconnector.servers;

import static org.assertj.core.api.Assertions.assertThat;

import io.mqconnector.api.MqConfig;
import io.mqconnector.api.MqMessageListener;
import io.mqconnector.engine.config.ConfigKeys;
import io.mqconnector.engine.config.ConfigSnapshot;
import io.mqconnector.engine.config.ConfigValue;
import io.mqconnector.engine.config.KeyName;
import io.mqconnector.engine.config.Layer;
import io.mqconnector.engine.config.SecurityKeys;
import io.mqconnector.spi.SubscriptionRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConfigSamplesTest {
    private static final MqMessageListener NEVER = (message, metadata) -> {};

    private final Map<String, String> samples = ConfigSamples.unlikeDefaults("127.0.0.1:9092");
    private final Map<String, String> others = ConfigSamples.unlike(samples, "localhost:9092");

    @Test
    void thereIsASampleForEveryKeyAndNoneIsTheDefault() {
        assertThat(samples).hasSize(ConfigSamples.keys().size()).hasSizeGreaterThan(50);
        for (var key : ConfigSamples.keys()) {
            var text = key.defaultText();
            if (text != null) {
                assertThat(key.type().parse(samples.get(key.name())).toString())
                        .as(key.name())
                        .isNotEqualTo(key.type().parse(text).toString());
            }
        }
    }

    @Test
    void theOtherSamplesAreOthers() {
        assertThat(others).hasSameSizeAs(samples);
        others.forEach((key, value) -> assertThat(value).as(key).isNotEqualTo(samples.get(key)));
    }

    @Test
    void theConnectorTakesThemAsTheyAre() {
        assertThat(taken(samples)).containsAllEntriesOf(samples);
        assertThat(taken(others)).containsAllEntriesOf(others);
    }

    @Test
    void propertiesAreNamedAsTheResourceAdapterNamesThem() {
        assertThat(ConfigSamples.property(ConfigKeys.CLIENT_BROKERS)).isEqualTo("brokers");
        assertThat(ConfigSamples.property(ConfigKeys.CLIENT_CLIENT_ID)).isEqualTo("clientId");
        assertThat(ConfigSamples.property(ConfigKeys.INSTANCE_ID)).isEqualTo("instanceId");
        assertThat(ConfigSamples.property(ConfigKeys.POOL_HEALTH_CHECK_INTERVAL))
                .isEqualTo("poolHealthCheckInterval");
        assertThat(ConfigSamples.property(SecurityKeys.CLIENT_SASL_USERNAME)).isEqualTo("saslUsername");
    }

    /** What connector and listener make of them, by key; nothing of it by default. */
    private static Map<String, String> taken(Map<String, String> settings) {
        var config = MqConfig.builder();
        settings.forEach(config::set);
        var snapshot = ConfigSnapshot.read(config.build(), ConfigSamplesTest.class.getClassLoader());
        var listener = snapshot.listener(SubscriptionRequest.builder("sample", ConfigSamplesTest.class.getClassLoader())
                .listener(NEVER)
                .build());
        var taken = new HashMap<String, String>();
        for (var values : List.of(snapshot.effective(), listener.effective())) {
            for (ConfigValue value : values) {
                var key = KeyName.parse(value.name()).key();
                if (key == null || !settings.containsKey(key.name())) {
                    continue;
                }
                assertThat(value.layer()).as(value.name()).isEqualTo(Layer.EXPLICIT);
                taken.put(key.name(), value.text());
            }
        }
        return taken;
    }
}
