// SPDX-License-Identifier: MIT
package io.mqconnector.cdi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mqconnector.api.MqConfig;
import io.mqconnector.api.MqConfigException;
import io.mqconnector.api.MqProducer;
import io.mqconnector.spi.MqRuntime;
import io.mqconnector.spi.MqRuntimeFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Default;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.spi.DeploymentException;
import jakarta.inject.Inject;
import jakarta.inject.Qualifier;
import jakarta.inject.Singleton;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.util.List;
import org.junit.jupiter.api.Test;

class RuntimeSelectionTest {
    @Test
    void saysWhereItLookedWhenThereIsNoEngine() {
        try (var application = TestApplication.withoutEngine(Needs.class)) {
            assertThatThrownBy(application::start)
                    .isInstanceOf(DeploymentException.class)
                    .hasMessageStartingWith("mq: 1 problem, no listener was started:\n - mq runtime: no mq runtime was"
                            + " found: mq.runtime.jndi-name is not set, and at java:comp/env/mq/runtime: there is no JNDI here;"
                            + " no connector runs in this server that io.mqconnector.spi.MqRuntimes of ")
                    .hasMessageContaining(" knows of (deploy mq-connector-<version>.rar and start it before the"
                            + " application); ServiceLoader found no provider of " + MqRuntimeFactory.class.getName())
                    .hasMessageContaining(application.loader().toString())
                    .hasMessageContaining(MqExtension.class.getClassLoader().toString())
                    .hasMessageContaining("in Java SE, add io.mqconnector:mq-engine to the class path")
                    .hasMessageNotContaining("WEB-INF")
                    .hasRootCauseInstanceOf(MqConfigException.class);
        }
    }

    @Test
    void namesAllEnginesWhenThereAreSeveral() {
        try (var application = TestApplication.withoutEngine(Needs.class)
                .provide(
                        MqRuntimeFactory.class, RecordingRuntimeFactory.class, RecordingRuntimeFactory.Another.class)) {
            assertThatThrownBy(application::start)
                    .isInstanceOf(DeploymentException.class)
                    .hasMessageContaining("several mq engines are visible: " + RecordingRuntimeFactory.class.getName())
                    .hasMessageContaining(RecordingRuntimeFactory.Another.class.getName())
                    .hasMessageContaining("leave one of them on the class path");
            assertThat(application.runtimes()).isEmpty();
        }
    }

    @Test
    void namesTheLoadersWhenTheEngineComesWithAnMqApiOfItsOwn() {
        try (var application = TestApplication.of(Needs.class)) {
            var stranger = new IsolatedLoader("child-first", application.loader())
                    .define("io.mqconnector.api.", "/other/mq-api.jar")
                    .define("io.mqconnector.spi.", "/other/mq-api.jar")
                    .define(RecordingRuntimeFactory.class.getName(), "/other/mq-engine.jar");

            assertThatThrownBy(() -> application.start(stranger))
                    .isInstanceOf(DeploymentException.class)
                    .hasMessageContaining(RecordingRuntimeFactory.class.getName()
                            + " of /other/mq-engine.jar by child-first implements "
                            + MqRuntimeFactory.class.getName() + " of /other/mq-api.jar by child-first")
                    .hasMessageContaining("but mq-cdi uses " + MqRuntimeFactory.class.getName())
                    .hasMessageContaining("by " + MqRuntimeFactory.class.getClassLoader())
                    .hasMessageContaining("keep mq-api only once");
        }
    }

    @Test
    void namesAnEngineThatCannotBeLoaded() {
        try (var application = TestApplication.withoutEngine(Needs.class)
                .file("META-INF/services/" + MqRuntimeFactory.class.getName(), "com.acme.Gone # moved\n")) {
            assertThatThrownBy(application::start)
                    .isInstanceOf(DeploymentException.class)
                    .hasMessageContaining("mq engine cannot be loaded by " + application.loader())
                    .hasMessageContaining("com.acme.Gone");
        }
    }

