// SPDX-License-Identifier: MIT
package io.mqconnector.engine.outbound;

import static io.mqconnector.engine.outbound.StripesFixture.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.mqconnector.api.MqMessage;
import io.mqconnector.engine.metrics.TopicTraffic;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The fixture names two topics. */
@Timeout(60)
class TopicCountsTest {
    private static final Duration LONG = Duration.ofSeconds(20);

    private static void send(StripesFixture fixture, String topic, int bytes) {
        fixture.producer.send(MqMessage.of(topic, "k", new byte[bytes]));
    }

    private static Map<String, TopicTraffic.Stats> topics(StripesFixture fixture) {
        var byName = new LinkedHashMap<String, TopicTraffic.Stats>();
        fixture.producer.topics().forEach(stats -> byName.put(stats.topic(), stats));
        return byName;
    }

    @Test
    void countsByTopicAndKeepsTheCountsOverARotation() throws Exception {
        try (var fixture = new StripesFixture(1, LONG, false)) {
            send(fixture, "a", 10);
            send(fixture, "b", 20);
            send(fixture, "c", 30);
            var report = fixture.producer.rotate(0).get();
            assertThat(report.isApplied()).isTrue();
            send(fixture, "a", 40);
            send(fixture, "d", 50);

            var topics = topics(fixture);
            assertThat(topics.keySet()).containsExactlyInAnyOrder("a", "b", "other");
            assertThat(topics.values().stream().mapToLong(TopicTraffic.Stats::acknowledgedCount))
                    .containsExactlyInAnyOrder(2L, 1L, 2L);
            assertThat(topics.values().stream()
                            .mapToLong(TopicTraffic.Stats::timedCount)
                            .sum())
                    .as("synchronous sends are all timed")
                    .isEqualTo(5);
            assertThat(topics.values().stream()
                            .mapToLong(TopicTraffic.Stats::bytes)
                            .sum())
                    .isEqualTo(fixture.producer.stats().sentBytes());
            assertThat(fixture.producer.stats().acknowledgedCount()).isEqualTo(5);
            until(() -> fixture.cluster.producer(0).isEnded());
            assertThat(topics(fixture).values().stream()
                            .mapToLong(TopicTraffic.Stats::acknowledgedCount)
                            .sum())
                    .isEqualTo(5);
        }
    }

    @Test
    void countsFailuresWhereverAMessageFailed() {
        try (var fixture = new StripesFixture(1, LONG, false)) {
            fixture.cluster.latest().ioFailures.put("bad", new RecordTooLargeException());
            var inKafka = catchThrowable(
                    () -> fixture.producer.send(MqMessage.of("a", "k", "bad".getBytes(StandardCharsets.UTF_8))));
            fixture.cluster.latest().sendFailure = new RecordTooLargeException();
            var before = catchThrowable(() -> send(fixture, "a", 1));
            fixture.cluster.latest().sendFailure = null;
            fixture.producer.close();
            var refused = catchThrowable(() -> send(fixture, "b", 1));

            assertThat(Set.of(inKafka, before, refused)).doesNotContainNull();
            var topics = topics(fixture);
            assertThat(topics.get("a"))
                    .extracting(TopicTraffic.Stats::failedCount)
                    .isEqualTo(2L);
            assertThat(topics.get("b"))
                    .extracting(TopicTraffic.Stats::failedCount)
                    .isEqualTo(1L);
            assertThat(fixture.producer.stats().failedCount()).isEqualTo(3);
        }
    }
}
