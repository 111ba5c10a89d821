// SPDX-License-Identifier: MIT
package io.mqconnector.examples.chat.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReportTest {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(bytes, false, StandardCharsets.UTF_8);
    private final DemoSummary summary = new DemoBooks(1, List.of(), null).summary(0, 0, List.of("a problem"));

    @Test
    void theLastLineIsTheOneLineOfJson() {
        var report = new Report(out, true);

        report.line("first");
        report.finish(summary);

        assertThat(lines()).startsWith("first").last().isEqualTo(summary.toJson());
        assertThat(lines()).filteredOn(line -> line.startsWith("{")).hasSize(1);
    }

    @Test
    void withoutJsonTheLastLineIsForPeople() {
        new Report(out, false).finish(summary);

        assertThat(lines()).last().isEqualTo("FAILED");
    }

    @Test
    void nothingIsPrintedAfterTheSummary() throws Exception {
        var report = new Report(out, true);
        assertThat(report.awaitFinished(Duration.ZERO)).isFalse();
        report.finish(summary);
        int size = bytes.size();

        report.line("late");
        report.finish(summary);

        assertThat(bytes.size()).isEqualTo(size);
        assertThat(report.awaitFinished(Duration.ZERO)).isTrue();
    }

    @Test
    void nothingIsPrintedAfterAnEndWithoutSummary() throws Exception {
        var report = new Report(out, true);

        report.end();
        report.finish(summary);

        assertThat(bytes.size()).isZero();
        assertThat(report.awaitFinished(Duration.ZERO)).isTrue();
    }

    private List<String> lines() {
        return bytes.toString(StandardCharsets.UTF_8).lines().toList();
    }
}
