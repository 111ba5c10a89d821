// SPDX-License-Identifier: MIT
package io.mqconnector.engine.outbound;

import static io.mqconnector.engine.outbound.StripesFixture.LIMITS;
import static io.mqconnector.engine.outbound.StripesFixture.get;
import static io.mqconnector.engine.outbound.StripesFixture.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.mqconnector.api.MqErrorCode;
import io.mqconnector.api.MqException;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.common.errors.NotEnoughReplicasException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Changes of stripes in two phases. */
@Timeout(30)
class PreparedStripesTest {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Map<String, Object> NEXT = Map.of("linger.ms", 7);

    private final Recorder recorder = new Recorder();

    private static StripeSettings settings(
            int stripes, @Nullable RetryPolicy retry, CircuitBreaker.@Nullable Settings breaker) {
        return new StripeSettings(stripes, LONG, Duration.ZERO, Duration.ofSeconds(1), retry, breaker);
    }

    @Test
    void goesOnAsBeforeUntilTheCommit() {
        try (var fixture = new StripesFixture(2, LONG, false)) {
            var change = fixture.producer.prepare(NEXT, LIMITS, settings(2, null, null));
            fixture.send("k", "before", recorder);
            until(() -> recorder.acknowledged.contains("before"));

            assertThat(fixture.cluster.producers).hasSize(4);
            assertThat(fixture.cluster.properties()).isEmpty();
            assertThat(fixture.cluster.producers.subList(0, 2)).noneMatch(FakeProducer::isEnded);
            get(change.commit());

            assertThat(fixture.cluster.properties()).isEqualTo(NEXT);
            until(() -> fixture.cluster.producers.subList(0, 2).stream().allMatch(FakeProducer::isEnded));
            assertThat(fixture.cluster.producers.subList(2, 4)).noneMatch(FakeProducer::isEnded);
            fixture.send("k", "after", recorder);
            until(() -> recorder.acknowledged.contains("after"));
        }
    }

    @Test
    void leavesNothingOfAChangeThatIsDropped() {
        try (var fixture = new StripesFixture(2, LONG, false)) {
            var change = fixture.producer.prepare(
                    NEXT, LIMITS, settings(3, StripesFixture.retry(2), new CircuitBreaker.Settings(1, LONG, 1)));

            change.abort();

            assertThat(fixture.cluster.producers).hasSize(5);
            until(() -> fixture.cluster.producers.subList(2, 5).stream().allMatch(FakeProducer::isEnded));
            assertThat(fixture.cluster.producers.subList(0, 2)).noneMatch(FakeProducer::isEnded);
            assertThat(fixture.cluster.properties()).isEmpty();
            assertThat(fixture.producer.stripeCount()).isEqualTo(2);
            assertThat(fixture.producer.breaker()).isEmpty();
        }
    }

    @Test
    void leavesNothingWhenTheSecondOfTheNewProducersCannotBeBuilt() {
        try (var fixture = new StripesFixture(2, LONG, false)) {
            fixture.cluster.failAfter(1);

            var failure = catchThrowableOfType(
                    MqException.class, () -> fixture.producer.prepare(NEXT, LIMITS, settings(2, null, null)));

            assertThat(failure.code()).isEqualTo(MqErrorCode.CONNECTION_FAILED);
            assertThat(fixture.cluster.producers).hasSize(3);
            until(() -> fixture.cluster.latest().isEnded());
            assertThat(fixture.cluster.properties()).isEmpty();
        }
    }

    @Test
    void changesPropertiesAndNumberTogether() {
        try (var fixture = new StripesFixture(1, LONG, false)) {
            get(fixture.producer.prepare(NEXT, LIMITS, settings(3, null, null)).commit());

            assertThat(fixture.producer.stripeCount()).isEqualTo(3);
            assertThat(fixture.producer.openStripeCount()).isEqualTo(3);
            assertThat(fixture.cluster.producers).hasSize(4);
            until(() -> fixture.cluster.producer(0).isEnded());
            assertThat(fixture.cluster.producers.subList(1, 4)).noneMatch(FakeProducer::isEnded);
        }
    }

    @Test
    void replacesAProducerThatCameBetweenThePhases() {
        try (var fixture = new StripesFixture(1, LONG, false)) {
            var change = fixture.producer.prepare(NEXT, LIMITS, settings(2, null, null));
            get(fixture.producer.resize(3));

            get(change.commit());

            assertThat(fixture.producer.stripeCount()).isEqualTo(2);
            until(() -> fixture.cluster.producers.stream()
                    .filter(producer -> !producer.isEnded())
                    .allMatch(producer -> fixture.cluster.propertiesOf(producer).equals(NEXT)));
            until(() -> fixture.producer.openStripeCount() == 2);
        }
    }

    @Test
    void beginsToRetryWithoutAnotherProducer() {
        try (var fixture = new StripesFixture(1, LONG, false)) {
            get(fixture.producer
                    .prepare(Map.of(), LIMITS, settings(1, StripesFixture.retry(3), null))
                    .commit());
            fixture.cluster.latest().ioFailures.put("a", new NotEnoughReplicasException("one is down"));

            fixture.send("k", "a", recorder);

            until(() -> !recorder.failed.isEmpty()
                    || fixture.cluster.latest().ioFailures.isEmpty());
            until(() -> recorder.acknowledged.contains("a"));
            assertThat(fixture.cluster.producers).hasSize(1);
        }
    }

    @Test
    void putsABreakerInAndTakesItOut() {
        try (var fixture = new StripesFixture(1, LONG, false)) {
            var settings = new CircuitBreaker.Settings(3, LONG, 1);
            get(fixture.producer
                    .prepare(Map.of(), LIMITS, settings(1, null, settings))
                    .commit());
            var breaker = fixture.producer.breaker().orElseThrow();
            var harder = new CircuitBreaker.Settings(1, LONG, 1);

            get(fixture.producer
                    .prepare(Map.of(), LIMITS, settings(1, null, harder))
                    .commit());

            assertThat(fixture.producer.breaker()).containsSame(breaker);
            assertThat(breaker.settings()).isEqualTo(harder);
            get(fixture.producer
                    .prepare(Map.of(), LIMITS, settings(1, null, null))
                    .commit());
            assertThat(fixture.producer.breaker()).isEmpty();
        }
    }

    @Test
    void countsHowOftenABreakerHasOpenedThoughItIsTakenOut() {
        try (var fixture = new StripesFixture(1, LONG, false)) {
            var enabled = settings(1, null, new CircuitBreaker.Settings(1, LONG, 1));
            get(fixture.producer.prepare(Map.of(), LIMITS, enabled).commit());
            fixture.producer.breaker().orElseThrow().failed(MqErrorCode.TIMED_OUT);

            get(fixture.producer
                    .prepare(Map.of(), LIMITS, settings(1, null, null))
                    .commit());
            assertThat(fixture.producer.breakerOpenedCount()).isEqualTo(1);

            get(fixture.producer.prepare(Map.of(), LIMITS, enabled).commit());
            assertThat(fixture.producer.breakerOpenedCount()).isEqualTo(1);
            assertThat(fixture.producer.breaker().orElseThrow().view().state()).isEqualTo("CLOSED");
        }
    }
}
