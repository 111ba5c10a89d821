// SPDX-License-Identifier: MIT
package io.mqconnector.engine.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mqconnector.api.MqConfig;
import io.mqconnector.api.MqConfigException;
import java.util.List;
import org.junit.jupiter.api.Test;

class MonitoringKeysTest {
    private static final String ADDRESS = "https://hooks.example.com/services/T0psecret";

    private static ConfigSnapshot with(String key, String value) {
        return ConfigSnapshot.read(
                MqConfig.builder().set(key, value).build(), MonitoringKeysTest.class.getClassLoader());
    }

    @Test
    void theAddressOfTheWebhookIsASecretThatNobodySetsOverJmx() {
        var config = with("mq.monitoring.webhook", ADDRESS);

        assertThat(config.get(MonitoringKeys.MONITORING_WEBHOOK)).isEqualTo(ADDRESS);
        assertThat(config.value(MonitoringKeys.MONITORING_WEBHOOK).text()).isEqualTo("****");
        assertThat(config.effective().toString()).doesNotContain("T0psecret");
        assertThat(MonitoringKeys.MONITORING_WEBHOOK.isSettableByJmx()).isFalse();
        assertThat(MonitoringKeys.METRICS_REGISTRY.isSettableByJmx()).isFalse();
    }

    @Test
    void whatIsNoAddressIsRefusedWithoutBeingShown() {
        for (String wrong : List.of(
                "ftp://a/T0psecret",
                "ftp://T0psecret/",
                "T0psecret",
                "/T0psecret",
                "mailto:T0psecret",
                "https:T0psecret",
                "https://",
                "https:///T0psecret",
                "https://:443/T0psecret",
                "https://?T0psecret",
                "https://[T0psecret",
                "https://[::1/T0psecret",
                "https://[T0psecret]/",
                "https://user:T0psecret@a/",
                "https://T0psecret@a/",
                "https://@a/T0psecret",
                "https://a:T0psecret/",
                "https://a:0/T0psecret",
                "https://a:65536/T0psecret",
                "https://a:/T0psecret",
                "https://a/%zzT0psecret",
                "https://a b/T0psecret")) {
            assertThatThrownBy(() -> with("mq.monitoring.webhook", wrong))
                    .as(wrong)
                    .isInstanceOf(MqConfigException.class)
                    .hasMessageContaining("mq.monitoring.webhook")
                    .hasMessageContaining("'****'")
                    .hasMessageContaining("an http or https address as https://host:port/path, without user name")
                    .message()
                    .doesNotContain("T0psecret");
        }
    }

    @Test
    void anAddressMayHaveAnyHostThatThereIs() {
        for (String right : List.of(
                "http://a",
                "HTTPS://hooks.example.com:8443/a/b?c=d",
                "http://[::1]:8080/",
                "http://10.0.0.1/",
                "http://alert_manager:9093/x",
                "https://a?token=x")) {
            assertThat(with("mq.monitoring.webhook", right).get(MonitoringKeys.MONITORING_WEBHOOK))
                    .isEqualTo(right);
        }
    }

    @Test
    void thresholdsAreInForceAtOnceAndSettableByJmx() {
        for (var key : ConfigKeys.all()) {
            if (key.name().endsWith("-threshold") && key.group().equals("monitoring")) {
                assertThat(key.effect()).as(key.name()).isEqualTo(Effect.HOT);
                assertThat(key.isSettableByJmx()).as(key.name()).isTrue();
            }
        }
    }

    @Test
    void groupsMayBeNoneOrSeveral() {
        assertThat(with("mq.monitoring.groups", " a , b ").get(MonitoringKeys.MONITORING_GROUPS))
                .containsExactly("a", "b");
        assertThat(with("mq.instance-id", "x").get(MonitoringKeys.MONITORING_GROUPS))
                .isEmpty();
        assertThatThrownBy(() -> with("mq.monitoring.groups", "a,,b")).hasMessageContaining("mq.monitoring.groups");
    }
}