    @Test
    void refusesARuntimeOlderThanItNeeds() {
        try (var application = TestApplication.of(Needs.class)) {
            application.apiVersion = MqRuntime.API_VERSION - 1;

            assertThatThrownBy(application::start)
                    .isInstanceOf(DeploymentException.class)
                    .hasMessageContaining("has version " + (MqRuntime.API_VERSION - 1)
                            + " of the runtime interface, mq-cdi here ("
                            + ClassOrigin.of(MqExtension.class).replace("MqExtension", "ApplicationRuntime")
                            + ") needs version " + MqRuntime.API_VERSION
                            + "; update io.mqconnector:mq-engine, or use the mq-cdi of its release");
            assertThat(application.runtime().isClosed).isTrue();
        }
    }

    @Test
    void usesANewerRuntimeWhichHasAllThatItKnows() {
        try (var application = TestApplication.of(Needs.class)) {
            application.apiVersion = MqRuntime.API_VERSION + 1;

            application.start();

            assertThat(application.get(Needs.class).producer).isSameAs(application.runtime().producer);
        }
    }

    @Test
    void reportsEveryProblemOfTheConfigurationThatTheEngineRefuses() {
        try (var application =
                TestApplication.withoutEngine(Needs.class).provide(MqRuntimeFactory.class, RefusingFactory.class)) {
            assertThatThrownBy(application::start)
                    .isInstanceOf(DeploymentException.class)
                    .hasMessage("mq: 2 problems, no listener was started:\n - mq runtime: brokers is empty\n"
                            + " - mq runtime: linger is negative");
        }
    }

    @Test
    void handsTheConfigBeanToTheEngine() {
        try (var application = TestApplication.started(Needs.class, OneConfig.class)) {
            assertThat(application.runtime().config.values()).containsEntry("mq.client.brokers", "one:9092");
        }
        try (var application = TestApplication.started(Needs.class)) {
            assertThat(application.runtime().config.values()).isEmpty();
        }
    }

    @Test
    void namesBothConfigBeansWhenThereAreTwo() {
        try (var application = TestApplication.of(Needs.class, OneConfig.class, OtherConfig.class)) {
            assertThatThrownBy(application::start)
                    .isInstanceOf(DeploymentException.class)
                    .hasMessageContaining("several beans of type MqConfig are there: " + OneConfig.class.getName())
                    .hasMessageContaining(" and " + OtherConfig.class.getName())
                    .hasMessageContaining("keep one");
            assertThat(application.runtimes()).isEmpty();
        }
    }

    @Test
    void stepsBackForAProducerOfTheApplication() {
        try (var application = TestApplication.started(Needs.class, OwnProducer.class)) {
            assertThat(application.get(Needs.class).producer).isInstanceOf(OwnProducer.class);
            assertThat(application.runtimes()).isEmpty();
        }
    }

    @Test
    void staysBesideAProducerWithAQualifier() {
        try (var application = TestApplication.started(Needs.class, NeedsAudit.class, AuditProducer.class)) {
            assertThat(application.get(Needs.class).producer).isSameAs(application.runtime().producer);
            assertThat(application.get(NeedsAudit.class).producer).isNotSameAs(application.runtime().producer);
        }
        try (var application = TestApplication.started(NeedsAudit.class, AuditProducer.class)) {
            assertThat(application.runtimes()).as("nobody asks for ours").isEmpty();
        }
    }

    @Dependent
    static class Needs {
        @Inject
        MqProducer producer;
    }

    @ApplicationScoped
    static class OneConfig {
        @Produces
        MqConfig config() {
            return MqConfig.builder().brokers("one:9092").build();
        }
    }

    @ApplicationScoped
    static class OtherConfig {
        @Produces
        @Singleton
        MqConfig config() {
            return MqConfig.builder().brokers("other:9092").build();
        }
    }

    @Singleton
    static class OwnProducer extends RecordingProducer {
        @Inject
        OwnProducer(Journal journal) {
            super(journal);
        }
    }

    @Qualifier
    @Retention(RetentionPolicy.RUNTIME)
    @interface Audit {}

    @Dependent
    static class AuditProducer {
        @Produces
        @Audit
        @Singleton
        MqProducer producer(@Default Journal journal) {
            return new RecordingProducer(journal);
        }
    }

    @Dependent
    static class NeedsAudit {
        @Inject
        @Audit
        MqProducer producer;
    }

    /** An engine that finds its configuration wrong. */
    public static class RefusingFactory implements MqRuntimeFactory {
        @Override
        public MqRuntime create(MqConfig config, ClassLoader applicationLoader) {
            throw new MqConfigException(List.of("brokers is empty", "linger is negative"));
        }
    }
}
