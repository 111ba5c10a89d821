// SPDX-License-Identifier: MIT
package io.mqconnector.engine.pool;

import static org.assertj.core.api.Assertions.assertThat;

import io.mqconnector.engine.client.ClientFactory;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

class KafkaProducerSourceTest {
    @Test
    void givesATransactionWhatItNeedsWhateverPlainSendsDoWithout() {
        var hardened = KafkaProducerSource.hardened(Map.of(
                "acks",
                "0",
                "enable.idempotence",
                false,
                "max.in.flight.requests.per.connection",
                9,
                "retries",
                0,
                "linger.ms",
                7L));

        assertThat(hardened)
                .containsEntry("acks", "all")
                .containsEntry("enable.idempotence", true)
                .containsEntry("max.in.flight.requests.per.connection", 5)
                .containsEntry("linger.ms", 7L)
                .doesNotContainKey("retries");
    }

    @Test
    void keepsFewerRequestsInFlight() {
        assertThat(KafkaProducerSource.hardened(Map.of("max.in.flight.requests.per.connection", 1)))
                .containsEntry("max.in.flight.requests.per.connection", 1);
    }

    @Test
    void closesAProducerThatNobodyIsLeftToInitialise() {
        var source = new KafkaProducerSource(
                new ClientFactory(Runnable::run),
                Map.of("bootstrap.servers", "127.0.0.1:1"),
                new ScriptedSource().limits(),
                task -> {
                    throw new RejectedExecutionException("the threads have ended");
                });

        var building = source.build("left-alone", "id");

        assertThat(building).isCompletedExceptionally();
        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(thread -> thread.getName().contains("left-alone"));
    }
}
