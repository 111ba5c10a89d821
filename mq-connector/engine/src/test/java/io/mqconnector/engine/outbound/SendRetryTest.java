// SPDX-License-Identifier: MIT
package io.mqconnector.engine.outbound;

import static io.mqconnector.engine.outbound.StripesFixture.retry;
import static io.mqconnector.engine.outbound.StripesFixture.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.mqconnector.api.MqErrorCode;
import io.mqconnector.api.MqOutcome;
import io.mqconnector.engine.client.SendLimits;
import java.time.Duration;
import org.apache.kafka.common.errors.NotEnoughReplicasException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class SendRetryTest {
    private static final Duration LONG = Duration.ofSeconds(20);

    private final Recorder recorder = new Recorder();

    @Test
    void sendsAgainBeforeLaterOnesWhatNeverEnteredKafkasBuffer() {
        var slow = new RetryPolicy(50, Duration.ofMillis(200), Duration.ofMillis(200), 1, 0, false);
        try (var fixture = new StripesFixture(1, LONG, slow, StripesFixture.LIMITS)) {
            var only = fixture.cluster.producer(0);
            only.sendFailure = new TimeoutException("no metadata");

            fixture.send("k", "a", recorder);
            fixture.send("k", "b", recorder);
            only.sendFailure = null;

            until(() -> recorder.acknowledged.size() == 2);
            assertThat(fixture.cluster.log()).containsExactly("a", "b");
            assertThat(fixture.producer.stats().failedCount()).isZero();
            assertThat(fixture.producer.stats().sentCount()).isEqualTo(2);
        }
    }

    @Test
    void sendsAgainWhatWasRefusedIfItIsTheLastOfItsKey() {
        try (var fixture = new StripesFixture(1, LONG, true)) {
            var only = fixture.cluster.producer(0);
            only.freeze();
            only.ioFailures.put("a", new NotEnoughReplicasException("one is down"));
            fixture.send("k", "a", recorder);
            fixture.send("other", "b", recorder);

            only.thaw();

            until(() -> recorder.acknowledged.size() == 2);
            assertThat(fixture.cluster.log()).containsExactlyInAnyOrder("a", "b");
            fixture.producer.flush(LONG);
            assertThat(fixture.producer.stats().inFlightCount()).isZero();
        }
    }

    @Test
    void passesOnAFailureThatALaterMessageOfTheKeyHasOvertaken() {
        try (var fixture = new StripesFixture(1, LONG, true)) {
            var only = fixture.cluster.producer(0);
            only.freeze();
            only.ioFailures.put("a", new NotEnoughReplicasException("one is down"));
            fixture.send("k", "a", recorder);
            fixture.send("k", "b", recorder);

            only.thaw();

            until(() -> recorder.acknowledged.size() + recorder.failed.size() == 2);
            assertThat(fixture.cluster.log()).containsExactly("b");
            assertThat(recorder.failed.get("a").outcome()).isEqualTo(MqOutcome.NOT_WRITTEN);
        }
    }

    @Test
    void doesNotTryAgainWhatMayBeWritten() {
        try (var fixture = new StripesFixture(1, LONG, true)) {
            fixture.cluster.producer(0).ioFailures.put("a", new TimeoutException("expired"));

            fixture.send("k", "a", recorder);

            until(() -> recorder.failed.containsKey("a"));
            assertThat(recorder.failed.get("a").outcome()).isEqualTo(MqOutcome.UNKNOWN);
            assertThat(fixture.cluster.log()).isEmpty();
        }
    }

    @Test
    void triesAgainWhatMayBeWrittenWhenTold() {
        var policy = new RetryPolicy(3, Duration.ofMillis(1), Duration.ofMillis(1), 1, 0, true);
        try (var fixture = new StripesFixture(1, LONG, policy, StripesFixture.LIMITS)) {
            fixture.cluster.producer(0).ioFailures.put("a", new TimeoutException("expired"));

            fixture.send("k", "a", recorder);

            until(() -> recorder.acknowledged.contains("a"));
        }
    }

    @Test
    void doesNotTryAgainWhatNeverSucceeds() {
        try (var fixture = new StripesFixture(1, LONG, true)) {
            fixture.cluster.producer(0).sendFailure = new RecordTooLargeException("2 MB");

            fixture.send("k", "a", recorder);

            assertThat(recorder.failed.get("a").code()).isEqualTo(MqErrorCode.MESSAGE_TOO_LARGE);
        }
    }

    @Test
    void givesUpAfterSoManyAttempts() {
        try (var fixture = new StripesFixture(1, LONG, retry(3), StripesFixture.LIMITS)) {
            fixture.cluster.producer(0).sendFailure = new TimeoutException("no metadata");

            fixture.send("k", "a", recorder);

            until(() -> recorder.failed.containsKey("a"));
            assertThat(recorder.failed.get("a").code()).isEqualTo(MqErrorCode.CONNECTION_FAILED);
            assertThat(recorder.failed.get("a").outcome()).isEqualTo(MqOutcome.NOT_WRITTEN);
        }
    }

    @Test
    void staysWithinTheTimeOfTheMessage() {
        var limits = new SendLimits("b:9092", Duration.ofMillis(100), Duration.ofMillis(100), 1_000_000, 4_000_000);
        var endless = new RetryPolicy(1_000_000, Duration.ofMillis(20), Duration.ofMillis(20), 1, 0, false);
        try (var fixture = new StripesFixture(1, LONG, endless, limits)) {
            fixture.cluster.producer(0).sendFailure = new TimeoutException("no metadata");

            fixture.send("k", "a", recorder);

            // all its attempts would take hours
            until(() -> recorder.failed.containsKey("a"));
        }
    }
}
