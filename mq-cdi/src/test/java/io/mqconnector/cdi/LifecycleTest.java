// SPDX-License-Identifier: MIT
package io.mqconnector.cdi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mqconnector.api.MqConfigException;
import io.mqconnector.api.MqConnectionException;
import io.mqconnector.api.MqErrorCode;
import io.mqconnector.api.MqListener;
import io.mqconnector.api.MqProducer;
import io.mqconnector.spi.MqPayloadConverter;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.BeforeDestroyed;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.context.SessionScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.Extension;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.lang.ref.WeakReference;
import java.util.List;
import java.util.ServiceLoader;
import org.jboss.weld.environment.se.Weld;
import org.junit.jupiter.api.Test;

class LifecycleTest {
    @Test
    void isFoundByTheContainer() {
        assertThat(ServiceLoader.load(Extension.class)).hasAtLeastOneElementOfType(MqExtension.class);
    }

    /** WildFly tells only bean archives when their web module starts. */
    @Test
    void isABeanArchiveWithoutBeans() {
        try (var container = new Weld("archive").initialize()) {
            assertThat(MqExtension.class.getResource("/META-INF/beans.xml")).isNotNull();
            assertThat(container.select(MqExtension.class).isResolvable()).isTrue();
            assertThat(container.getBeanManager().getBeans(Object.class, Any.Literal.INSTANCE))
                    .extracting(Bean::getBeanClass)
                    .filteredOn(type -> type.getPackageName().equals(MqExtension.class.getPackageName()))
                    .containsOnly(MqExtension.class);
        }
    }

    @Test
    void startsAfterTheApplicationAndStopsBeforeIt() {
        try (var application = TestApplication.started(Observing.class, Sends.class)) {
            application.get(Sends.class).touch();
            application.container().close();

            assertThat(application.journalLines())
                    .containsExactly(
                            "runtime created",
                            "application started",
                            "subscribed Observing.on",
                            "subscribed Observing.other",
                            "closed Observing.on",
                            "closed Observing.other",
                            "application stopping",
                            "sent bye to t",
                            "runtime closed");
        }
    }

    @Test
    void startsOnceHoweverManyModulesSayThatTheApplicationStartedAndStopsAtTheFirstThatEnds() {
        try (var application = TestApplication.started(Observing.class)) {
            var events = application.container().getBeanManager().getEvent();

            events.select(Initialized.Literal.APPLICATION).fire("second module");
            events.select(BeforeDestroyed.Literal.APPLICATION).fire("second module");
            events.select(Initialized.Literal.APPLICATION).fire("third module");
            events.select(BeforeDestroyed.Literal.APPLICATION).fire("first module");

            assertThat(application.journalLines())
                    .filteredOn(line -> line.contains("Observing.on"))
                    .containsExactly("subscribed Observing.on", "closed Observing.on");
        }
    }

    @Test
    void undoesAStartThatFailsHalfWay() {
        try (var application = TestApplication.of(Observing.class, Counted.class)) {
            application.refusedListener = "Observing.other";

            assertThatThrownBy(application::start).hasStackTraceContaining("refused Observing.other");
            assertThat(application.journalLines())
                    .containsExactly(
                            "runtime created",
                            "application started",
                            "dependent created",
                            "subscribed Counted.on",
                            "subscribed Observing.on",
                            "closed Counted.on",
                            "closed Observing.on",
                            "dependent destroyed",
                            "runtime closed");
        }
    }

    @Test
    void createsNoRuntimeForAnApplicationThatNeedsNone() {
        try (var application = TestApplication.withoutEngine(LooksUp.class).start()) {
            assertThat(application.runtimes()).isEmpty();
            assertThatThrownBy(() -> application.get(LooksUp.class).producer.get())
                    .isInstanceOf(MqConfigException.class)
                    .hasMessageContaining("no mq runtime was found");
        }
    }

    @Test
    void createsTheRuntimeAtTheFirstLookUp() {
        try (var application = TestApplication.started(LooksUp.class)) {
            assertThat(application.runtimes()).isEmpty();

            var producer = application.get(LooksUp.class).producer;

            assertThat(producer.get()).isSameAs(producer.get()).isSameAs(application.runtime().producer);
            assertThat(application.runtimes()).hasSize(1);
            application.container().close();
            assertThat(application.journalLines()).containsExactly("runtime created", "runtime closed");
        }
    }

    @Test
    void createsTheRuntimeAtDeploymentForAnInjectionPointAndInjectsTheProducerItself() {
        try (var application = TestApplication.started(Injected.class)) {
            assertThat(application.runtimes()).hasSize(1);

            assertThat(application.get(Injected.class).producer).isSameAs(application.runtime().producer);
        }
    }

