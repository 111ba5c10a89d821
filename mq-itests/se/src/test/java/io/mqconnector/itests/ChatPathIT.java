// SPDX-License-Identifier: MIT
package io.mqconnector.itests;

import static org.assertj.core.api.Assertions.assertThat;

import io.mqconnector.broker.EmbeddedBroker;
import io.mqconnector.examples.chat.demo.ChatDemo;
import io.mqconnector.examples.chat.demo.DemoHooks;
import io.mqconnector.examples.chat.demo.DemoOptions;
import io.mqconnector.examples.chat.demo.DemoSummary;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** 100,000 chat messages of 300 bytes with 1,000 keys through the whole chat backend, compared one by one. */
class ChatPathIT {
    private static final int MESSAGES = 100_000;

    private static DemoSummary run(DemoHooks hooks) throws InterruptedException {
        return ChatDemo.run(DemoOptions.builder()
                .messages(MESSAGES)
                .rate(0)
                .users(1_000)
                .hooks(hooks)
                .build());
    }

    @Test
    void losesDuplicatesAndReordersNothing() throws Exception {
        var summary = run(DemoHooks.none());

        assertThat(summary.problems()).isEmpty();
        assertThat(summary.chatSent()).isEqualTo(MESSAGES);
        assertThat(summary.delivered()).isEqualTo(summary.sent());
        assertThat(summary.lost()).isZero();
        assertThat(summary.duplicates()).isZero();
        assertThat(summary.outOfOrder()).isZero();
    }

    @Test
    @OnlyInCi
    void losesAndReordersNothingWhenTheBrokerIsRestartedInTheMiddle() throws Exception {
        var restarts = new AtomicInteger();

        var summary = run(new DemoHooks() {
            private @Nullable EmbeddedBroker broker;

            @Override
            public void brokerStarted(EmbeddedBroker broker) {
                this.broker = broker;
            }

            @Override
            public void posted(long count) {
                if (count == MESSAGES / 2 && broker != null) {
                    broker.restart();
                    restarts.incrementAndGet();
                }
            }
        });

        assertThat(restarts).hasValue(1);
        assertThat(summary.chatSent() + summary.failedNotWritten() + summary.failedUnknown())
                .isGreaterThanOrEqualTo(MESSAGES);
        assertThat(summary.lost()).isZero();
        assertThat(summary.outOfOrder()).isZero();
        assertThat(summary.problems())
                .as("a duplicate needs a counted cause; there were %d causes", summary.duplicateCauses())
                .isEmpty();
    }
}
