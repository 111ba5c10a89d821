// SPDX-License-Identifier: MIT
package io.mqconnector.examples.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.mqconnector.api.MqBatchResult;
import io.mqconnector.api.MqContext;
import io.mqconnector.api.MqErrorCode;
import io.mqconnector.api.MqHeaders;
import io.mqconnector.api.MqMessage;
import io.mqconnector.api.MqMetadata;
import io.mqconnector.api.MqOutcome;
import io.mqconnector.api.MqProducer;
import io.mqconnector.api.MqReceipt;
import io.mqconnector.api.MqSendCallback;
import io.mqconnector.api.MqSendException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@SuppressWarnings("UnnecessaryAssignment") // there is no container here to inject anything
class ChatServicesTest {
    private static final MqMetadata PLACE = new Place(ChatTopics.UPSTREAM, 0, 7);

    private final List<MqMessage> sent = new ArrayList<>();
    private final List<String> observed = new ArrayList<>();
    private final DeliveryObserver observer =
            (userId, text, traceId, metadata) -> observed.add(userId + " " + text + " " + traceId);
    private final LogicService logic = new LogicService();
    private String failingTopic = "";

    @BeforeEach
    void inject() {
        logic.producer = producer();
        logic.gateways = new GatewayDirectory();
        logic.observer = observer;
    }

    @Test
    void logicSendsACopyToEveryGatewayWithKeyAndTrace() {
        logic.fanOut("hello", "ann", "trace-1", PLACE);

        assertThat(sent)
                .extracting(MqMessage::topic, MqMessage::keyText, MqMessage::text, MqMessage::headers)
                .containsExactly(
                        copy("gochat.messages.downstream.gateway-1"), copy("gochat.messages.downstream.gateway-2"));
        assertThat(observed).containsExactly("ann hello trace-1");
    }

    @Test
    void aPostIsNotDoneWhenACopyFailed() {
        failingTopic = "gochat.messages.downstream.gateway-2";

        assertThatThrownBy(() -> logic.fanOut("hello", "ann", "trace-1", PLACE)).isInstanceOf(MqSendException.class);

        assertThat(observed).isEmpty();
    }

    @Test
    void whatOthersHaveWrittenIsPassedOnToo() {
        logic.fanOut(null, null, null, PLACE);

        assertThat(sent).hasSize(2).allSatisfy(message -> {
            assertThat(message.key()).isNull();
            assertThat(message.value()).isNull();
            assertThat(message.headers().isEmpty()).isTrue();
        });
    }

    @Test
    void theClientPostsUpstreamUnderTheUsersId() {
        var client = new ChatClient();
        client.producer = producer();

        client.post("ann", "hello", "trace-1", new Ignoring());
        client.announce("ann", "typing", "trace-2", new Ignoring());

        assertThat(sent)
                .extracting(MqMessage::topic, MqMessage::keyText, MqMessage::text, MqMessage::headers)
                .containsExactly(
                        copy("gochat.messages.upstream"),
                        tuple("gochat.user-events", "ann", "typing", MqHeaders.of("X-Trace-ID", "trace-2")));
    }

    @Test
    void analyticsTakesTheWholeMessage() {
        var analytics = new AnalyticsService();
        analytics.observer = observer;
        var message = MqMessage.builder(ChatTopics.USER_EVENTS)
                .key("ann")
                .value("typing")
                .header(ChatTopics.TRACE_ID, "trace-1")
                .build();

        analytics.count(message, PLACE);

        assertThat(observed).containsExactly("ann typing trace-1");
    }

    private static Tuple copy(String topic) {
        return tuple(topic, "ann", "hello", MqHeaders.of("X-Trace-ID", "trace-1"));
    }

    /** Of the producer only what the services call. */
    private MqProducer producer() {
        return (MqProducer) Proxy.newProxyInstance(
                MqProducer.class.getClassLoader(), new Class<?>[] {MqProducer.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("sendBatch")) {
                        return sendBatch((List<?>) arguments[0]);
                    }
                    if (method.getName().equals("sendAsync") && arguments[1] instanceof MqSendCallback) {
                        sent.add((MqMessage) arguments[0]);
                        return null;
                    }
                    throw new UnsupportedOperationException(method.toString());
                });
    }

    private MqBatchResult sendBatch(List<?> messages) {
        return new MqBatchResult(
                messages.stream().map(MqMessage.class::cast).map(this::result).toList());
    }

    private MqBatchResult.Result result(MqMessage message) {
        sent.add(message);
        return message.topic().equals(failingTopic)
                ? MqBatchResult.Result.of(new MqSendException(
                        MqErrorCode.TIMED_OUT, MqOutcome.UNKNOWN, message.topic(), 0, "on purpose", null, true, false))
                : MqBatchResult.Result.of(new MqReceipt(message.topic(), 0, 0, 0, 0));
    }

    /** Hears nothing. */
    private static final class Ignoring implements MqSendCallback {
        @Override
        public void acknowledged(MqMessage message, int partition, long offset, long timestampMillis) {}

        @Override
        public void failed(MqMessage message, MqSendException failure) {}
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
