// SPDX-License-Identifier: MIT
package io.mqconnector.cdi;

import static java.util.Objects.requireNonNull;
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
import java.io.IOException;
import java.io.UncheckedIOException;
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
                            + " found: ServiceLoader found no provider of " + MqRuntimeFactory.class.getName())
                    .hasMessageContaining(application.loader().toString())
                    .hasMessageContaining(MqExtension.class.getClassLoader().toString())
                    .hasMessageContaining("add io.mqconnector:mq-engine to the class path")
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
            var stranger = new ChildFirst(application.loader());

            assertThatThrownBy(() -> application.start(stranger))
                    .isInstanceOf(DeploymentException.class)
                    .hasMessageContaining(RecordingRuntimeFactory.class.getName() + " by " + stranger + " implements "
                            + MqRuntimeFactory.class.getName() + " by " + stranger)
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
    void refusesARuntimeNewerThanItself() {
        try (var application = TestApplication.of(Needs.class)) {
            application.apiVersion = MqRuntime.API_VERSION + 1;

            assertThatThrownBy(application::start)
                    .isInstanceOf(DeploymentException.class)
                    .hasMessageContaining(
                            "was built for version 2 of the runtime interface, mq-cdi here knows version 1;"
                                    + " use the mq-cdi that belongs to that engine, or an older engine");
            assertThat(application.runtime().isClosed).isTrue();
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

    /** Defines mq-api and the engine once more. */
    private static final class ChildFirst extends ClassLoader {
        ChildFirst(ClassLoader parent) {
            super("child-first", parent);
        }

        @Override
        public String toString() {
            return "child-first";
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            synchronized (getClassLoadingLock(name)) {
                if (findLoadedClass(name) != null) {
                    return requireNonNull(findLoadedClass(name));
                }
                if (!name.startsWith("io.mqconnector.api.")
                        && !name.startsWith("io.mqconnector.spi.")
                        && !name.startsWith(RecordingRuntimeFactory.class.getName())) {
                    return super.loadClass(name, resolve);
                }
                try (var bytes = requireNonNull(getResourceAsStream(name.replace('.', '/') + ".class"))) {
                    var code = bytes.readAllBytes();
                    return defineClass(name, code, 0, code.length);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }
}
