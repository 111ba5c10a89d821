// SPDX-License-Identifier: MIT
package io.mqconnector.engine.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.mqconnector.engine.config.KafkaLoader;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

class RepeatedTriesTest {
    private static final Duration DELIVERY = Duration.ofSeconds(10);

    private final Exception refused = new ClusterAuthorizationException("refused");

    private final AtomicLong nanos = new AtomicLong(42);
    private final MockProducer<byte[], byte[]> producer = producer();
    private final RepeatedTries tries = new RepeatedTries(DELIVERY, nanos::get);

    @Test
    void aProducerThatSentNothingToTheTopicHasNotTried() {
        assertThat(look("t")).isEqualTo(Progress.TRIED_AT_MOST_ONCE);

        counted(producer, new MetricName(RepeatedTries.SENT, "producer-metrics", "", Map.of("client-id", "c")), 0);
        assertThat(look("t")).isEqualTo(Progress.NEVER_SENT);
    }

    /** Kafka reports what has expired on its way to the broker, counts it, and sends it all the same. */
    @Test
    void anExpiredMessageMayBeOnItsWayThoughNothingIsCounted() {
        counted(producer, new MetricName(RepeatedTries.SENT, "producer-metrics", "", Map.of("client-id", "c")), 0);

        assertThat(tries.of(producer, "c", "t", new TimeoutException("Expiring 1 record(s)")))
                .isEqualTo(Progress.TRIED_AT_MOST_ONCE);
    }

    @Test
    void kafkaCountsWhatIsLookedAt() {
        Map<String, Object> config =
                Map.of("bootstrap.servers", "127.0.0.1:1", "client.id", "c", "metric.reporters", "");
        try (var kafka = KafkaLoader.asContext(
                () -> new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer()))) {
            assertThat(kafka.metrics().keySet())
                    .filteredOn(name -> name.group().equals("producer-metrics")
                            && name.tags().equals(Map.of("client-id", "c")))
                    .extracting(MetricName::name)
                    .contains(RepeatedTries.SENT, RepeatedTries.REPEATED);
            assertThat(tries.of(kafka, "c", "t", refused)).isEqualTo(Progress.NEVER_SENT);
        }
    }

    @Test
    void aProducerThatNeverRepeatedHasTriedOnce() {
        repeated(producer, "t", 0);
        assertThat(look("t")).isEqualTo(Progress.TRIED_AT_MOST_ONCE);
    }

    @Test
    void aRepetitionMakesEveryFailureOfThatTopicDoubtful() {
        repeated(producer, "t", 1);
        repeated(producer, "other", 0);

        assertThat(look("t")).isEqualTo(Progress.MAYBE_TRIED_AGAIN);
        assertThat(look("t")).isEqualTo(Progress.MAYBE_TRIED_AGAIN);
        assertThat(look("other")).isEqualTo(Progress.TRIED_AT_MOST_ONCE);
    }

    @Test
    void theDoubtIsOverWhenEveryMessageOfThatTimeHasItsOutcome() {
        repeated(producer, "t", 1);
        look("t");

        nanos.addAndGet(DELIVERY.multipliedBy(2).toNanos() - 1);
        assertThat(look("t")).isEqualTo(Progress.MAYBE_TRIED_AGAIN);

        nanos.addAndGet(1);
        assertThat(look("t")).isEqualTo(Progress.TRIED_AT_MOST_ONCE);

        repeated(producer, "t", 2);
        assertThat(look("t")).isEqualTo(Progress.MAYBE_TRIED_AGAIN);
    }

    @Test
    void anotherProducerWithTheSameCountIsDoubtfulAnew() {
        repeated(producer, "t", 1);
        look("t");
        nanos.addAndGet(DELIVERY.multipliedBy(2).toNanos());
        var next = producer();
        repeated(next, "t", 1);

        assertThat(tries.of(next, "c", "t", refused)).isEqualTo(Progress.MAYBE_TRIED_AGAIN);
    }

    private Progress look(String topic) {
        return tries.of(producer, "c", topic, refused);
    }

    private static MockProducer<byte[], byte[]> producer() {
        return new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
    }

    private static void repeated(MockProducer<byte[], byte[]> producer, String topic, double count) {
        counted(producer, topic, "record-send-total", 7);
        counted(producer, topic, "record-retry-total", count);
    }

    private static void counted(MockProducer<byte[], byte[]> producer, String topic, String what, double count) {
        counted(
                producer,
                new MetricName(what, "producer-topic-metrics", "", Map.of("client-id", "c", "topic", topic)),
                count);
    }

    private static void counted(MockProducer<byte[], byte[]> producer, MetricName name, double count) {
        producer.setMockMetrics(name, new Metric() {
            @Override
            public MetricName metricName() {
                return name;
            }

            @Override
            public Object metricValue() {
                return count;
            }
        });
    }
}
