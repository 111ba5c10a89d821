// SPDX-License-Identifier: MIT
package io.mqconnector.cdi;

import static org.assertj.core.api.Assertions.assertThat;

import io.mqconnector.api.MqHealth;
import io.mqconnector.api.MqHealth.Kind;
import io.mqconnector.api.MqHealth.Part;
import io.mqconnector.api.MqHealth.Status;
import io.mqconnector.api.MqNotification;
import io.mqconnector.api.MqProducer;
import io.mqconnector.spi.MqNotifier;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.Extension;
import jakarta.inject.Inject;
import java.lang.annotation.Annotation;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;
import org.eclipse.microprofile.health.Readiness;
import org.jboss.weld.environment.se.Weld;
import org.junit.jupiter.api.Test;

class HealthTest {
    private static Part part(String name, Status status, boolean isStuck, String... reasons) {
        return new Part(
                name.equals("default") ? Kind.CONNECTION : Kind.LISTENER, name, status, isStuck, List.of(reasons));
    }

    private static HealthCheckResponse check(TestApplication application, Annotation qualifier) {
        return application
                .container()
                .select(HealthCheck.class, qualifier)
                .get()
                .call();
    }

    @Test
    void isReadyAndLiveWhileAllIsWell() {
        try (var application = TestApplication.started(Sends.class)) {
            application.runtime().health = new MqHealth(
                    List.of(part("default", Status.UP, false), part("orders", Status.DEGRADED, false, "late")));

            var ready = check(application, Readiness.Literal.INSTANCE);
            assertThat(ready.getName()).isEqualTo("mq-ready");
            assertThat(ready.getStatus()).isEqualTo(HealthCheckResponse.Status.UP);
            assertThat(ready.getData())
                    .hasValue(Map.of("connection default", "UP", "listener orders", "DEGRADED: late"));
            assertThat(check(application, Liveness.Literal.INSTANCE).getStatus())
                    .isEqualTo(HealthCheckResponse.Status.UP);
        }
    }

    @Test
    void isNotReadyButLiveWhileTheClusterDoesNotAnswer() {
        try (var application = TestApplication.started(Sends.class)) {
            application.runtime().health = new MqHealth(List.of(part("default", Status.DOWN, false, "nobody answers")));

            assertThat(check(application, Readiness.Literal.INSTANCE).getStatus())
                    .isEqualTo(HealthCheckResponse.Status.DOWN);
            var live = check(application, Liveness.Literal.INSTANCE);
            assertThat(live.getName()).isEqualTo("mq-live");
            assertThat(live.getStatus()).isEqualTo(HealthCheckResponse.Status.UP);
        }
    }

    @Test
    void isNotLiveWhenADeliveryIsStuck() {
        try (var application = TestApplication.started(Sends.class)) {
            application.runtime().health = new MqHealth(List.of(part("orders", Status.DEGRADED, true, "stuck")));

            assertThat(check(application, Liveness.Literal.INSTANCE).getStatus())
                    .isEqualTo(HealthCheckResponse.Status.DOWN);
            assertThat(check(application, Readiness.Literal.INSTANCE).getStatus())
                    .isEqualTo(HealthCheckResponse.Status.UP);
        }
    }

    @Test
    void startsNoConnectorForAProbe() {
        try (var application = TestApplication.started(Idle.class)) {
            var ready = check(application, Readiness.Literal.INSTANCE);

            assertThat(ready.getStatus()).isEqualTo(HealthCheckResponse.Status.UP);
            assertThat(ready.getData()).isEmpty();
            assertThat(application.runtimes()).isEmpty();
        }
    }

