// SPDX-License-Identifier: MIT
package io.mqconnector.examples.chat.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class DemoSummaryTest {
    @Test
    void jsonHasExactlyTheFieldsThatOthersRead() {
        assertThat(summary(List.of()).toJson())
                .isEqualTo("{\"sent\":44000,\"delivered\":43999,\"lost\":1,\"duplicates\":2,\"outOfOrder\":3,"
                        + "\"sendP99Micros\":1234,\"deliveryP99Micros\":5678,\"seconds\":20.0}");
    }

    @Test
    void jsonDoesNotDependOnTheLocale() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.GERMANY);

            assertThat(summary(List.of()).toJson()).endsWith("\"seconds\":20.0}");
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void aCleanSummarySaysSo() {
        assertThat(summary(List.of()).isClean()).isTrue();
        assertThat(summary(List.of()).toLines()).last().isEqualTo("all is well");
    }

    @Test
    void everyProblemIsSaid() {
        DemoSummary summary = summary(List.of("one", "two"));

        assertThat(summary.isClean()).isFalse();
        assertThat(summary.toLines())
                .contains("PROBLEM: one", "PROBLEM: two")
                .last()
                .isEqualTo("FAILED");
    }

    private static DemoSummary summary(List<String> problems) {
        return new DemoSummary(40_000, 4_000, 43_999, 1, 2, 3, 1, 5, 6, 7, 8, 9, 1_234, 5_678, 20.04, problems);
    }
}
