// SPDX-License-Identifier: MIT
package io.mqconnector.jmh;

import io.mqconnector.api.MqMessage;
import io.mqconnector.api.MqPoolStats.Cause;
import io.mqconnector.api.MqSendCallback;
import io.mqconnector.api.MqSendException;
import io.mqconnector.engine.client.ClientFactory;
import io.mqconnector.engine.client.ClusterWatch;
import io.mqconnector.engine.client.SendLimits;
import io.mqconnector.engine.metrics.TopicTraffic;
import io.mqconnector.engine.outbound.LaneSource;
import io.mqconnector.engine.outbound.Payloads;
import io.mqconnector.engine.outbound.StripeSettings;
import io.mqconnector.engine.outbound.StripedProducer;
import io.mqconnector.engine.pool.PooledProducer;
import io.mqconnector.spi.PayloadConverters;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What a send costs beyond Kafka's own: the caller's part, the I/O thread's part, and both on one thread. Compare each
 * with the one of the same name and {@code Raw}, which does as little as an application of the plain client must;
 * {@code roundTripBuilding} also makes the message. With {@code -prof gc} also the bytes.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
public class SendBenchmark {
    private static final RecordMetadata METADATA = new RecordMetadata(new TopicPartition("t", 0), 7, 0, 0, 8, 264);
    private static final SendLimits LIMITS =
            new SendLimits("none:1", Duration.ofSeconds(1), Duration.ofSeconds(1), 1_000_000, 1_000_000);
    private static final Callback RAW = (metadata, failure) -> {};
    private static final MqSendCallback CALLBACK = new MqSendCallback() {
        @Override
        public void acknowledged(MqMessage message, int partition, long offset, long timestampMillis) {
            // as little as the raw one
        }

        @Override
        public void failed(MqMessage message, MqSendException failure) {
            throw failure;
        }
    };

    private final SinkProducer kafka = new SinkProducer();
    private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(1);
    private final StripedProducer producer = new StripedProducer(
            new OneProducer(kafka),
            new StripeSettings(1, Duration.ofSeconds(1), Duration.ZERO, Duration.ofDays(1), null, null),
            LIMITS,
            new Payloads(PayloadConverters.of(SendBenchmark.class.getClassLoader()), code -> {}),
            new ClusterWatch(
                    new ClientFactory(threads),
                    "none",
                    new ClusterWatch.Settings(Map.of(), "none:1", Duration.ofDays(1)),
                    threads),
            code -> {},
            new TopicTraffic(100),
            () -> {
                throw new UnsupportedOperationException();
            },
            threads,
            threads,
            System::nanoTime);
    private final MqMessage message = MqMessage.of("t", "user-123", new byte[264]);
    private Callback acknowledgement = RAW;

    /** Opens the stripe, sends once. */
    @Setup
    public void open() {
        producer.open();
        producer.sendAsync(message, CALLBACK);
        acknowledgement = Objects.requireNonNull(kafka.last);
    }

    /** Ends the threads. */
    @TearDown
    public void close() {
        threads.shutdownNow();
    }

    /** The caller's part. */
    @Benchmark
    public void send() {
        producer.sendAsync(message, CALLBACK);
    }

    /** A record and nothing else. */
    @Benchmark
    public Object sendRaw() {
        return kafka.send(new ProducerRecord<>("t", null, null, message.key(), message.value(), null), RAW);
    }

    /** The I/O thread's part. */
    @Benchmark
    public void acknowledge() {
        acknowledgement.onCompletion(METADATA, null);
    }

    /** A callback and nothing else. */
    @Benchmark
    public void acknowledgeRaw() {
        RAW.onCompletion(METADATA, null);
    }

    /** Both parts, one after the other. */
    @Benchmark
    public void roundTrip() {
        producer.sendAsync(message, CALLBACK);
        acknowledgeLast();
    }

    /** Both parts, and the application's: making the message. */
    @Benchmark
    public void roundTripBuilding() {
        producer.sendAsync(
                MqMessage.builder("t").key(message.key()).value(message.value()).build(), CALLBACK);
        acknowledgeLast();
    }

    /** A record, a callback and nothing else. */
    @Benchmark
    public void roundTripRaw() {
        // the future that a caller gets is nobody's here
        Object ignored = kafka.send(new ProducerRecord<>("t", null, null, message.key(), message.value(), null), RAW);
        acknowledgeLast();
    }

    private void acknowledgeLast() {
        Objects.requireNonNull(kafka.last).onCompletion(METADATA, null);
    }

    /** Lends one and the same. */
    private static final class OneProducer implements LaneSource {
        private final PooledProducer only;

        OneProducer(SinkProducer kafka) {
            this.only = new PooledProducer(kafka, "sink", LIMITS);
        }

        @Override
        public PooledProducer lease() {
            return only;
        }

        @Override
        public PooledProducer leaseReplacement() {
            return only;
        }

        @Override
        public void end(PooledProducer producer, Cause cause, boolean isAtOnce) {
            // nothing to end
        }

        @Override
        public Map<String, Object> properties() {
            return Map.of();
        }

        @Override
        public void renew() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Prepared prepare(Map<String, Object> changed, SendLimits limits) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean isCurrent(PooledProducer producer) {
            return true;
        }

        @Override
        public void authenticate(Map<String, Object> properties, Duration timeout) {
            // nobody to ask
        }
    }
}
