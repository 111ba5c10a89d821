// SPDX-License-Identifier: MIT
package io.mqconnector.cdi;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.mqconnector.api.MqBatchException;
import io.mqconnector.api.MqConsumerError;
import io.mqconnector.api.MqErrorListener;
import io.mqconnector.api.MqListener;
import io.mqconnector.api.MqMessageListener;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.lang.reflect.UndeclaredThrowableException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ListenerContextTest {
    private static final String SERVICE = "java:comp/DefaultContextService";

    private final FakeNaming.Installed naming = FakeNaming.install();
    private final FakeContextService service = new FakeContextService();

    @AfterEach
    void uninstall() {
        naming.close();
    }

    @Test
    void runsListenersInTheContextInWhichTheApplicationWasStarted() throws Exception {
        naming.bind(SERVICE, service);
        try (var application = startedAs("shop", Tells.class, Request.class)) {
            application.deliver("Tells.on", "a");
            application.deliver("Tells.on", "b");

            assertThat(application.journalLines())
                    .contains("a in shop, request 1", "b in shop, request 1", "request ended");
            assertThat(FakeContextService.component()).as("after the delivery").isNull();
            assertThat(application.runtime().subscribed.get("Tells.on").applicationLoader())
                    .isSameAs(application.loader());
        }
    }

    @Test
    void runsListenersOfBatchesInThatContextAndLetsThroughWhatTheyThrow() throws Exception {
        service.wrap(FakeContextService.Wrapping.RUNTIME);
        naming.bind(SERVICE, service);
        try (var application = startedAs("shop", TellsBatches.class)) {
            application.runtime().deliverBatch("TellsBatches.on", TestDelivery.ofTexts("a", "b"));
            var partly = MqBatchException.afterDone(1, null);
            application.get(TellsBatches.class).throwNext(partly);

            assertThat(application.journalLines()).contains("[a, b] in shop");
            assertThat(catchThrowable(() ->
                            application.runtime().deliverBatch("TellsBatches.on", TestDelivery.ofTexts("a", "b"))))
                    .isSameAs(partly);
            assertThat(service.proxyCount()).isEqualTo(1);
        }
    }

    @Test
    void tellsEveryErrorListenerInThatContextWhateverTheOthersThrow() throws Exception {
        naming.bind(SERVICE, service);
        try (var application = startedAs("shop", Tells.class, Request.class, HearsAndFails.class, HearsToo.class)) {
            var error = new MqConsumerError(
                    MqConsumerError.Kind.COMMIT_FAILED, "Tells.on", "g", List.of(), "commit failed", null);

            application.runtime().request("Tells.on").errorListener().onError(error);

            assertThat(application.journalLines())
                    .containsSubsequence("failing hears COMMIT_FAILED", "other hears COMMIT_FAILED in shop, request 1");
        }
    }

    @Test
    void makesOneProxyAListenerHoweverManyRecordsThereAre() throws Exception {
        naming.bind(SERVICE, service);
        try (var application = startedAs("shop", Tells.class, Request.class, Fails.class)) {
            for (int i = 0; i < 5; i++) {
                application.deliver("Tells.on", "a");
            }

            assertThat(service.proxyCount()).as("two listeners").isEqualTo(2);
        }
    }

    @Test
    void runsListenersWithoutAContextWhereThereIsNoContextService() throws Exception {
        try (var application = startedAs("shop", Tells.class, Request.class)) {
            application.deliver("Tells.on", "a");

            assertThat(application.journalLines()).contains("a in null, request 1");
        }
    }

    @Test
    void takesNothingForAContextServiceThatIsNone() throws Exception {
        naming.bind(SERVICE, "a text");
        try (var application = startedAs("shop", Tells.class, Request.class)) {
            application.deliver("Tells.on", "a");

            assertThat(application.journalLines()).contains("a in null, request 1");
        }
    }

    @Test
    void doesWithoutJakartaConcurrency() throws Exception {
        naming.bind(SERVICE, service);
        var loader = new IsolatedLoader("without-concurrency", getClass().getClassLoader())
                .define("io.mqconnector.cdi.", "/app/mq-cdi.jar")
                .hide("jakarta.enterprise.concurrent.");
        var type = loader.loadClass(ContainerContext.class.getName());
        var captured = type.getDeclaredMethod("captured");
        var around = type.getDeclaredMethod("around", MqMessageListener.class);
        captured.setAccessible(true);
        around.setAccessible(true);
        MqMessageListener listener = (message, metadata) -> {};

        assertThat(around.invoke(captured.invoke(null), listener)).isSameAs(listener);
        assertThat(ContainerContext.captured().around(listener)).as("with it").isNotSameAs(listener);
    }

    @ParameterizedTest
    @EnumSource
    void letsThroughWhatTheListenerThrewAsItIs(FakeContextService.Wrapping wrapping) {
        service.wrap(wrapping);
        naming.bind(SERVICE, service);
        try (var application = startedAs("shop", Fails.class)) {
            for (Throwable thrown : new Throwable[] {
                new IOException("checked"),
                new IllegalStateException("unchecked"),
                new AssertionError("error"),
                new UndeclaredThrowableException(new IOException("the application's own"))
            }) {
                application.get(Fails.class).throwNext(thrown);

                assertThat(catchThrowable(() -> application.deliver("Fails.on", "a")))
                        .isSameAs(thrown);
            }
        }
    }

    @Test
    void letsThroughWhatTheContainerThrows() {
        naming.bind(SERVICE, service);
        try (var application = startedAs("shop", Tells.class, Request.class)) {
            var stopped = new IllegalStateException("component is stopped");
            service.refuse(stopped);

            assertThat(catchThrowable(() -> application.deliver("Tells.on", "a")))
                    .isSameAs(stopped);
            assertThat(application.journalLines()).noneMatch(line -> line.startsWith("a in"));
        }
    }

    private static TestApplication startedAs(String component, Class<?>... beanClasses) {
        FakeContextService.enter(component);
        try {
            return TestApplication.started(beanClasses);
        } finally {
            FakeContextService.leave();
        }
    }

    @ApplicationScoped
    static class Tells {
        @Inject
        Journal journal;

        @Inject
        Request request;

        @MqListener(topics = "t", group = "g")
        void on(String payload) {
            journal.add(payload + " in " + FakeContextService.component() + ", request " + request.next());
        }
    }

    @ApplicationScoped
    static class TellsBatches {
        @Inject
        Journal journal;

        private @Nullable Exception next;

        void throwNext(Exception thrown) {
            next = thrown;
        }

        @MqListener(topics = "t", group = "g")
        void on(List<String> batch) throws Exception {
            if (next != null) {
                throw next;
            }
            journal.add(batch + " in " + FakeContextService.component());
        }
    }

    @ApplicationScoped
    static class HearsAndFails implements MqErrorListener {
        @Inject
        Journal journal;

        @Override
        public void onError(MqConsumerError error) {
            journal.add("failing hears " + error.kind());
            throw new IllegalStateException("its own trouble");
        }
    }

    @Dependent
    static class HearsToo implements MqErrorListener {
        @Inject
        Journal journal;

        @Inject
        Request request;

        @Override
        public void onError(MqConsumerError error) {
            journal.add("other hears " + error.kind() + " in " + FakeContextService.component() + ", request "
                    + request.next());
        }
    }

    @RequestScoped
    static class Request {
        @Inject
        Journal journal;

        private int count;

        int next() {
            count++;
            return count;
        }

        @PreDestroy
        void end() {
            journal.add("request ended");
        }
    }

    @ApplicationScoped
    static class Fails {
        private Throwable next;

        void throwNext(Throwable thrown) {
            next = thrown;
        }

        @MqListener(topics = "t", group = "g")
        void on(String payload) throws Exception {
            throw Rethrown.unchanged(requireNonNull(next));
        }
    }
}
