// SPDX-License-Identifier: MIT
package io.mqconnector.cdi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.mqconnector.api.MqContext;
import io.mqconnector.api.MqDelivery;
import io.mqconnector.api.MqErrorListener;
import io.mqconnector.api.MqFilter;
import io.mqconnector.api.MqListener;
import io.mqconnector.spi.MqContextCarrier;
import io.mqconnector.spi.MqPayloadConverter;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.lang.reflect.Type;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;

class ListenerFormsTest {
    @Test
    void handsOverDeliveryAndContext() throws Exception {
        try (var application = TestApplication.started(Forms.class)) {
            application.deliver("Forms.delivery", "a");
            var stopped = application.deliver("Forms.context", "b");

            assertThat(application.journalLines()).contains("delivery a at 42", "context b");
            assertThat(stopped.isStopped).isTrue();
            assertThat(stopped.acknowledgements).isOne();
        }
    }

    @Test
    void skipsWhatTheFilterDoesNotAcceptBeforeItIsConverted() throws Exception {
        try (var application = TestApplication.of(Filtered.class, OnlyShort.class, Request.class)
                .provide(MqPayloadConverter.class, NeverConverts.class)
                .start()) {
            var skipped = application.deliver("Filtered.unreadable", "long text");

            assertThat(skipped.skips).containsExactly("filter " + OnlyShort.class.getName());
            assertThat(application.journalLines()).contains("filter asked in request 1");
        }
    }

    @Test
    void callsTheMethodWithWhatTheFilterAccepts() throws Exception {
        try (var application = TestApplication.of(Filtered.class, OnlyShort.class, Request.class)
                .provide(MqPayloadConverter.class, NeverConverts.class)
                .start()) {
            var handled = application.deliver("Filtered.text", "a");
            var skipped = application.deliver("Filtered.text", "long text");

            assertThat(application.journalLines()).contains("filtered a").doesNotContain("filtered long text");
            assertThat(handled.skips).isEmpty();
            assertThat(skipped.skips).hasSize(1);
        }
    }

    @Test
    void failsTheRecordAtWhichTheFilterFails() {
        try (var application = TestApplication.of(Filtered.class, OnlyShort.class, Request.class)
                .provide(MqPayloadConverter.class, NeverConverts.class)
                .start()) {
            assertThat(catchThrowable(() -> application.deliver("Filtered.text", "")))
                    .isExactlyInstanceOf(IOException.class);
            assertThat(application.journalLines()).noneMatch(line -> line.startsWith("filtered"));
        }
    }

    @Test
    void letsGoOfADependentFilterWithItsListener() {
        try (var application = TestApplication.started(OwnFilter.class, Temporary.class)) {
            assertThat(application.journalLines()).doesNotContain("filter destroyed");

            application.container().close();

            assertThat(application.journalLines()).containsSubsequence("closed OwnFilter.on", "filter destroyed");
        }
    }

    @Test
    void passesCarriersOnServicesFirst() {
        try (var application = TestApplication.of(Forms.class, BeanCarrier.class)
                .provide(MqContextCarrier.class, ServiceCarrier.class)
                .start()) {
            var request = application.runtime().request("Forms.delivery");

            assertThat(request.carriers()).hasSize(2);
            assertThat(request.carriers().get(0)).isExactlyInstanceOf(ServiceCarrier.class);
            assertThat(request.carriers().get(1)).isInstanceOf(BeanCarrier.class);
            assertThat(application.runtime().request("Forms.context").carriers())
                    .as("one carrier for all listeners")
                    .isEqualTo(request.carriers());
        }
    }

    @Test
    void letsGoOfCarriersAndErrorListenersWhenItStops() {
        try (var application = TestApplication.started(Forms.class, BeanCarrier.class, Hears.class)) {
            application.container().close();

            assertThat(application.journalLines())
                    .containsSubsequence("closed Forms.context", "carrier destroyed", "runtime closed")
                    .containsSubsequence("closed Forms.context", "error listener destroyed", "runtime closed");
        }
    }

    @ApplicationScoped
    static class Forms {
        @Inject
        Journal journal;

        @MqListener(topics = "t", group = "g")
        void delivery(MqDelivery delivery) {
            journal.add("delivery " + delivery.text() + " at " + delivery.offset());
        }

        @MqListener(topics = "t", group = "g")
        void context(String payload, MqContext context) {
            journal.add("context " + payload);
            context.acknowledge();
            context.stop();
        }
    }

    @ApplicationScoped
    static class Filtered {
        @Inject
        Journal journal;

        @MqListener(topics = "t", group = "g", filter = OnlyShort.class)
        void text(String payload) {
            journal.add("filtered " + payload);
        }

        @MqListener(topics = "t", group = "g", filter = OnlyShort.class)
        void unreadable(Integer payload) {
            journal.add("filtered " + payload);
        }
    }

    @ApplicationScoped
    static class OnlyShort implements MqFilter {
        @Inject
        Journal journal;

        @Inject
        Request request;

        @Override
        public boolean accepts(MqDelivery delivery) throws IOException {
            journal.add("filter asked in request " + request.next());
            var text = delivery.text();
            if (text == null || text.isEmpty()) {
                throw new IOException("cannot decide");
            }
            return text.length() < 3;
        }
    }

    @RequestScoped
    static class Request {
        private int count;

        int next() {
            count++;
            return count;
        }
    }

    @ApplicationScoped
    static class OwnFilter {
        @MqListener(topics = "t", group = "g", filter = Temporary.class)
        void on(String payload) {}
    }

    @Dependent
    static class Temporary implements MqFilter {
        @Inject
        Journal journal;

        @Override
        public boolean accepts(MqDelivery delivery) {
            return true;
        }

        @PreDestroy
        void end() {
            journal.add("filter destroyed");
        }
    }

    /** Found by the service loader. */
    public static class ServiceCarrier implements MqContextCarrier {
        @Override
        public void inject(BiConsumer<String, String> header) {}

        @Override
        public Scope open(MqDelivery delivery) {
            return Scope.NONE;
        }
    }

    @Dependent
    static class BeanCarrier extends ServiceCarrier {
        @Inject
        Journal journal;

        @PreDestroy
        void end() {
            journal.add("carrier destroyed");
        }
    }

    @Dependent
    static class Hears implements MqErrorListener {
        @Inject
        Journal journal;

        @Override
        public void onError(io.mqconnector.api.MqConsumerError error) {}

        @PreDestroy
        void end() {
            journal.add("error listener destroyed");
        }
    }

    /** Reads integers, but never one. */
    public static class NeverConverts implements MqPayloadConverter {
        @Override
        public boolean supports(Type type) {
            return type == Integer.class;
        }

        @Override
        public byte[] toBytes(Object payload) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Object fromBytes(byte[] bytes, Type type) {
            throw new IllegalArgumentException("never");
        }
    }
}
