// SPDX-License-Identifier: MIT
package io.mqconnector.engine.outbound;

import static io.mqconnector.engine.outbound.StripesFixture.get;
import static io.mqconnector.engine.outbound.StripesFixture.message;
import static io.mqconnector.engine.outbound.StripesFixture.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.mqconnector.api.MqErrorCode;
import io.mqconnector.api.MqException;
import io.mqconnector.api.MqMessage;
import io.mqconnector.api.MqSendException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Sends on the threads that tell outcomes. */
@Timeout(30)
class CallbackSendTest {
    private static final Duration LONG = Duration.ofSeconds(20);

    private final Recorder recorder = new Recorder();

    private static MqMessage elsewhere(String text) {
        return MqMessage.of("elsewhere", "k", text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void neverHoldsTheThreadOfAProducerInsideKafka() {
        try (var fixture = new StripesFixture(1, LONG, false)) {
            var only = fixture.cluster.producer(0);
            only.topics = Set.of("t");
            fixture.send("k", "first", new Recorder() {
                @Override
                public void acknowledged(MqMessage message, int partition, long offset, long timestampMillis) {
                    fixture.producer.sendAsync(elsewhere("from-callback"), recorder);
                }
            });

            until(() -> !only.held.isEmpty());
            assertThat(only.held).doesNotContain(only.ioThread());
            fixture.send("k", "later", recorder);
            only.metadata.countDown();

            until(() -> recorder.acknowledged.size() == 2);
            assertThat(fixture.cluster.log()).containsExactly("first", "from-callback", "later");
        }
    }

    @Test
    void goesStraightToAProducerThatKnowsTheTopic() {
        try (var fixture = new StripesFixture(1, LONG, false)) {
            var depth = new AtomicInteger();
            var threads = new CopyOnWriteArrayList<Thread>();
            fixture.send("k", "0", new Recorder() {
                @Override
                public void acknowledged(MqMessage message, int partition, long offset, long timestampMillis) {
                    int next = depth.incrementAndGet();
                    if (next <= 50) {
                        fixture.send("k", "" + next, this);
                        threads.add(Thread.currentThread());
                    }
                }
            });

            until(() -> fixture.cluster.log().size() == 51);
            assertThat(threads).containsOnly(fixture.cluster.producer(0).ioThread());
            assertThat(fixture.producer.stats().failedCount()).isZero();
        }
    }

    @Test
    void sendsToItsOwnAndToOtherStripesWhileAllRotate() {
        try (var fixture = new StripesFixture(2, LONG, false)) {
            fixture.cluster.producers.forEach(FakeProducer::freeze);
            for (int i = 0; i < 20; i++) {
                fixture.send("k" + i, "m" + i, new Recorder() {
                    @Override
                    public void acknowledged(MqMessage message, int partition, long offset, long timestampMillis) {
                        for (int j = 0; j < 20; j++) {
                            fixture.send("k" + j, Recorder.text(message) + ">" + j, recorder);
                        }
                    }
                });
            }
            var rotating = fixture.producer.rotate(RotationCause.REQUESTED);
            until(() -> isHeld(fixture, 0) && isHeld(fixture, 1));

            fixture.cluster.producer(0).thaw();
            fixture.cluster.producer(1).thaw();

            assertThat(get(rotating).replacedCount()).isEqualTo(2);
            until(() -> recorder.acknowledged.size() == 400);
            assertThat(recorder.failed).isEmpty();
        }
    }

    private static boolean isHeld(StripesFixture fixture, int stripe) {
        var lane = fixture.producer.stripe(stripe).gate().lane();
        return lane != null && !lane.isOpen();
    }

    @Test
    void refusesToBlockOnEveryThreadThatTellsOutcomes() {
        try (var fixture = new StripesFixture(1, LONG, false)) {
            var failures = new CopyOnWriteArrayList<MqErrorCode>();
            var blocking = new Recorder() {
                @Override
                public void acknowledged(MqMessage message, int partition, long offset, long timestampMillis) {
                    tryAll();
                }

                @Override
                public void failed(MqMessage message, MqSendException failure) {
                    tryAll();
                }

                private void tryAll() {
                    for (Runnable call : List.<Runnable>of(
                            () -> fixture.producer.send(message("k", "blocking")),
                            () -> fixture.producer.sendBatch(List.of(message("k", "blocking"))),
                            () -> fixture.producer.flush(LONG))) {
                        try {
                            call.run();
                        } catch (MqException e) {
                            failures.add(e.code());
                        }
                    }
                }
            };

            fixture.send("k", "a", blocking);
            until(() -> failures.size() == 3);
            // on the thread that hands over: Kafka refuses the message there
            fixture.cluster.producer(0).freeze();
            fixture.send("k", "b", recorder);
            var rotating = fixture.producer.rotate(0);
            until(() -> isHeld(fixture, 0));
            fixture.send("k", "c", blocking);
            fixture.cluster.sendFailure = new IllegalArgumentException("no");
            fixture.cluster.latest().sendFailure = fixture.cluster.sendFailure;
            fixture.cluster.producer(0).thaw();

            assertThat(get(rotating).isApplied()).isTrue();
            until(() -> failures.size() == 6);
            assertThat(failures).containsOnly(MqErrorCode.ILLEGAL_STATE);
        }
    }
}