    @Test
    void leavesNoTraceWithoutMicroProfileHealth() throws Exception {
        var war = new IsolatedLoader("shop.war", HealthTest.class.getClassLoader())
                .define("io.mqconnector.cdi.", "/apps/shop.war/WEB-INF/lib/mq-cdi-1.jar")
                .share(FakeNaming.class)
                .hide("org.eclipse.microprofile.health.");
        var thread = Thread.currentThread();
        var before = thread.getContextClassLoader();
        thread.setContextClassLoader(war);
        try {
            var extension = (Extension)
                    war.loadClass(MqExtension.class.getName()).getConstructor().newInstance();
            try (var container = new Weld("no health")
                    .disableDiscovery()
                    .addExtensions(extension)
                    .addBeanClass(war.loadClass(Idle.class.getName()))
                    .initialize()) {
                assertThat(container.getBeanManager().getBeans(Object.class, Any.Literal.INSTANCE))
                        .flatExtracting(Bean::getTypes)
                        .extracting(Object::toString)
                        .contains("interface io.mqconnector.api.MqProducer")
                        .noneMatch(type -> type.contains("microprofile.health"));
            }
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    @Test
    void tellsTheNotifiersAmongTheBeansAsLongAsTheApplicationRuns() throws Exception {
        try (var application = TestApplication.started(Sends.class, Told.class)) {
            var runtime = application.runtime();
            assertThat(runtime.notifiers).hasSize(1);

            runtime.notifiers
                    .get(0)
                    .onNotification(new MqNotification(
                            MqNotification.Type.ALERT_RAISED, "i", "orders", "late", Instant.EPOCH, Map.of()));
            assertThat(application.journalLines()).contains("told late");

            application.container().close();
            assertThat(runtime.notifiers).isEmpty();
        }
    }

    @Test
    void tellsTheNotifiersFromWhenTheApplicationFirstLooksAProducerUp() {
        try (var application = TestApplication.started(LooksUp.class, Told.class)) {
            assertThat(application.runtimes()).isEmpty();

            application.get(LooksUp.class).producer.get();
            assertThat(application.runtime().notifiers).hasSize(1);
            application.get(LooksUp.class).producer.get();
            assertThat(application.runtime().notifiers).hasSize(1);

            application.container().close();
            assertThat(application.runtime().notifiers).isEmpty();
        }
    }

    /** As on a thread of the common pool, which has the system's. */
    @Test
    void tellsTheNotifiersWithTheApplicationsClassLoaderWhoeverLooksUpFirst() {
        try (var application = TestApplication.started(LooksUp.class, Told.class)) {
            var thread = Thread.currentThread();
            var own = thread.getContextClassLoader();
            var other = ClassLoader.getPlatformClassLoader();
            thread.setContextClassLoader(other);
            try {
                application.get(LooksUp.class).producer.get();
                assertThat(thread.getContextClassLoader()).isSameAs(other);
            } finally {
                thread.setContextClassLoader(own);
            }

            assertThat(application.runtime().notifierLoaders).containsExactly(application.loader());
        }
    }

    @Test
    void tellsNobodyOnceTheApplicationEnds() {
        try (var application = TestApplication.started(LooksUpInTheEnd.class, Told.class)) {
            application.get(LooksUpInTheEnd.class).touch();
            application.container().close();

            assertThat(application.journalLines()).contains("sent bye to t");
            assertThat(application.runtime().notifiers).isEmpty();
        }
    }

    @Test
    void doesWithoutANotifierThatCannotBeMade() {
        try (var application = TestApplication.started(LooksUp.class, Broken.class)) {
            assertThat(application.get(LooksUp.class).producer.get()).isSameAs(application.runtime().producer);
            assertThat(application.runtime().notifiers).isEmpty();
        }
    }

    @Dependent
    static class LooksUp {
        @Inject
        Instance<MqProducer> producer;
    }

    @ApplicationScoped
    static class LooksUpInTheEnd {
        @Inject
        Instance<MqProducer> producer;

        void touch() {}

        @PreDestroy
        void end() {
            producer.get().send("t", "bye");
        }
    }

    @Dependent
    static class Broken implements MqNotifier {
        Broken() {
            throw new IllegalStateException("of a test");
        }

        @Override
        public void onNotification(MqNotification notification) {}
    }

    @ApplicationScoped
    static class Sends {
        @Inject
        MqProducer producer;
    }

    @ApplicationScoped
    static class Idle {}

    @ApplicationScoped
    static class Told implements MqNotifier {
        @Inject
        Journal journal;

        @Override
        public void onNotification(MqNotification notification) {
            journal.add("told " + notification.text());
        }
    }
}
