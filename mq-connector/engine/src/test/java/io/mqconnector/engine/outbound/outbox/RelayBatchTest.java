// SPDX-License-Identifier: MIT
package io.mqconnector.engine.outbound.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.mqconnector.api.MqErrorCode;
import io.mqconnector.api.MqHeaders;
import io.mqconnector.api.MqSendException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RelayBatchTest {
    /** A producer whose thread has died tells nothing any more. */
    private static final class SilentSender implements RecordSender {
        private boolean isClosed;

        @Override
        public void send(OutboxRow row, Consumer<@Nullable MqSendException> outcome) {
            if (row.id == 1) {
                outcome.accept(null);
            }
        }

        @Override
        public void close() {
            isClosed = true;
        }
    }

    private static OutboxRow row(long id) {
        return new OutboxRow(id, "m" + id, "t", null, new byte[1], MqHeaders.none(), null, 0);
    }

    @Test
    void givesUpASenderThatTellsNoOutcomeAndKeepsWhatHasOne() throws InterruptedException {
        var sender = new SilentSender();
        var batch = new RelayBatch(sender, Duration.ofMillis(20), new HashMap<>());

        batch.send(List.of(row(1), row(2), row(3)));

        assertThat(sender.isClosed).isTrue();
        assertThat(batch.acknowledged()).extracting(row -> row.id).containsExactly(1L);
        assertThat(batch.stopped()).isEmpty();
        assertThat(batch.trouble()).satisfies(trouble -> {
            assertThat(trouble.code()).isEqualTo(MqErrorCode.TIMED_OUT);
            assertThat(trouble).hasMessageContaining("2 messages of the outbox");
        });
    }
}
