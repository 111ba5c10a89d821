// SPDX-License-Identifier: MIT
package io.mqconnector.engine.config;

import static io.mqconnector.engine.config.SnapshotFixture.settings;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.kafka.common.config.types.Password;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretsTest {
    private static final String SECRET = "hunter2hunter2";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sasl.jaas.config",
                "ssl.keystore.password",
                "ssl.keystore.key",
                "ssl.keystore.certificate.chain",
                "ssl.truststore.certificates",
                "sasl.oauthbearer.client.credentials.client.secret",
                "my.plugin.api-token",
                "my.plugin.PASSWORD"
            })
    void masksEverywhereButNotForKafka(String kafkaKey) {
        var isLine = kafkaKey.equals("sasl.jaas.config");
        var value = isLine ? "a.Login required password=\"" + SECRET + "\";" : SECRET;
        var settings = settings()
                .explicit("mq.kafka.common." + kafkaKey, value)
                .explicit("mq.listeners.orders.kafka." + kafkaKey, isLine ? value + " " : value + "x");

        var snapshot = settings.read();
        var listener = snapshot.listener(settings.request());

        assertThat(List.of(
                        snapshot.toString(),
                        snapshot.effective().toString(),
                        snapshot.warnings().toString(),
                        listener.toString(),
                        listener.effective().toString(),
                        snapshot.warnings(settings.request()).toString()))
                .noneMatch(text -> text.contains(SECRET));
        assertThat(snapshot.effective())
                .contains(new ConfigValue("mq.kafka.common." + kafkaKey, "****", Layer.EXPLICIT, "MqConfig"));
        var given = snapshot.producerProperties().get(kafkaKey);
        assertThat(given instanceof Password password ? password.value() : given)
                .isEqualTo(value);
    }

    /** A password may well have a dollar and a brace in it. */
    @Test
    void showsNothingOfASecretWithAnExpressionThatStandsForNothing() {
        for (String text : List.of("${" + SECRET + "}", "a${" + SECRET, "${" + SECRET + "${" + SECRET + "}}")) {
            assertThat(settings()
                            .explicit("mq.kafka.common.sasl.jaas.config", text)
                            .problems())
                    .containsExactly(
                            "mq.kafka.common.sasl.jaas.config = '****' from MqConfig: an expression in it has no"
                                    + " value, is not closed, or contains itself");
        }
        assertThat(settings()
                        .explicit("mq.client.source", "${of.${db.password}}")
                        .property("db.password", SECRET)
                        .problems())
                .containsExactly("mq.client.source = '****' from MqConfig: an expression in it has no value, is not"
                        + " closed, or contains itself");
    }

    /** What Kafka would say of them later names the words that it did not expect. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                SECRET,
                "a.Login required password=\"" + SECRET + "\"",
                "a.Login required username=\"u\" password=x " + SECRET + ";",
                "a.Login required password=" + SECRET + "=x;",
                "a.Login " + SECRET + " password=\"x\";"
            })
    void refusesALineOfJaasThatKafkaCannotRead(String line) {
        assertThat(settings().explicit("mq.kafka.common.sasl.jaas.config", line).problems())
                .containsExactly(
                        "mq.kafka.common.sasl.jaas.config = '****' from MqConfig: Kafka cannot read it; it must"
                                + " be of the form: <login module> required <option>=\"<value>\" ...;");
    }

    @Test
    void showsNoSecretInProblems() {
        var problems = settings()
                .explicit("mq.kafka.producer.key.serializer", SECRET)
                .explicit("mq.kafka.common.sasl.jaas.config", "com.sun.security.auth.module.JndiLoginModule " + SECRET)
                .explicit("mq.kafka.common.sasl.oauthbearer.token.endpoint.url", "${nothing}" + SECRET)
                .explicit("mq.producer.linger", "${db.password}")
                .explicit("mq.client.brokers", "${db.password}")
                .property("db.password", SECRET)
                .problems();

        assertThat(problems).hasSize(5).noneMatch(problem -> problem.contains(SECRET));
        assertThat(problems).anyMatch(problem -> problem.contains("mq.producer.linger = '****'"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "com.sun.security.auth.module.JndiLoginModule required;",
                "org.example.Fine required; com.sun.security.auth.module.LdapLoginModule required x=\"y\";"
            })
    void refusesLoginModulesThatRunForeignCode(String jaas) {
        assertThat(settings().explicit("mq.kafka.common.sasl.jaas.config", jaas).problems())
                .containsExactly("mq.kafka.common.sasl.jaas.config = '****' from MqConfig: names JndiLoginModule or"
                        + " LdapLoginModule, which let a configuration run foreign code: refused");
        assertThat(settings().declared("kafka.sasl.jaas.config", jaas).listenerProblems())
                .hasSize(1);
    }

    @Test
    void showsWhatIsNotSecret() {
        assertThat(RawKafka.isSecret("ssl.keystore.location")).isFalse();
        assertThat(RawKafka.isSecret("security.protocol")).isFalse();
        assertThat(RawKafka.isSecret("linger.ms")).isFalse();
        assertThat(SettingSource.isSecret("mq.listeners.tokens.workers")).isFalse();
        assertThat(SettingSource.isSecret("mq.listeners.\"Keys.onKey\".workers"))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "kafka.ssl.truststore.certificates",
                "mq.kafka.producer.ssl.truststore.certificates",
                "mq.listeners.kafka.kafka.ssl.truststore.certificates",
                "mq.listeners.\"a.kafka.b\".kafka.ssl.truststore.certificates",
                "db.password"
            })
    void knowsSecretsWhereverTheyStand(String key) {
        assertThat(SettingSource.isSecret(key)).isTrue();
    }
}