    @Test
    void closesSubscriptionsAndRuntimeAtShutdown() {
        try (var application = TestApplication.started(Observing.class)) {
            var runtime = application.runtime();
            application.container().close();

            assertThat(runtime.isClosed).isTrue();
            assertThat(runtime.subscribed).isEmpty();
        }
    }

    @Test
    void refusesToCreateARuntimeAfterItWasClosed() {
        var runtime = new ApplicationRuntime(List.of(), getClass().getClassLoader(), null, taken -> {});
        runtime.close();

        assertThatThrownBy(runtime::get)
                .isInstanceOfSatisfying(
                        MqConnectionException.class, e -> assertThat(e.code()).isEqualTo(MqErrorCode.CLOSED));
    }

    @Test
    void keepsApplicationsInOneProcessApart() throws Exception {
        try (var one = TestApplication.started(ListenerDeliveryTest.Forms.class);
                var two = TestApplication.started(ListenerDeliveryTest.Forms.class)) {
            one.deliver("Forms.text", "to one");
            two.deliver("Forms.text", "to two");
            one.container().close();
            two.deliver("Forms.text", "again");

            assertThat(one.journalLines())
                    .contains("text to one", "runtime closed")
                    .doesNotContain("text to two");
            assertThat(two.journalLines())
                    .contains("text to two", "text again")
                    .doesNotContain("text to one", "runtime closed");
        }
    }

    @Test
    void leavesNothingOfAnApplicationBehind() {
        var loader = runAndForget();

        long start = System.nanoTime();
        while (loader.get() != null && System.nanoTime() - start < 20_000_000_000L) {
            System.gc();
        }

        assertThat(loader.get())
                .as("class loader of an application that was shut down")
                .isNull();
    }

    private static WeakReference<ClassLoader> runAndForget() {
        try (var application = TestApplication.of(ListenerDeliveryTest.Orders.class, Injected.class)
                .provide(MqPayloadConverter.class, ListenerDeliveryTest.OrderConverter.class)
                .start()) {
            application.deliver("Orders.one", "1");
            return new WeakReference<>(application.loader());
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void deploysAPassivatingBeanThatHoldsTheProducer() {
        try (var application = TestApplication.started(InSession.class)) {
            assertThat(application.runtimes()).hasSize(1);
        }
    }

    @Test
    void passivatesABeanThatLooksTheProducerUp() throws Exception {
        try (var application = TestApplication.started(LooksUpInSession.class)) {
            var before = application.get(LooksUpInSession.class);
            assertThat(before.producer.get()).isSameAs(application.runtime().producer);

            var after = (LooksUpInSession) readBack(before);

            assertThat(after).isNotSameAs(before);
            assertThat(after.producer.get()).isSameAs(application.runtime().producer);
        }
    }

    private static Object readBack(Object bean) throws IOException, ClassNotFoundException {
        var bytes = new ByteArrayOutputStream();
        try (var out = new ObjectOutputStream(bytes)) {
            out.writeObject(bean);
        }
        try (var in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            return in.readObject();
        }
    }

    @ApplicationScoped
    static class Observing {
        @Inject
        Journal journal;

        void started(@Observes @Initialized(ApplicationScoped.class) Object event) {
            journal.add("application started");
        }

        void stopping(@Observes @BeforeDestroyed(ApplicationScoped.class) Object event) {
            journal.add("application stopping");
        }

        @MqListener(topics = "t", group = "g")
        void on(String payload) {}

        @MqListener(topics = "t", group = "g")
        void other(String payload) {}
    }

    @Dependent
    static class Counted {
        @Inject
        Journal journal;

        @PostConstruct
        void begin() {
            journal.add("dependent created");
        }

        @PreDestroy
        void end() {
            journal.add("dependent destroyed");
        }

        @MqListener(topics = "t", group = "g")
        void on(String payload) {}
    }

    @ApplicationScoped
    static class Sends {
        @Inject
        MqProducer producer;

        void touch() {}

        @PreDestroy
        void end() {
            producer.send("t", "bye");
        }
    }

    @Dependent
    static class LooksUp {
        @Inject
        Instance<MqProducer> producer;
    }

    @Dependent
    static class Injected {
        @Inject
        MqProducer producer;
    }

    @Dependent
    static class LooksUpInSession implements Serializable {
        private static final long serialVersionUID = 1L;

        @Inject
        @SuppressWarnings("serial") // the container's is serialisable, as the specification asks
        Instance<MqProducer> producer;
    }

    @SessionScoped
    static class InSession implements Serializable {
        private static final long serialVersionUID = 1L;

        @Inject
        @SuppressWarnings("serial") // the producer is not serialisable: the session is not passivated here
        MqProducer producer;
    }
}
