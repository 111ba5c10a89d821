// SPDX-License-Identifier: MIT
package io.mqconnector.examples.chat.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.mqconnector.api.MqErrorCode;
import io.mqconnector.api.MqMessage;
import io.mqconnector.api.MqOutcome;
import io.mqconnector.api.MqSendCallback;
import io.mqconnector.api.MqSendException;
import io.mqconnector.examples.chat.ChatClient;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ChatLoadTest {
    private static final MqMessage NOTHING = MqMessage.of("none", null);

    private final DemoBooks books = new DemoBooks(10, List.of("gateway-1", "gateway-2"), "run1", null);
    private final RecordingClient first = new RecordingClient();
    private final RecordingClient second = new RecordingClient();

    @Test
    void usersPostInTurnEachThroughOneGatewayWithEveryTenthPostAnEvent() throws Exception {
        load(DemoOptions.builder().users(10).messages(40).rate(0)).run(() -> false);

        assertThat(first.posts).hasSize(20).first().asString().startsWith("user-000000 run1-chat-0 run1-chat|0|0|");
        assertThat(second.posts).hasSize(20).first().asString().startsWith("user-000001 run1-chat-1 run1-chat|1|0|");
        assertThat(first.posts.get(5)).startsWith("user-000000 run1-chat-10 run1-chat|10|1|");
        assertThat(first.events).hasSize(2).first().asString().startsWith("user-000000 run1-event-0 run1-event|0|0|");
        assertThat(second.events).hasSize(2);
        assertThat(books.counts().acknowledged()).isEqualTo(44);
        assertThat(books.sendLatencies().totalP99Micros()).isNotNegative();
    }

    @Test
    void aChatMessageHas300Bytes() throws Exception {
        load(DemoOptions.builder().messages(1)).run(() -> false);

        String text = first.posts.get(0).replaceFirst("\\S+ \\S+ ", "");
        assertThat(text.getBytes(StandardCharsets.UTF_8)).hasSize(300);
    }

    @Test
    void postsNoMoreThanMayBeInFlight() throws Exception {
        first.isSilent = true;
        second.isSilent = true;
        var load = load(DemoOptions.builder().users(10).messages(100).rate(0).maxInFlight(7));
        var asked = new AtomicLong();

        load.run(() -> asked.incrementAndGet() > 20);

        assertThat(first.posts.size() + second.posts.size()).isEqualTo(7);
        assertThat(load.inFlight()).isEqualTo(7);
        assertThat(books.counts().unresolved()).isEqualTo(7);
    }

    @Test
    void aFailedSendIsEnteredWithItsOutcomeAndLetsTheNextBegin() throws Exception {
        first.failure = MqOutcome.NOT_WRITTEN;
        second.failure = MqOutcome.UNKNOWN;
        var load = load(DemoOptions.builder().users(10).messages(9).rate(0).maxInFlight(1));

        load.run(() -> false);

        assertThat(books.counts().notWritten()).isEqualTo(5);
        assertThat(books.counts().unknown()).isEqualTo(4);
        assertThat(load.inFlight()).isZero();
    }

    @Test
    void testsHearOfEveryPost() throws Exception {
        var heard = new ArrayList<Long>();
        var hooks = new DemoHooks() {
            @Override
            public void posted(long count) {
                heard.add(count);
            }
        };

        load(DemoOptions.builder().messages(3).rate(0).hooks(hooks)).run(() -> false);

        assertThat(heard).containsExactly(1L, 2L, 3L);
    }

    private ChatLoad load(DemoOptions.Builder options) {
        return new ChatLoad(options.build(), books, List.of(first, second));
    }

    /** Writes down what is posted, and answers at once. */
    private static final class RecordingClient extends ChatClient {
        private final List<String> posts = new ArrayList<>();
        private final List<String> events = new ArrayList<>();
        private boolean isSilent;
        private MqOutcome failure;

        @Override
        public void post(String userId, String text, String traceId, MqSendCallback outcome) {
            posts.add(userId + " " + traceId + " " + text);
            answer(outcome);
        }

        @Override
        public void announce(String userId, String event, String traceId, MqSendCallback outcome) {
            events.add(userId + " " + traceId + " " + event);
            answer(outcome);
        }

        private void answer(MqSendCallback outcome) {
            if (isSilent) {
                return;
            }
            if (failure == null) {
                outcome.acknowledged(NOTHING, 0, 0, 0);
            } else {
                outcome.failed(
                        NOTHING,
                        new MqSendException(
                                MqErrorCode.TIMED_OUT, failure, "none", -1, "on purpose", null, true, false));
            }
        }
    }
}
