// SPDX-License-Identifier: MIT
package io.mqconnector.examples.chat.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class DemoOptionsTest {
    private final StringWriter errors = new StringWriter();

    @Test
    void defaultsAreThoseOfTheSpecification() {
        DemoOptions options = DemoOptions.builder().build();

        assertThat(options.seconds()).isEqualTo(20);
        assertThat(options.rate()).isEqualTo(2_000);
        assertThat(options.users()).isEqualTo(1_000);
        assertThat(options.warmUpSeconds()).isZero();
        assertThat(options.messages()).isZero();
        assertThat(options.brokers()).isNull();
        assertThat(options.isJson()).isFalse();
    }

    @Test
    void everyValueIsChecked() {
        assertRefused(DemoOptions.builder().seconds(0), "seconds 0 is not within 1..86400");
        assertRefused(DemoOptions.builder().rate(-1), "rate -1");
        assertRefused(DemoOptions.builder().users(0), "users 0");
        assertRefused(DemoOptions.builder().warmUpSeconds(-1), "warm-up -1");
        assertRefused(DemoOptions.builder().messages(-1), "messages -1");
        assertRefused(DemoOptions.builder().maxInFlight(0), "max-in-flight 0");
    }

    @Test
    void warmingUpGoesByTimeAtAModestRateAndNobodyHearsOfIt() {
        DemoOptions options = DemoOptions.builder()
                .rate(0)
                .messages(100_000)
                .warmUpSeconds(3)
                .hooks(new DemoHooks() {})
                .build();

        DemoOptions warmUp = options.forWarmUp();

        assertThat(warmUp.seconds()).isEqualTo(3);
        assertThat(warmUp.messages()).isZero();
        assertThat(warmUp.rate()).isEqualTo(2_000);
        assertThat(warmUp.hooks()).isNotSameAs(options.hooks());
        assertThat(DemoOptions.builder()
                        .rate(100)
                        .warmUpSeconds(1)
                        .build()
                        .forWarmUp()
                        .rate())
                .isEqualTo(100);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "localhost", "localhost:", ":9092", "a:1,", "a:1, b:2", "a:123456"})
    void brokersAreHostsWithPorts(String brokers) {
        assertRefused(DemoOptions.builder().brokers(brokers), "host:port");
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost:9092", "127.0.0.1:1,b.example.org:65535", "[::1]:9092"})
    void oneOrSeveralBrokersMayBeGiven(String brokers) {
        assertThat(DemoOptions.builder().brokers(brokers).build().brokers()).isEqualTo(brokers);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--seconds=0", "--seconds=many", "--brokers=here", "--no-such", "positional"})
    void wrongArgumentsEndWithStatusTwoAndSayWhatIsWrong(String argument) {
        assertThat(execute(argument)).isEqualTo(2);
        assertThat(errors.toString())
                .contains("Usage: mq demo")
                .contains(argument.replaceAll("=.*", "").replace("--", ""));
    }

    @Test
    void helpEndsWithStatusZero() {
        assertThat(execute("--help")).isZero();
    }

    private int execute(String... arguments) {
        return new CommandLine(new DemoCommand())
                .setErr(new PrintWriter(errors, true))
                .setOut(new PrintWriter(new StringWriter(), true))
                .execute(arguments);
    }

    private static void assertRefused(DemoOptions.Builder builder, String message) {
        assertThatThrownBy(builder::build)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }
}
