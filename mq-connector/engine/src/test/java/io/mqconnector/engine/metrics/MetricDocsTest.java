// SPDX-License-Identifier: MIT
package io.mqconnector.engine.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class MetricDocsTest {
    private static final String BEGIN = "<!-- generated from Metric by MetricDocsTest -->\n";
    private static final String END = "<!-- end of what is generated -->\n";

    private static Path document() {
        var directory = Path.of(System.getProperty("basedir", "")).toAbsolutePath();
        while (directory != null && !Files.isDirectory(directory.resolve("mq-api"))) {
            directory = directory.getParent();
        }
        assertThat(directory).as("the root of the repository").isNotNull();
        return directory.resolve("docs").resolve("monitoring.md");
    }

    @Test
    void isWhatTheRepositoryHas() throws IOException {
        var document = document();
        String text = Files.readString(document);
        int from = text.indexOf(BEGIN) + BEGIN.length();
        int to = text.indexOf(END);
        assertThat(to).as("the marks of what is generated").isGreaterThanOrEqualTo(from);

        if (Boolean.getBoolean("mq.docs.update")) {
            text = text.substring(0, from) + MetricDocs.render() + text.substring(to);
            Files.writeString(document, text);
        }

        assertThat(text.substring(from, text.indexOf(END)))
                .as("rewrite it with -Dmq.docs.update=true")
                .isEqualTo(MetricDocs.render());
    }

    @Test
    void sayEachMetricOnceWithUnitAndMeaning() {
        assertThat(Arrays.stream(Metric.values()).map(Metric::metricName)).doesNotHaveDuplicates();
        assertThat(Arrays.stream(Metric.values()).map(Metric::prometheusName))
                .doesNotHaveDuplicates()
                .allMatch(name -> name.matches("[a-z_][a-z0-9_]*"));
        for (var metric : Metric.values()) {
            assertThat(metric.unit()).as(metric.metricName()).isNotBlank();
            assertThat(metric.meaning()).as(metric.metricName()).endsWith(".").doesNotContain("|");
            assertThat(metric.labels()).as(metric.metricName()).allMatch(label -> label.matches("[a-z]+"));
        }
    }

    @Test
    void hasTheNamesOfTheDocuments() {
        assertThat(Arrays.stream(Metric.values()).filter(Metric::isAlias).map(Metric::metricName))
                .containsExactlyInAnyOrder(
                        "mq.producer.messages_sent",
                        "mq.producer.bytes_sent",
                        "mq.producer.send_errors",
                        "mq.producer.retry_count",
                        "mq.producer.average_latency_ms",
                        "mq.producer.queue_size",
                        "mq.consumer.messages_consumed",
                        "mq.consumer.bytes_consumed",
                        "mq.consumer.processing_errors",
                        "mq.consumer.commit_errors",
                        "mq.consumer.average_process_time",
                        "mq.consumer.lag");
    }
}
