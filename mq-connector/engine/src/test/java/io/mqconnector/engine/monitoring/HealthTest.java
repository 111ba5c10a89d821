// SPDX-License-Identifier: MIT
package io.mqconnector.engine.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.mqconnector.api.MqConnectionException;
import io.mqconnector.api.MqConsumer;
import io.mqconnector.api.MqConsumerStats;
import io.mqconnector.api.MqErrorCode;
import io.mqconnector.api.MqHealth;
import io.mqconnector.api.MqHealth.Part;
import io.mqconnector.api.MqHealth.Status;
import io.mqconnector.api.MqPing;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HealthTest {
    private static final MqPing ANSWERED = MqPing.answered("cluster", 3, 1_000);
    private static final MqPing SILENT =
            MqPing.failed(new MqConnectionException(MqErrorCode.CONNECTION_FAILED, "nobody there", null, true), 1_000);

    private static MqConsumerStats stats(int assigned, int stopped, long oldestStartedMillis) {
        return new MqConsumerStats(
                0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, assigned, stopped, oldestStartedMillis, 0);
    }

    private static Part listener(MqConsumer.State state, boolean isPaused, MqConsumerStats stats) {
        return Health.listener("orders", state, isPaused, stats, Duration.ofMinutes(5));
    }

    @Test
    void aConnectionIsUpWhenTheClusterAnswersAndItsProducersAreThere() {
        var part = Health.connection("default", ANSWERED, 2, 2, "CLOSED");

        assertThat(part.status()).isEqualTo(Status.UP);
        assertThat(part.reasons()).isEmpty();
    }

    @Test
    void aConnectionIsDownWhenNobodyAnswersOrNobodyHasBeenAsked() {
        assertThat(Health.connection("default", SILENT, 2, 2, ""))
                .isEqualTo(new Part(
                        MqHealth.Kind.CONNECTION,
                        "default",
                        Status.DOWN,
                        false,
                        List.of("no broker answers: nobody there")));
        assertThat(Health.connection("default", null, 2, 2, "").status()).isEqualTo(Status.DOWN);
    }

    @Test
    void aConnectionIsDegradedWithoutSomeOfItsProducersAndDownWithoutAny() {
        assertThat(Health.connection("default", ANSWERED, 1, 2, "").status()).isEqualTo(Status.DEGRADED);
        assertThat(Health.connection("default", ANSWERED, 0, 2, "").status()).isEqualTo(Status.DOWN);
        assertThat(Health.connection("default", SILENT, 1, 2, "").reasons()).hasSize(2);
    }

    @Test
    void aConnectionIsDegradedWhileItsBreakerIsOpenAndUpWhenTheNextSendPasses() {
        var part = Health.connection("default", ANSWERED, 2, 2, "OPEN");

        assertThat(part.status()).isEqualTo(Status.DEGRADED);
        assertThat(part.reasons()).containsExactly("the circuit breaker is OPEN: sends fail at once");
        var trying = Health.connection("default", ANSWERED, 2, 2, "HALF_OPEN");
        assertThat(trying.status()).isEqualTo(Status.UP);
        assertThat(trying.reasons()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "STARTING,UP",
        "RUNNING,UP",
        "DEGRADED,DEGRADED",
        "RECOVERING,DEGRADED",
        "FAILED,DOWN",
        "STOPPED,DOWN",
        "CLOSING,DOWN",
        "CLOSED,DOWN"
    })
    void aListenerIsAsItsStateSays(MqConsumer.State state, Status status) {
        var part = listener(state, false, stats(3, 0, 0));

        assertThat(part.status()).isEqualTo(status);
        assertThat(part.isStuck()).isFalse();
        if (state != MqConsumer.State.RUNNING) {
            assertThat(part.reasons()).hasSize(1);
        }
    }

    @Test
    void saysWhichPartitionsStandStillOrThatItIsPaused() {
        assertThat(listener(MqConsumer.State.DEGRADED, false, stats(3, 1, 0)).reasons())
                .containsExactly("1 of 3 partitions stand still");
        assertThat(listener(MqConsumer.State.DEGRADED, false, stats(3, 0, 0)).reasons())
                .containsExactly("its dead-letter topic is missing");
        assertThat(listener(MqConsumer.State.RUNNING, true, stats(3, 0, 0)).reasons())
                .containsExactly("it is paused");
    }

    @Test
    void aListenerThatDoesNotReturnIsStuck() {
        var part = listener(MqConsumer.State.RUNNING, false, stats(3, 0, 300_000));

        assertThat(part.isStuck()).isTrue();
        assertThat(part.status()).isEqualTo(Status.DEGRADED);
        assertThat(part.reasons()).containsExactly("a delivery has not returned for 300 s");
        assertThat(new MqHealth(List.of(part)).isLive()).isFalse();
    }

    @Test
    void theWholeIsAsItsWorstPart() {
        var up = Health.connection("default", ANSWERED, 2, 2, "");
        var down = Health.connection("analytics", SILENT, 2, 2, "");
        var degraded = listener(MqConsumer.State.DEGRADED, false, stats(1, 1, 0));

        assertThat(new MqHealth(List.of()).status()).isEqualTo(Status.UP);
        assertThat(new MqHealth(List.of(up, degraded)).status()).isEqualTo(Status.DEGRADED);
        assertThat(new MqHealth(List.of(up, down, degraded)).status()).isEqualTo(Status.DOWN);
        assertThat(new MqHealth(List.of(up, down, degraded)).isLive()).isTrue();
    }
}
