// SPDX-License-Identifier: MIT
package io.mqconnector.engine.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValueTypeTest {
    @ParameterizedTest
    @CsvSource({
        "500ms, 500",
        "5s, 5000",
        "10m, 600000",
        "1h, 3600000",
        "0ms, 0",
        "PT0.005S, 5",
        "pt1m, 60000",
        "' 5 s ', 5000"
    })
    void readsDurations(String text, long millis) {
        assertThat(ValueType.ofDuration("0ms", "1h").parse(text)).isEqualTo(Duration.ofMillis(millis));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "5",
                "5 parsecs",
                "-5ms",
                "61m",
                "2d",
                "PT2H",
                "PT-1S",
                "5,5s",
                "PT0.0005S",
                "five",
                "5MS",
                "99999999999999999999s",
                "9223372036854775807h",
                "PT",
                "٥s",
                "5ms;"
            })
    void refusesWhatIsNoDurationOrOutOfRange(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ValueType.ofDuration("0ms", "1h").parse(text));
    }

    @ParameterizedTest
    @CsvSource({"16384, 16384", "16KiB, 16384", "16 KiB, 16384", "32MiB, 33554432", "1GiB, 1073741824", "0, 0", "7B, 7"
    })
    void readsSizes(String text, long bytes) {
        assertThat(ValueType.ofBytes("0", "1GiB").parse(text)).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-1",
                "16KB",
                "16kib",
                "1.5MiB",
                "2GiB",
                "9999999999999999999",
                "99999999999GiB",
                "MiB",
                "1e3"
            })
    void refusesWhatIsNoSizeOrOutOfRange(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ValueType.ofBytes("0", "1GiB").parse(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "11", "1.0", "+5", "0x5", "5 5", "99999999999999999999", "٥"})
    void refusesWhatIsNoWholeNumberOrOutOfRange(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ValueType.ofInt(1, 10).parse(text));
    }

    @Test
    void readsWholeNumbersAtTheEdgesOfTheRange() {
        assertThat(ValueType.ofInt(1, 10).parse("1")).isEqualTo(1);
        assertThat(ValueType.ofInt(-5, 10).parse(" -5 ")).isEqualTo(-5);
        assertThat(ValueType.ofInt(1, 10).parse("10")).isEqualTo(10);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "NaN", "1.1", "-0.1", "0x1p-1", ".5", "0,5", "1d", "Infinity"})
    void refusesWhatIsNoFraction(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ValueType.ofDouble(0, 1).parse(text));
    }

    @Test
    void readsFractions() {
        assertThat(ValueType.ofDouble(0, 1).parse("0.25")).isEqualTo(0.25);
        assertThat(ValueType.ofDouble(0, 1).parse("1")).isEqualTo(1.0);
    }

    @Test
    void readsBooleansAndRefusesEverythingElse() {
        assertThat(ValueType.ofBoolean().parse("TRUE")).isTrue();
        assertThat(ValueType.ofBoolean().parse(" false")).isFalse();
        for (var text : List.of("", "yes", "1", "on", "tru")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> ValueType.ofBoolean().parse(text));
        }
    }

    @Test
    void readsWordsWhateverTheirCase() {
        assertThat(ValueType.ofWords(Compression.class).parse("ZSTD")).isEqualTo(Compression.ZSTD);
        assertThat(ValueType.ofWords(Isolation.class).parse("read-committed")).isEqualTo(Isolation.READ_COMMITTED);
        assertThat(ValueType.ofWords(Acks.class, Acks::word).parse("1")).isEqualTo(Acks.LEADER);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ValueType.ofWords(Compression.class).parse("lz5"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ValueType.ofWords(Acks.class, Acks::word).parse("leader"));
    }

    @Test
    void readsBrokers() {
        assertThat(ValueType.ofBrokers().parse("kafka-1.example.org:9092, 10.0.0.1:9093,[::1]:9094,[fe80::1%eth0]:1"))
                .containsExactly("kafka-1.example.org:9092", "10.0.0.1:9093", "[::1]:9094", "[fe80::1%eth0]:1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ",",
                "a:1,",
                "a",
                "a:",
                "a:0",
                "a:65536",
                "a:x",
                ":9092",
                "::1:9092",
                "[::1]",
                "PLAINTEXT://a:1",
                "a b:1",
                "a:1,a:1",
                "[a:1",
                "-a:1",
                "a;b:1",
                "[]:1"
            })
    void refusesWhatIsNoListOfBrokers(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ValueType.ofBrokers().parse(text));
    }

    @Test
    void readsListsWithoutBlankEntries() {
        assertThat(ValueType.ofList("texts").parse(" a , b")).containsExactly("a", "b");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ValueType.ofList("texts").parse("a,,b"))
                .withMessage("has a blank entry");
    }

    @Test
    void saysWhatIsAllowedInWords() {
        assertThat(ValueType.ofDuration("0ms", "1h").allowed()).isEqualTo("0 to 1 h, as PT0.005S or 5ms");
        assertThat(ValueType.ofInt(1, 1000).allowed()).isEqualTo("1 to 1000");
        assertThat(ValueType.ofWords(Compression.class).allowed()).isEqualTo("one of none, gzip, snappy, lz4, zstd");
    }
}
