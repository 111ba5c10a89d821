// SPDX-License-Identifier: MIT
package io.mqconnector.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class JsonRowsTest {
    private static final Result SEND = new Result(
            Measure.throughput("send"),
            "mq",
            new Spread(1_234_567.6, 1_000_000, 2_000_000),
            new Spread(0.98765, 0.9, 1.1),
            List.of());
    private static final Result SYNC = new Result(
            Measure.latency("send-sync-p99"), "raw", new Spread(310.26, 300, 400), new Spread(1, 1, 1), List.of());

    @Test
    void writesAnArrayOfFlatRows() {
        assertThat(JsonRows.of(List.of(SEND, SYNC), true)).isEqualTo("""
                        [
                        {"workload":"send","system":"mq","value":1234568,"unit":"records/s","ratioToRaw":0.988,"min":1000000,"max":2000000},
                        {"workload":"send-sync-p99","system":"raw","value":310.3,"unit":"us","ratioToRaw":1.000,"min":300.0,"max":400.0}
                        ]
                        """);
    }

    @Test
    void marksRowsOfARunThatMeansNothing() {
        assertThat(JsonRows.of(List.of(SEND), false)).contains("\"max\":2000000,\"sanityOnly\":true}");
    }

    @Test
    void tellsWhichBarsAreMet() {
        var measure = Measure.throughput("consume");
        var high = new Verdict(Bar.atLeast(measure, "mq", 1.3, "raw"), new Spread(1.2, 1, 1.5), false);
        var low = new Verdict(Bar.atLeast(measure, "mq", 1, "raw-async"), new Spread(1.1, 1, 1.2), true);

        assertThat(JsonRows.of(
                        List.of(new Result(
                                measure, "mq", new Spread(1, 1, 1), new Spread(1.2, 1, 1.5), List.of(high, low))),
                        true))
                .contains(
                        ",\"bars\":[{\"bar\":\">= 1.3 x raw\",\"value\":1.200,\"min\":1.000,\"max\":1.500,\"isMet\":false},"
                                + "{\"bar\":\">= 1 x raw-async\",\"value\":1.100,\"min\":1.000,\"max\":1.200,\"isMet\":true}]}");
    }

    @Test
    void writesAnEmptyArray() {
        assertThat(JsonRows.of(List.of(), true)).isEqualTo("[]\n");
    }

    @Test
    void escapesWhatJsonReserves() {
        assertThat(JsonRows.quoted("a\"b\\c\nd é")).isEqualTo("\"a\\\"b\\\\c\\u000ad é\"");
    }

    @Test
    void hasNoNumberForInfinity() {
        assertThat(JsonRows.number(Double.POSITIVE_INFINITY, 1)).isEqualTo("null");
        assertThat(JsonRows.number(Double.NaN, 1)).isEqualTo("null");
    }
}
