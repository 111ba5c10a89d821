// SPDX-License-Identifier: MIT
package io.mqconnector.cdi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.mqconnector.api.MqBatchException;
import io.mqconnector.api.MqEnvelope;
import io.mqconnector.api.MqHeaders;
import io.mqconnector.api.MqListener;
import io.mqconnector.api.MqMessage;
import io.mqconnector.api.MqMetadata;
import io.mqconnector.api.MqRejectedException;
import io.mqconnector.spi.MqPayloadConverter;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.spi.DeploymentException;
import jakarta.inject.Inject;
import jakarta.json.JsonException;
import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbBuilder;
import jakarta.json.bind.JsonbException;
import jakarta.json.bind.spi.JsonbProvider;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class JsonPayloadTest {
    @Test
    void readsPayloadsThatNothingElseReadsAsJson() throws Exception {
        try (var application = TestApplication.started(Orders.class)) {
            application.deliver("Orders.one", "{\"number\":7,\"other\":null}");
            application.deliver("Orders.map", "{\"a\":1}");
            application.deliver("Orders.array", "[{\"number\":1},{\"number\":2}]");
            application.deliver("Orders.text", "{\"number\":7}");
            application.runtime().deliver("Orders.one", MqMessage.of("t", null));
            application.runtime().deliverBatch("Orders.batch", TestDelivery.ofTexts("{\"number\":1}", null));

            assertThat(application.journalLines())
                    .contains(
                            "one order 7",
                            "map {a=1}",
                            "array [order 1, order 2]",
                            "text {\"number\":7}",
                            "one null",
                            "batch [order 1, null]");
        }
    }

    @Test
    void failsTheRecordThatIsNoJson() {
        try (var application = TestApplication.started(Orders.class)) {
            assertThat(catchThrowable(() -> application.deliver("Orders.one", "{")))
                    .isInstanceOfAny(JsonbException.class, JsonException.class);
            assertThat(application.journalLines()).noneMatch(line -> line.startsWith("one"));
        }
    }

    @Test
    void failsOnlyTheRecordOfABatchThatIsNoJson() {
        try (var application = TestApplication.started(Orders.class)) {
            var batch = TestDelivery.ofTexts("{\"number\":1}", "{", "{\"number\":3}");

            var failure = catchThrowableOfType(
                    MqBatchException.class, () -> application.runtime().deliverBatch("Orders.batch", batch));

            assertThat(failure.failed()).containsExactly(batch.get(1));
            assertThat(application.journalLines()).contains("batch [order 1, order 3]");
        }
    }

    @Test
    void leavesTypesToTheConvertersOfTheApplication() throws Exception {
        try (var application = TestApplication.of(Orders.class)
                .provide(MqPayloadConverter.class, OrderConverter.class)
                .start()) {
            application.deliver("Orders.one", "anything");

            assertThat(application.journalLines()).contains("one order 99");
        }
    }

    @Test
    void refusesTypesThatJsonSaysNothingOf() {
        try (var application = TestApplication.of(Unreadable.class)) {
            var unread = Unreadable.class.getName() + ".";
            assertThat(problemsOf(application))
                    .extracting(problem -> problem.replaceFirst(" \\(byte\\[\\] and .*", ""))
                    .containsExactlyInAnyOrder(
                            unread + "anything(Object): no converter reads payload type java.lang.Object",
                            unread + "service(Runnable): no converter reads payload type java.lang.Runnable",
                            unread + "base(Number): no converter reads payload type java.lang.Number",
                            unread + "listOfServices(List<List<Runnable>>): no converter reads payload type"
                                    + " java.util.List<java.lang.Runnable>",
                            unread + "raw(MqEnvelope): parameter 1 is an MqEnvelope of anything; name the type of its"
                                    + " payload, as MqEnvelope<String>",
                            unread + "ofService(MqEnvelope<Runnable>): no converter reads payload type"
                                    + " io.mqconnector.api.MqEnvelope<java.lang.Runnable>");
        }
    }

    @Test
    void readsEnvelopesInEveryForm() throws Exception {
        try (var application = TestApplication.started(Envelopes.class)) {
            application.deliver("Envelopes.order", envelope("\"payload\":{\"number\":7}"));
            application.deliver("Envelopes.text", envelope("\"payload\":\"hello\""));
            application.deliver("Envelopes.bytes", envelope("\"payload\":\"aGk=\""));
            application.runtime().deliver("Envelopes.text", MqMessage.of("t", null));

            assertThat(application.journalLines())
                    .contains("order m-1 order 7 at 42", "text hello", "bytes hi", "text no envelope");
        }
    }

    @Test
    void skipsAnExpiredEnvelope() throws Exception {
        try (var application = TestApplication.started(Envelopes.class)) {
            var atTheLimit =
                    application.deliver("Envelopes.text", envelope("\"ttl\":5000000000,\"payload\":\"in time\""));
            application.clock().advance(Duration.ofNanos(1));
            var late = application.deliver("Envelopes.text", envelope("\"ttl\":5000000000,\"payload\":\"late\""));
            application.deliver("Envelopes.text", envelope("\"ttl\":0,\"payload\":\"for ever\""));

            assertThat(application.journalLines())
                    .contains("text in time", "text for ever")
                    .doesNotContain("text late");
            assertThat(atTheLimit.skips).isEmpty();
            assertThat(late.skips).containsExactly("expired 2026-03-01T12:00:05Z");
        }
    }

    @Test
    void rejectsAFailedEnvelopeThatIsNotToBeRetried() {
        try (var application = TestApplication.started(Envelopes.class)) {
            var thrown = new IOException("disk full");
            application.get(Envelopes.class).fail(thrown);

            assertThat(catchThrowable(() -> application.deliver("Envelopes.text", envelope("\"retry\":false"))))
                    .isExactlyInstanceOf(MqRejectedException.class)
                    .hasCause(thrown);
            for (String retried : List.of("\"retry\":true", "\"retry\":null", "\"ttl\":0")) {
                assertThat(catchThrowable(() -> application.deliver("Envelopes.text", envelope(retried))))
                        .isSameAs(thrown);
            }
        }
    }

    @Test
    void leavesARejectionAndAnInterruptAsTheyAre() {
        try (var application = TestApplication.started(Envelopes.class)) {
            for (Exception thrown : List.of(new MqRejectedException("bad", null), new InterruptedException())) {
                application.get(Envelopes.class).fail(thrown);

                assertThat(catchThrowable(() -> application.deliver("Envelopes.text", envelope("\"retry\":false"))))
                        .isSameAs(thrown);
            }
        }
    }

    @Test
    void dropsExpiredEnvelopesFromABatch() throws Exception {
        try (var application = TestApplication.started(Envelopes.class)) {
            application.clock().advance(Duration.ofSeconds(1));
            var batch = TestDelivery.ofTexts(envelope("\"ttl\":1,\"payload\":\"late\""), envelope("\"payload\":\"a\""));

            application.runtime().deliverBatch("Envelopes.batch", batch);

            assertThat(application.journalLines()).contains("batch [a]");
            assertThat(batch.get(0).skips).hasSize(1);
            assertThat(batch.get(1).skips).isEmpty();
        }
    }

    @Test
    void rejectsABatchOfOneThatIsNotToBeRetriedAndNoLargerOne() {
        try (var application = TestApplication.started(Envelopes.class)) {
            var thrown = new IOException("disk full");
            application.get(Envelopes.class).fail(thrown);
            var once = envelope("\"retry\":false");

            assertThat(catchThrowable(
                            () -> application.runtime().deliverBatch("Envelopes.batch", TestDelivery.ofTexts(once))))
                    .isExactlyInstanceOf(MqRejectedException.class)
                    .hasCause(thrown);
            assertThat(catchThrowable(() ->
                            application.runtime().deliverBatch("Envelopes.batch", TestDelivery.ofTexts(once, once))))
                    .isSameAs(thrown);
        }
    }

    @Test
    void routesByTheEnvelopesEventTypeWhereThereIsNoHeader() throws Exception {
        try (var application = TestApplication.started(Routed.class)) {
            var other = application
                    .runtime()
                    .deliver(
                            "routed",
                            MqMessage.builder("t")
                                    .value(envelope("\"event_type\":\"order.paid\"")
                                            .getBytes(StandardCharsets.UTF_8))
                                    .headers(MqHeaders.of("Event-Type", "something.else"))
                                    .build());
            application.deliver("routed", envelope("\"event_type\":\"ORDER.paid\",\"payload\":{\"number\":7}"));
            var none = application.deliver("routed", "no JSON");

            assertThat(application.journalLines()).containsOnlyOnce("paid order 7");
            assertThat(other.skips).containsExactly("unknown event type 'something.else'");
            assertThat(none.skips).containsExactly("no event type");
        }
    }

    @Test
    void doesWithoutJson() throws Exception {
        for (String hidden : List.of("jakarta.json.", "jakarta.json.bind.")) {
            var loader = new IsolatedLoader("without " + hidden, getClass().getClassLoader())
                    .define("io.mqconnector.cdi.", "/app/mq-cdi.jar")
                    .hide(hidden);
            var type = loader.loadClass(ApplicationJson.class.getName());
            var constructor = type.getDeclaredConstructor(ClassLoader.class);
            constructor.setAccessible(true);
            var json = (MqPayloadConverter) constructor.newInstance(loader);
            var close = type.getDeclaredMethod("close");
            close.setAccessible(true);
            var text =
                    Envelopes.class.getDeclaredMethod("text", MqEnvelope.class).getGenericParameterTypes()[0];

            assertThat(json.supports(Order.class)).as(hidden).isFalse();
            assertThat(json.supports(text)).as(hidden).isEqualTo(hidden.contains("bind"));
            assertThatThrownBy(() -> json.fromBytes(new byte[0], Order.class))
                    .isInstanceOf(IllegalStateException.class);
            close.invoke(json);
        }
        assertThat(new ApplicationJson(getClass().getClassLoader()).supports(Order.class))
                .as("with it")
                .isTrue();
    }

    @Test
    void closesWhatItOpenedWithTheApplication() {
        JsonbOfApplication.OPEN.set(0);
        try (var application = TestApplication.of(Orders.class)
                .provide(JsonbProvider.class, JsonbOfApplication.class)
                .start()) {
            assertThat(JsonbOfApplication.OPEN).as("one an application").hasValue(1);

            application.container().close();

            assertThat(JsonbOfApplication.OPEN).hasValue(0);
        }
    }

    @Test
    void opensNothingWhereNothingIsToBeRead() {
        JsonbOfApplication.OPEN.set(0);
        try (var application = TestApplication.of(OnlyText.class)
                .provide(JsonbProvider.class, JsonbOfApplication.class)
                .start()) {
            assertThat(application.runtime().subscribed).hasSize(1);
            assertThat(JsonbOfApplication.OPEN).hasValue(0);
        }
    }

    private static String envelope(String fields) {
        return "{\"message_id\":\"m-1\",\"timestamp\":\"2026-03-01T12:00:00Z\"," + fields + "}";
    }

    private static List<String> problemsOf(TestApplication application) {
        var failure = catchThrowable(application::start);
        assertThat(failure).isInstanceOf(DeploymentException.class);
        return Arrays.stream(failure.getMessage().split("\n - ", -1)).skip(1).toList();
    }

    /** A payload. */
    public static class Order {
        public int number;

        @Override
        public String toString() {
            return "order " + number;
        }
    }

    /** Counts what is open. */
    public static class JsonbOfApplication extends JsonbProvider {
        static final AtomicInteger OPEN = new AtomicInteger();

        @Override
        public JsonbBuilder create() {
            return (JsonbBuilder) Proxy.newProxyInstance(
                    getClass().getClassLoader(), new Class<?>[] {JsonbBuilder.class}, (proxy, method, arguments) -> {
                        OPEN.incrementAndGet();
                        return Proxy.newProxyInstance(
                                getClass().getClassLoader(), new Class<?>[] {Jsonb.class}, (jsonb, call, values) -> {
                                    assertThat(call.getName()).isEqualTo("close");
                                    OPEN.decrementAndGet();
                                    return null;
                                });
                    });
        }
    }

    @ApplicationScoped
    static class OnlyText {
        @MqListener(topics = "t", group = "g")
        void on(String payload) {}
    }

    /** Reads any order as the same one. */
    public static class OrderConverter implements MqPayloadConverter {
        @Override
        public boolean supports(Type type) {
            return type == Order.class;
        }

        @Override
        public byte[] toBytes(Object payload) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Object fromBytes(byte[] bytes, Type type) {
            var order = new Order();
            order.number = 99;
            return order;
        }
    }

    @ApplicationScoped
    static class Orders {
        @Inject
        Journal journal;

        @MqListener(topics = "t", group = "g")
        void one(Order order) {
            journal.add("one " + order);
        }

        @MqListener(topics = "t", group = "g")
        void map(Map<String, Object> order) {
            journal.add("map " + order);
        }

        @MqListener(topics = "t", group = "g")
        void array(Order[] orders) {
            journal.add("array " + Arrays.toString(orders));
        }

        @MqListener(topics = "t", group = "g")
        void text(String order) {
            journal.add("text " + order);
        }

        @MqListener(topics = "t", group = "g")
        void batch(List<Order> orders) {
            journal.add("batch " + orders);
        }
    }

    @ApplicationScoped
    static class Unreadable {
        @MqListener(topics = "t", group = "g")
        void anything(Object payload) {}

        @MqListener(topics = "t", group = "g")
        void service(Runnable payload) {}

        @MqListener(topics = "t", group = "g")
        void base(Number payload) {}

        @MqListener(topics = "t", group = "g")
        void listOfServices(List<List<Runnable>> payload) {}

        @MqListener(topics = "t", group = "g")
        @SuppressWarnings("rawtypes")
        void raw(MqEnvelope payload) {}

        @MqListener(topics = "t", group = "g")
        void ofService(MqEnvelope<Runnable> payload) {}
    }

    @ApplicationScoped
    static class Envelopes {
        @Inject
        Journal journal;

        private @Nullable Exception next;

        void fail(Exception thrown) {
            next = thrown;
        }

        @MqListener(topics = "t", group = "g")
        void order(MqMetadata metadata, MqEnvelope<Order> envelope) {
            journal.add("order " + envelope.messageId() + " " + envelope.payload() + " at " + metadata.offset());
        }

        @MqListener(topics = "t", group = "g")
        void text(MqEnvelope<String> envelope) throws Exception {
            if (next != null) {
                throw next;
            }
            journal.add("text " + (envelope == null ? "no envelope" : envelope.payload()));
        }

        @MqListener(topics = "t", group = "g")
        void bytes(MqEnvelope<byte[]> envelope) {
            journal.add("bytes " + new String(envelope.payload(), StandardCharsets.UTF_8));
        }

        @MqListener(topics = "t", group = "g")
        void batch(List<MqEnvelope<String>> batch) throws Exception {
            if (next != null) {
                throw next;
            }
            journal.add("batch " + batch.stream().map(MqEnvelope::payload).toList());
        }
    }

    @ApplicationScoped
    static class Routed {
        @Inject
        Journal journal;

        @MqListener(topics = "t", group = "g", name = "routed", eventTypes = "order.paid")
        void paid(MqEnvelope<Order> envelope) {
            journal.add("paid " + envelope.payload());
        }
    }
}
