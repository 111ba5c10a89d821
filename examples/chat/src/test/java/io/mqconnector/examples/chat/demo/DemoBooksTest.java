// SPDX-License-Identifier: MIT
package io.mqconnector.examples.chat.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.mqconnector.api.MqContext;
import io.mqconnector.api.MqHeaders;
import io.mqconnector.api.MqMetadata;
import io.mqconnector.api.MqOutcome;
import io.mqconnector.examples.chat.ChatTopics;
import io.mqconnector.examples.chat.DeliveryObserver;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DemoBooksTest {
    private static final String GATEWAY_1 = ChatTopics.DOWNSTREAM_PREFIX + "gateway-1";
    private static final String GATEWAY_2 = ChatTopics.DOWNSTREAM_PREFIX + "gateway-2";

    private final DemoBooks books = new DemoBooks(10, List.of("gateway-1", "gateway-2"), "run1", null);
    private final DeliveryObserver logic = books.logicObserver();
    private final DeliveryObserver first = books.gatewayObserver("gateway-1");
    private final DeliveryObserver second = books.gatewayObserver("gateway-2");

    @BeforeEach
    void postOne() {
        books.chat().ledger().issue();
        books.chat().ledger().acknowledged(0);
    }

    @Test
    void aMessageThatEveryReaderHasReadIsDelivered() {
        deliver(logic, ChatTopics.UPSTREAM, 0);
        deliver(first, GATEWAY_1, 0);
        deliver(second, GATEWAY_2, 0);

        DemoSummary summary = summary(0);
        assertThat(summary.problems()).isEmpty();
        assertThat(summary.isClean()).isTrue();
        assertThat(summary.sent()).isEqualTo(1);
        assertThat(summary.delivered()).isEqualTo(1);
        assertThat(summary.deliveryP99Micros()).isPositive();
    }

    @Test
    void aLostMessageIsAProblemAndNamed() {
        deliver(logic, ChatTopics.UPSTREAM, 0);
        deliver(first, GATEWAY_1, 0);

        DemoSummary summary = summary(0);
        assertThat(summary.lost()).isEqualTo(1);
        assertThat(summary.problems())
                .containsExactly(
                        "1 acknowledged messages did not reach every reader",
                        "chat message 0 (user-0, number 0) not read by gateway-2");
    }

    @Test
    void aDuplicateWithoutACountedCauseIsAProblem() {
        deliver(logic, ChatTopics.UPSTREAM, 0);
        deliver(logic, ChatTopics.UPSTREAM, 0);
        deliver(first, GATEWAY_1, 0);
        deliver(second, GATEWAY_2, 0);

        assertThat(summary(0).problems()).containsExactly("1 records came again, and no connector counted a cause");
        assertThat(summary(1).problems()).isEmpty();
        assertThat(summary(1).duplicates()).isEqualTo(1);
    }

    @Test
    void recordsOfOthersAreCountedButChangeNothing() {
        var otherRun = new DemoBooks(10, List.of("gateway-1", "gateway-2"), "run2", null);
        var numbers = new TextFormat.Numbers(0, 0, System.nanoTime());
        String foreign = otherRun.chat().format().write(numbers, "hello", 300);

        first.delivered("user-000000", foreign, "run2-chat-0", new Place(GATEWAY_1, 0, 5));
        first.delivered("user-000000", "{}", null, new Place(GATEWAY_1, 0, 6));
        first.delivered(null, null, null, new Place(GATEWAY_1, 0, 7));

        assertThat(summary(0).foreign()).isEqualTo(3);
        assertThat(summary(0).problems()).noneMatch(problem -> problem.contains("damaged"));
        assertThat(books.counts().lost()).isEqualTo(1);
    }

    @Test
    void aWrongTraceIdIsDamage() {
        assertThat(damageOf(0, 0, "user-000000", "run1-chat-1", GATEWAY_1)).isTrue();
        assertThat(damageOf(0, 0, "user-000000", null, GATEWAY_1)).isTrue();
    }

    @Test
    void aWrongKeyIsDamage() {
        assertThat(damageOf(0, 0, "user-000001", "run1-chat-0", GATEWAY_1)).isTrue();
        assertThat(damageOf(0, 0, null, "run1-chat-0", GATEWAY_1)).isTrue();
    }

    @Test
    void aWrongSequenceNumberIsDamage() {
        assertThat(damageOf(0, 1, "user-000000", "run1-chat-0", GATEWAY_1)).isTrue();
    }

    @Test
    void aMessageThatWasNeverPostedIsDamage() {
        assertThat(damageOf(1, 0, "user-000001", "run1-chat-1", GATEWAY_1)).isTrue();
    }

    @Test
    void anotherGatewaysTopicIsDamage() {
        assertThat(damageOf(0, 0, "user-000000", "run1-chat-0", GATEWAY_2)).isTrue();
    }

    @Test
    void whatIsAsPostedIsNoDamage() {
        assertThat(damageOf(0, 0, "user-000000", "run1-chat-0", GATEWAY_1)).isFalse();
    }

    @Test
    void userEventsHaveTheirOwnReaders() {
        books.events().ledger().issue();
        books.events().ledger().acknowledged(0);
        var numbers = new TextFormat.Numbers(0, 0, 1);
        String text = books.events().format().write(numbers, "typing", 64);

        books.eventObserver(DemoBooks.NOTIFICATION)
                .delivered("user-000000", text, "run1-event-0", new Place(ChatTopics.USER_EVENTS, 0, 0));
        assertThat(books.events().ledger().counts().lost()).isEqualTo(1);
        books.eventObserver(DemoBooks.ANALYTICS)
                .delivered("user-000000", text, "run1-event-0", new Place(ChatTopics.USER_EVENTS, 0, 0));

        assertThat(books.events().ledger().counts().lost()).isZero();
        assertThat(summary(0).eventsSent()).isEqualTo(1);
        assertThat(summary(0).sent()).isEqualTo(2);
    }

    @Test
    void aMessageReportedAsNotWrittenThatAppearsIsAProblem() {
        books.chat().ledger().issue();
        books.chat().ledger().failed(1, MqOutcome.NOT_WRITTEN);
        var numbers = new TextFormat.Numbers(1, 0, 1);
        String text = books.chat().format().write(numbers, "hello", 300);

        logic.delivered("user-000001", text, "run1-chat-1", new Place(ChatTopics.UPSTREAM, 0, 0));

        assertThat(summary(0).problems()).contains("1 messages reported as not written were read");
        assertThat(summary(0).failedNotWritten()).isEqualTo(1);
    }

    @Test
    void whatWasPostedToWarmUpIsCheckedButNotCounted() {
        var after = new DemoBooks(10, List.of("gateway-1", "gateway-2"), "run2", books);

        deliver(after.logicObserver(), ChatTopics.UPSTREAM, 0);
        deliver(after.gatewayObserver("gateway-1"), GATEWAY_1, 0);
        assertThat(after.summary(1, 0, List.of()).problems())
                .contains("while warming up: 1 acknowledged messages did not reach every reader");
        deliver(after.gatewayObserver("gateway-2"), GATEWAY_2, 0);
        after.gatewayObserver("gateway-2").delivered("k", "{}", null, new Place(GATEWAY_2, 0, 9));

        DemoSummary summary = after.summary(1, 0, List.of());
        assertThat(summary.problems()).containsExactly("no message was acknowledged");
        assertThat(summary.sent()).isZero();
        assertThat(summary.deliveryP99Micros()).isZero();
        assertThat(summary.foreign()).isEqualTo(1);
        assertThat(books.isSettled()).isTrue();
    }

    @Test
    void noMessageAtAllIsAProblem() {
        var empty = new DemoBooks(10, List.of("gateway-1", "gateway-2"), null);

        assertThat(empty.summary(1, 0, List.of()).problems()).containsExactly("no message was acknowledged");
    }

    @Test
    void twoRunsHaveDifferentIds() {
        assertThat(new DemoBooks(1, List.of(), null).runId()).isNotEqualTo(new DemoBooks(1, List.of(), null).runId());
    }

    private boolean damageOf(long id, long sequence, String userId, String traceId, String topic) {
        var numbers = new TextFormat.Numbers(id, sequence, System.nanoTime());
        String text = books.chat().format().write(numbers, "hello", 300);
        first.delivered(userId, text, traceId, new Place(topic, 0, 0));
        return summary(0).problems().stream().anyMatch(problem -> problem.contains("damaged"));
    }

    private void deliver(DeliveryObserver observer, String topic, long offset) {
        var numbers = new TextFormat.Numbers(0, 0, System.nanoTime() - 1_000_000);
        String text = books.chat().format().write(numbers, "hello", 300);
        observer.delivered("user-000000", text, "run1-chat-0", new Place(topic, 0, offset));
    }

    private DemoSummary summary(long causes) {
        return books.summary(1, causes, List.of());
    }

    /** A place in a topic. */
    private record Place(String topic, int partitionNumber, long offset) implements MqMetadata {
        @Override
        public long timestampMillis() {
            return 0;
        }

        @Override
        public MqHeaders headers() {
            return MqHeaders.none();
        }

        @Override
        public int attempt() {
            return 1;
        }

        @Override
        public MqContext context() {
            throw new UnsupportedOperationException();
        }
    }
}
