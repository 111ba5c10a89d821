// SPDX-License-Identifier: MIT
package io.mqconnector.cdi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.mqconnector.api.MqBatchException;
import io.mqconnector.api.MqDelivery;
import io.mqconnector.api.MqFilter;
import io.mqconnector.api.MqListener;
import io.mqconnector.api.MqMessage;
import io.mqconnector.spi.MqPayloadConverter;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class BatchListenerTest {
    @Test
    void handsOverBatchesInEveryForm() throws Exception {
        try (var application = TestApplication.of(Forms.class, Request.class)
                .provide(MqPayloadConverter.class, NumberConverter.class)
                .start()) {
            for (String name : List.of("deliveries", "messages", "bounded", "texts", "bytes", "numbers")) {
                application.runtime().deliverBatch("Forms." + name, TestDelivery.ofTexts("1", null, "3"));
            }

            assertThat(application.journalLines())
                    .contains(
                            "deliveries [record 0, record 1, record 2]",
                            "messages [record 0, record 1, record 2]",
                            "bounded [record 0, record 1, record 2]",
                            "texts [1, null, 3]",
                            "bytes 3",
                            "numbers [1, null, 3] in request 1");
        }
    }

    @Test
    void subscribesByABatchListenerOnly() {
        try (var application = TestApplication.started(Texts.class)) {
            for (var request : List.of(
                    application.runtime().request("Texts.on"),
                    application.runtime().checked.get(0))) {
                assertThat(request.batchListener()).isNotNull();
                assertThat(request.listener()).isNull();
            }
        }
    }

    @Test
    void handsOverAListThatNobodyCanChange() throws Exception {
        try (var application = TestApplication.started(Texts.class)) {
            application.get(Texts.class).then(List::clear);

            assertThat(catchThrowable(() -> application.runtime().deliverBatch("Texts.on", TestDelivery.ofTexts("1"))))
                    .isInstanceOf(UnsupportedOperationException.class);
        }
    }

    @Test
    void beginsOneRequestABatch() throws Exception {
        try (var application = TestApplication.of(Forms.class, Request.class)
                .provide(MqPayloadConverter.class, NumberConverter.class)
                .start()) {
            application.runtime().deliverBatch("Forms.numbers", TestDelivery.ofTexts("1"));
            application.runtime().deliverBatch("Forms.numbers", TestDelivery.ofTexts("2"));

            assertThat(application.journalLines()).contains("numbers [1] in request 1", "numbers [2] in request 1");
        }
    }

    @Test
    void failsOnlyTheRecordsThatCannotBeConverted() throws Exception {
        try (var application = numbers()) {
            var batch = TestDelivery.ofTexts("1", "two", "3", "four");

            var failure = failure(application, batch);

            assertThat(application.journalLines()).contains("numbers [1, 3]");
            assertThat(failure.failed()).containsExactly(batch.get(1), batch.get(3));
            assertThat(failure).hasCauseInstanceOf(NumberFormatException.class).hasMessageContaining("2 records");
        }
    }

    @Test
    void doesNotCallTheMethodWithoutARecord() {
        try (var application = numbers()) {
            var batch = TestDelivery.ofTexts("one", "two");

            assertThat(failure(application, batch).failed()).containsExactlyElementsOf(batch);
            assertThat(application.journalLines()).noneMatch(line -> line.startsWith("numbers"));
        }
    }

    @Test
    void throwsTheConvertersOwnExceptionForASingleRecord() {
        try (var application = numbers()) {
            assertThat(catchThrowable(
                            () -> application.runtime().deliverBatch("Numbers.on", TestDelivery.ofTexts("one"))))
                    .isExactlyInstanceOf(NumberFormatException.class);
        }
    }

    @Test
    void failsTheWholeBatchWhenTheMethodFails() {
        try (var application = numbers()) {
            var thrown = new IOException("disk full");
            application.get(Numbers.class).fail(thrown);

            assertThat(catchThrowable(() ->
                            application.runtime().deliverBatch("Numbers.on", TestDelivery.ofTexts("1", "two", "3"))))
                    .isSameAs(thrown);
        }
    }

    @Test
    void leavesWhatTheMethodSaysOfAWholeBatchAsItIs() {
        try (var application = numbers()) {
            var thrown = MqBatchException.afterDone(1, null);
            application.get(Numbers.class).fail(thrown);

            assertThat(failure(application, TestDelivery.ofTexts("1", "2", "3")))
                    .isSameAs(thrown);
        }
    }

    @Test
    void countsWhatTheMethodHasDoneInTheBatchAndNotInItsList() {
        try (var application = numbers()) {
            var cause = new IOException("disk full");
            application.get(Numbers.class).fail(MqBatchException.afterDone(1, cause));
            var batch = TestDelivery.ofTexts("1", "two", "3", "4");

            var failure = failure(application, batch);

            assertThat(failure.failed()).containsExactly(batch.get(1), batch.get(2), batch.get(3));
            assertThat(failure).hasCause(cause);
        }
    }

    @Test
    void addsWhatCannotBeConvertedToWhatTheMethodSaysFailed() {
        try (var application = numbers()) {
            var batch = TestDelivery.ofTexts("one", "2", "3");
            application.get(Numbers.class).fail(MqBatchException.ofFailed(List.of(batch.get(2)), null));

            assertThat(failure(application, batch).failed()).containsExactly(batch.get(0), batch.get(2));
        }
    }

    @Test
    void skipsWhatTheFilterDoesNotAcceptAndCountsPastIt() {
        try (var application = TestApplication.started(Filtered.class, NoDashes.class)) {
            var batch = TestDelivery.ofTexts("-", "a", "-", "b");
            application.get(Filtered.class).fail(MqBatchException.afterDone(1, null));

            var failure = catchThrowableOfType(
                    MqBatchException.class, () -> application.runtime().deliverBatch("Filtered.on", batch));

            assertThat(application.journalLines()).contains("filtered [record 1, record 3]");
            assertThat(failure.doneCount()).isEqualTo(3);
            assertThat(batch.get(0).skips).containsExactly("filter " + NoDashes.class.getName());
            assertThat(batch.get(1).skips).isEmpty();
        }
    }

    @Test
    void failsOnlyTheRecordAtWhichTheFilterFails() {
        try (var application = TestApplication.started(Filtered.class, NoDashes.class)) {
            var batch = TestDelivery.ofTexts("a", "!", "b");

            var failure = catchThrowableOfType(
                    MqBatchException.class, () -> application.runtime().deliverBatch("Filtered.on", batch));

            assertThat(failure.failed()).containsExactly(batch.get(1));
            assertThat(application.journalLines()).contains("filtered [record 0, record 2]");
        }
    }

    private static TestApplication numbers() {
        return TestApplication.of(Numbers.class)
                .provide(MqPayloadConverter.class, NumberConverter.class)
                .start();
    }

    private static MqBatchException failure(TestApplication application, List<TestDelivery> batch) {
        return catchThrowableOfType(
                MqBatchException.class, () -> application.runtime().deliverBatch("Numbers.on", batch));
    }

    @ApplicationScoped
    static class Forms {
        @Inject
        Journal journal;

        @Inject
        Request request;

        @MqListener(topics = "t", group = "g")
        void deliveries(List<MqDelivery> batch) {
            journal.add("deliveries " + batch);
        }

        @MqListener(topics = "t", group = "g")
        void messages(List<MqMessage> batch) {
            journal.add("messages " + batch);
        }

        @MqListener(topics = "t", group = "g")
        void bounded(List<? extends MqDelivery> batch) {
            journal.add("bounded " + batch);
        }

        @MqListener(topics = "t", group = "g")
        void texts(List<String> batch) {
            journal.add("texts " + batch);
        }

        @MqListener(topics = "t", group = "g")
        void bytes(List<byte[]> batch) {
            journal.add("bytes " + new String(batch.get(2), StandardCharsets.UTF_8));
        }

        @MqListener(topics = "t", group = "g")
        void numbers(List<Integer> batch) {
            journal.add("numbers " + batch + " in request " + request.next());
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

    interface Action {
        void on(List<String> batch);
    }

    @ApplicationScoped
    static class Texts {
        private Action action = batch -> {};

        void then(Action next) {
            action = next;
        }

        @MqListener(topics = "t", group = "g")
        void on(List<String> batch) {
            action.on(batch);
        }
    }

    @ApplicationScoped
    static class Numbers {
        @Inject
        Journal journal;

        private @Nullable Exception next;

        void fail(Exception thrown) {
            next = thrown;
        }

        @MqListener(topics = "t", group = "g")
        void on(List<Integer> batch) throws Exception {
            journal.add("numbers " + batch);
            if (next != null) {
                throw next;
            }
        }
    }

    @ApplicationScoped
    static class Filtered {
        @Inject
        Journal journal;

        private @Nullable Exception next;

        void fail(Exception thrown) {
            next = thrown;
        }

        @MqListener(topics = "t", group = "g", filter = NoDashes.class)
        void on(List<MqDelivery> batch) throws Exception {
            journal.add("filtered " + batch);
            if (next != null) {
                throw next;
            }
        }
    }

    @ApplicationScoped
    static class NoDashes implements MqFilter {
        @Override
        public boolean accepts(MqDelivery delivery) throws IOException {
            if ("!".equals(delivery.text())) {
                throw new IOException("cannot decide");
            }
            return !"-".equals(delivery.text());
        }
    }

    /** Reads integers. */
    public static class NumberConverter implements MqPayloadConverter {
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
            return Integer.valueOf(new String(bytes, StandardCharsets.UTF_8));
        }
    }
}
