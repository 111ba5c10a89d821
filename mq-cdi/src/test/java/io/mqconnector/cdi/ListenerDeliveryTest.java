// SPDX-License-Identifier: MIT
package io.mqconnector.cdi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mqconnector.api.MqHeader;
import io.mqconnector.api.MqHeaders;
import io.mqconnector.api.MqKey;
import io.mqconnector.api.MqListener;
import io.mqconnector.api.MqMessage;
import io.mqconnector.api.MqMetadata;
import io.mqconnector.spi.MqPayloadConverter;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InterceptorBinding;
import jakarta.interceptor.InvocationContext;
import java.io.IOException;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ListenerDeliveryTest {
    @Test
    void fillsEveryFormOfParameter() throws Exception {
        try (var application = TestApplication.started(Forms.class)) {
            var runtime = application.runtime();
            var message = MqMessage.builder("t")
                    .key("user-1")
                    .value("hello".getBytes(StandardCharsets.UTF_8))
                    .headers(MqHeaders.of("Event-Type", "old").with("Event-Type", "created"))
                    .build();
            for (String name : List.of("text", "bytes", "whole", "metadata", "keys", "headers", "everything")) {
                runtime.deliver("Forms." + name, message);
            }

            assertThat(application.journalLines())
                    .contains(
                            "text hello",
                            "bytes hello",
                            "whole t/user-1/hello",
                            "metadata t-3@42",
                            "key user-1",
                            "header created created",
                            "everything created user-1 hello t true 1");
        }
    }

    @Test
    void handsOverNullWhereTheRecordHasNothing() throws Exception {
        try (var application = TestApplication.started(Forms.class)) {
            var tombstone = MqMessage.of("t", null);
            for (String name : List.of("text", "bytes", "keys", "headers")) {
                application.runtime().deliver("Forms." + name, tombstone);
            }

            assertThat(application.journalLines()).contains("text null", "bytes null", "key null", "header null null");
        }
    }

    @Test
    void readsPayloadsByTheConvertersOfTheApplicationsLoader() throws Exception {
        try (var application =
                TestApplication.of(Orders.class).provide(MqPayloadConverter.class, OrderConverter.class)) {
            application.start();
            application.deliver("Orders.one", "7");
            application.deliver("Orders.several", "1,2");

            assertThat(application.journalLines())
                    .contains("order Order[number=7]", "orders [Order[number=1], Order[number=2]]");
        }
    }

    @Test
    void failsTheRecordWhosePayloadCannotBeConverted() {
        try (var application =
                TestApplication.of(Orders.class).provide(MqPayloadConverter.class, OrderConverter.class)) {
            application.start();

            assertThatThrownBy(() -> application.deliver("Orders.one", "seven"))
                    .isExactlyInstanceOf(NumberFormatException.class);
            assertThat(application.journalLines()).noneMatch(line -> line.startsWith("order "));
        }
    }

    @Test
    void callsMethodsOfEveryVisibilityOnTheBeanBehindTheProxy() throws Exception {
        try (var application = TestApplication.started(Visibilities.class)) {
            for (String name : List.of("open", "guarded", "local")) {
                application.deliver("Visibilities." + name, "x");
            }

            assertThat(application.journalLines()).contains("public on bean", "protected on bean", "package on bean");
        }
    }

    @Test
    void goesThroughInterceptorsForEveryVisibility() throws Exception {
        try (var application = TestApplication.started(Intercepted.class, InterceptedDependent.class, Recorder.class)) {
            for (String bean : List.of("Intercepted", "InterceptedDependent")) {
                for (String name : List.of("open", "guarded", "local")) {
                    application.deliver(bean + "." + name, "x");
                }
            }

            assertThat(application.journalLines())
                    .containsSubsequence("before open", "open", "after open", "before guarded", "guarded")
                    .filteredOn(line -> line.startsWith("before "))
                    .containsExactly(
                            "before open",
                            "before guarded",
                            "before local",
                            "before open",
                            "before guarded",
                            "before local");
        }
    }

    @Test
    void givesEachRecordAFreshRequest() throws Exception {
        try (var application = TestApplication.started(UsesRequest.class, RequestData.class)) {
            application.deliver("UsesRequest.on", "a");
            application.deliver("UsesRequest.on", "b");

            assertThat(application.journalLines())
                    .containsSubsequence("request holds [a]", "request ended", "request holds [b]", "request ended");
        }
    }

    @Test
    void keepsTheRequestsOfConcurrentDeliveriesApart() throws Exception {
        try (var application = TestApplication.started(Meeting.class, RequestData.class)) {
            var failure = new AtomicReference<Throwable>();
            var threads = new ArrayList<Thread>();
            for (String value : List.of("a", "b")) {
                var thread = new Thread(() -> {
                    try {
                        for (int i = 0; i < 50; i++) {
                            application.deliver("Meeting.on", value);
                        }
                    } catch (Throwable e) {
                        failure.set(e);
                    }
                });
                thread.start();
                threads.add(thread);
            }
            for (Thread thread : threads) {
                thread.join(TimeUnit.SECONDS.toMillis(60));
            }

            assertThat(failure.get()).isNull();
            assertThat(application.journalLines())
                    .filteredOn(line -> line.startsWith("met"))
                    .hasSize(100)
                    .containsOnly("met [a]", "met [b]");
            assertThat(application.journalLines())
                    .filteredOn("request ended"::equals)
                    .hasSize(100);
        }
    }

    @Test
    void takesANewRequestScopedListenerForEachRecord() throws Exception {
        try (var application = TestApplication.started(PerRequest.class)) {
            application.deliver("PerRequest.on", "a");
            application.deliver("PerRequest.on", "b");

            assertThat(application.journalLines())
                    .filteredOn(line -> line.startsWith("call"))
                    .containsExactly("call 1", "call 1");
        }
    }

    @Test
    void keepsOneInstanceOfADependentBeanForEachListener() throws Exception {
        try (var application = TestApplication.started(PerListener.class)) {
            application.deliver("PerListener.one", "a");
            application.deliver("PerListener.one", "b");
            application.deliver("PerListener.other", "c");
            assertThat(application.journalLines())
                    .filteredOn(line -> line.startsWith("call"))
                    .containsExactly("call 1", "call 2", "call 1");

            application.container().close();

            assertThat(application.journalLines())
                    .containsSubsequence(
                            "closed PerListener.one",
                            "closed PerListener.other",
                            "dependent destroyed",
                            "dependent destroyed",
                            "runtime closed");
        }
    }

    @Test
    void usesTheOneInstanceOfASharedBean() throws Exception {
        try (var application = TestApplication.started(Shared.class, SharedSingleton.class)) {
            application.deliver("Shared.on", "a");
            application.deliver("Shared.on", "b");
            application.deliver("SharedSingleton.on", "a");

            assertThat(application.get(Shared.class).count()).isEqualTo(2);
            assertThat(application.get(SharedSingleton.class).count).isEqualTo(1);
        }
    }

    @Test
    void passesOnWhatTheListenerThrowsAsItIs() {
        try (var application = TestApplication.started(Throwing.class, RequestData.class)) {
            assertThatThrownBy(() -> application.deliver("Throwing.checked", "x"))
                    .isExactlyInstanceOf(IOException.class)
                    .hasNoCause();
            assertThatThrownBy(() -> application.deliver("Throwing.error", "x"))
                    .isExactlyInstanceOf(AssertionError.class);
            assertThatThrownBy(() -> application.deliver("Throwing.bare", "x")).isExactlyInstanceOf(Throwable.class);
            assertThat(application.journalLines())
                    .as("requests end after failures too")
                    .filteredOn("request ended"::equals)
                    .hasSize(3);
        }
    }

    @Test
    void bindsTheTypeVariablesOfAGenericSuperclass() throws Exception {
        try (var application = TestApplication.of(TextEvents.class, ListEvents.class)
                .provide(MqPayloadConverter.class, OrderConverter.class)) {
            application.start();
            application.deliver("TextEvents.on", "hi");
            application.deliver("ListEvents.on", "3");

            assertThat(application.journalLines()).contains("event hi", "event [Order[number=3]]");
        }
    }

    @Test
    void subscribesInheritedMethodsOnceAndOverriddenOnesAsTheOverrideSays() throws Exception {
        try (var application = TestApplication.started(Overriding.class, Bridged.class, Silent.class)) {
            assertThat(application.runtime().subscribed)
                    .containsOnlyKeys("Overriding.on", "Overriding.inherited", "Bridged.on");

            application.deliver("Overriding.on", "x");
            application.deliver("Bridged.on", "y");

            assertThat(application.runtime().subscribed.get("Overriding.on"))
                    .satisfies(request -> assertThat(request.topics()).containsExactly("override"));
            assertThat(application.journalLines()).contains("override x", "public of hidden y");
        }
    }

    @Dependent
    static class Forms {
        @Inject
        Journal journal;

        @MqListener(topics = "t", group = "g")
        void text(String payload) {
            journal.add("text " + payload);
        }

        @MqListener(topics = "t", group = "g")
        void bytes(byte @Nullable [] payload) {
            journal.add("bytes " + (payload == null ? null : new String(payload, StandardCharsets.UTF_8)));
        }

        @MqListener(topics = "t", group = "g")
        void whole(MqMessage message) {
            journal.add("whole " + message.topic() + "/" + message.keyText() + "/" + message.text());
        }

        @MqListener(topics = "t", group = "g")
        void metadata(MqMetadata metadata) {
            journal.add("metadata " + metadata.topic() + "-" + metadata.partitionNumber() + "@" + metadata.offset());
        }

        @MqListener(topics = "t", group = "g")
        void keys(@MqKey String key) {
            journal.add("key " + key);
        }

        @MqListener(topics = "t", group = "g")
        void headers(@MqHeader("Event-Type") String type, @MqHeader("Event-Type") byte @Nullable [] bytes) {
            journal.add("header " + type + " " + (bytes == null ? null : new String(bytes, StandardCharsets.UTF_8)));
        }

        @MqListener(topics = "t", group = "g")
        void everything(
                @MqHeader("Event-Type") String type,
                @MqKey byte[] key,
                String payload,
                MqMessage message,
                @MqHeader("absent") @Nullable String absent,
                MqMetadata metadata) {
            journal.add("everything " + type + " " + new String(key, StandardCharsets.UTF_8) + " " + payload + " "
                    + message.topic() + " " + (absent == null) + " " + metadata.attempt());
        }
    }

    record Order(int number) {}

    @ApplicationScoped
    static class Orders {
        @Inject
        Journal journal;

        @MqListener(topics = "t", group = "g")
        void one(Order order) {
            journal.add("order " + order);
        }

        @MqListener(topics = "t", group = "g")
        void several(List<Order> orders) {
            journal.add("orders " + orders);
        }
    }

    /** Reads an order, and what {@code List<Order>} is written as. */
    public static class OrderConverter implements MqPayloadConverter {
        @Override
        public boolean supports(Type type) {
            return type == Order.class || type.getTypeName().equals("java.util.List<" + Order.class.getName() + ">");
        }

        @Override
        public byte[] toBytes(Object payload) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Object fromBytes(byte[] bytes, Type type) {
            var orders = new ArrayList<Order>();
            for (String number : new String(bytes, StandardCharsets.UTF_8).split(",", -1)) {
                orders.add(new Order(Integer.parseInt(number)));
            }
            return type == Order.class ? orders.get(0) : orders;
        }
    }

    @ApplicationScoped
    static class Visibilities {
        @Inject
        Journal journal;

        @MqListener(topics = "t", group = "g")
        public void open(String payload) {
            journal.add("public on bean");
        }

        @MqListener(topics = "t", group = "g")
        protected void guarded(String payload) {
            journal.add("protected on bean");
        }

        @MqListener(topics = "t", group = "g")
        void local(String payload) {
            journal.add("package on bean");
        }
    }

    @InterceptorBinding
    @Retention(RetentionPolicy.RUNTIME)
    @interface Recorded {}

    @Recorded
    @Interceptor
    @Priority(Interceptor.Priority.APPLICATION)
    static class Recorder {
        @Inject
        Journal journal;

        @AroundInvoke
        Object around(InvocationContext context) throws Exception {
            journal.add("before " + context.getMethod().getName());
            var result = context.proceed();
            journal.add("after " + context.getMethod().getName());
            return result;
        }
    }

    static class InterceptedMethods {
        @Inject
        Journal journal;

        @MqListener(topics = "t", group = "g")
        public void open(String payload) {
            journal.add("open");
        }

        @MqListener(topics = "t", group = "g")
        protected void guarded(String payload) {
            journal.add("guarded");
        }

        @MqListener(topics = "t", group = "g")
        void local(String payload) {
            journal.add("local");
        }
    }

    @Recorded
    @ApplicationScoped
    static class Intercepted extends InterceptedMethods {}

    @Recorded
    @Dependent
    static class InterceptedDependent extends InterceptedMethods {}

    @RequestScoped
    static class RequestData {
        private final List<String> values = new ArrayList<>();

        @Inject
        Journal journal;

        List<String> add(String value) {
            values.add(value);
            return List.copyOf(values);
        }

        @PreDestroy
        void end() {
            journal.add("request ended");
        }
    }

    @ApplicationScoped
    static class UsesRequest {
        @Inject
        RequestData request;

        @Inject
        Journal journal;

        @MqListener(topics = "t", group = "g")
        void on(String payload) {
            journal.add("request holds " + request.add(payload));
        }
    }

    @ApplicationScoped
    static class Meeting {
        private final CyclicBarrier barrier = new CyclicBarrier(2);

        @Inject
        RequestData request;

        @Inject
        Journal journal;

        @MqListener(topics = "t", group = "g")
        void on(String payload) throws Exception {
            barrier.await(30, TimeUnit.SECONDS);
            var held = request.add(payload);
            barrier.await(30, TimeUnit.SECONDS);
            journal.add("met " + held);
        }
    }

    static class Counting {
        int count;

        @Inject
        Journal journal;

        void call() {
            journal.add("call " + ++count);
        }
    }

    @RequestScoped
    static class PerRequest extends Counting {
        @MqListener(topics = "t", group = "g")
        void on(String payload) {
            call();
        }
    }

    @Dependent
    static class PerListener extends Counting {
        @MqListener(topics = "t", group = "g")
        void one(String payload) {
            call();
        }

        @MqListener(topics = "t", group = "g")
        void other(String payload) {
            call();
        }

        @PreDestroy
        void end() {
            journal.add("dependent destroyed");
        }
    }

    @ApplicationScoped
    static class Shared extends Counting {
        @MqListener(topics = "t", group = "g")
        void on(String payload) {
            call();
        }

        int count() {
            return count;
        }
    }

    @Singleton
    static class SharedSingleton extends Counting {
        @MqListener(topics = "t", group = "g")
        void on(String payload) {
            call();
        }
    }

    @ApplicationScoped
    static class Throwing {
        @Inject
        RequestData request;

        @MqListener(topics = "t", group = "g")
        void checked(String payload) throws IOException {
            request.add(payload);
            throw new IOException("checked");
        }

        @MqListener(topics = "t", group = "g")
        void error(String payload) {
            request.add(payload);
            throw new AssertionError("error");
        }

        @MqListener(topics = "t", group = "g")
        void bare(String payload) throws Throwable {
            request.add(payload);
            throw new Throwable("bare");
        }
    }

    abstract static class Events<T> {
        @Inject
        Journal journal;

        @MqListener(topics = "t", group = "g")
        void on(T event) {
            journal.add("event " + event);
        }
    }

    abstract static class Lists<E> extends Events<List<E>> {}

    @ApplicationScoped
    static class TextEvents extends Events<String> {}

    @ApplicationScoped
    static class ListEvents extends Lists<Order> {}

    @ApplicationScoped
    static class Overriding extends Events<String> {
        @Override
        @MqListener(topics = "override", group = "g")
        void on(String event) {
            journal.add("override " + event);
        }

        @MqListener(topics = "t", group = "g")
        void inherited(String event) {}
    }

    /** javac copies the public method of a package-private class into a bridge, annotation and all. */
    static class Hidden {
        @Inject
        Journal journal;

        @MqListener(topics = "t", group = "g")
        public void on(String payload) {
            journal.add("public of hidden " + payload);
        }
    }

    @ApplicationScoped
    public static class Bridged extends Hidden {}

    /** An override without the annotation is no listener, as with observers. */
    @ApplicationScoped
    static class Silent extends Events<String> {
        @Override
        void on(String event) {
            journal.add("silent " + event);
        }
    }
}
