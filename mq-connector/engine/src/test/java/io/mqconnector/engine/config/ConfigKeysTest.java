// SPDX-License-Identifier: MIT
package io.mqconnector.engine.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ConfigKeysTest {
    @Test
    void listsEveryConstantOnce() throws IllegalAccessException {
        var constants = new HashSet<Object>();
        for (var field : Stream.of(ConfigKeys.class, SecurityKeys.class, MonitoringKeys.class)
                .flatMap(type -> Arrays.stream(type.getFields()))
                .toList()) {
            if (Modifier.isStatic(field.getModifiers()) && field.getType() == ConfigKey.class) {
                var key = (ConfigKey<?>) field.get(null);
                constants.add(key);
                assertThat(field.getName())
                        .isEqualTo(
                                key.name().substring(3).toUpperCase(Locale.ROOT).replaceAll("[.-]", "_"));
            }
        }

        assertThat(ConfigKeys.all())
                .doesNotHaveDuplicates()
                .hasSameElementsAs(List.<ConfigKey<?>>of(constants.toArray(ConfigKey<?>[]::new)));
    }

    @Test
    void hasKebabCaseNamesAndASentenceForEach() {
        for (var key : ConfigKeys.all()) {
            assertThat(key.name()).matches("mq(\\.[a-z]+)?\\.[a-z]+(-[a-z]+)*");
            assertThat(key.doc())
                    .as(key.name())
                    .endsWith(".")
                    .hasSizeGreaterThan(20)
                    .doesNotContain("|");
            assertThat(key.allowed()).as(key.name()).isNotBlank().doesNotContain("|");
            assertThat(key.defaultWords()).as(key.name()).isNotBlank();
        }
    }

    @Test
    void hasDefaultsThatAreAllowed() {
        for (var key : ConfigKeys.all()) {
            var text = key.defaultText();
            if (text == null) {
                assertThat(key)
                        .isIn(
                                ConfigKeys.INSTANCE_ID,
                                ConfigKeys.CLIENT_CLIENT_ID,
                                ConfigKeys.OUTBOX_DATA_SOURCE,
                                ConfigKeys.CONSUMER_GROUP_ID,
                                ConfigKeys.LISTENER_TOPICS,
                                ConfigKeys.OUTBOX_DATA_SOURCE);
            } else {
                assertThat(key.type().parse(text)).as(key.name()).isNotNull();
            }
        }
    }

    @Test
    void namesEveryKeyOfAListenerByItsShortNameAlone() {
        var names = ConfigKeys.all().stream()
                .filter(ConfigKeys::isOfListener)
                .map(ConfigKey::shortName)
                .toList();

        assertThat(names).hasSizeGreaterThan(20).doesNotHaveDuplicates();
    }

    @Test
    void mapsOnlyToPropertiesThatKafkaKnows() {
        for (var key : ConfigKeys.all()) {
            assertThat(key.clients().isEmpty()).as(key.name()).isEqualTo(key.kafkaKey() == null);
            for (var client : key.clients()) {
                assertThat(client.definition().names()).contains(key.kafkaKey());
            }
        }
    }

    @Test
    void hasNoTwoKeysForOneKafkaPropertyOfAClient() {
        for (var client : KafkaClient.values()) {
            Set<String> seen = new HashSet<>();
            for (var key : ConfigKeys.all()) {
                if (key.clients().contains(client)) {
                    assertThat(seen.add(key.kafkaKey())).as(key.name()).isTrue();
                }
            }
        }
    }

    @Test
    void hasFewSecrets() {
        assertThat(ConfigKeys.all().stream().filter(ConfigKey::isSecret).map(ConfigKey::name))
                .containsExactly(
                        "mq.client.sasl-password",
                        "mq.client.oauth-client-secret",
                        "mq.client.ssl-truststore-password",
                        "mq.client.ssl-keystore-password",
                        "mq.client.ssl-key-password",
                        "mq.client.ssl-keystore-key",
                        "mq.monitoring.webhook");
    }
}
