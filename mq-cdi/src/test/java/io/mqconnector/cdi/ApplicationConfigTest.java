// SPDX-License-Identifier: MIT
package io.mqconnector.cdi;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class ApplicationConfigTest {
    @Test
    void travelsWithTheSubscription() {
        try (var application = TestApplication.of(DeploymentProblemsTest.Good.class)
                .file("META-INF/microprofile-config.properties", "mq.listeners.\"Good.on\".group-id=from-file\n")
                .start()) {
            var config = application.runtime().subscribed.get("Good.on").applicationConfig();

            assertThat(config.apply("mq.listeners.\"Good.on\".group-id")).hasValue("from-file");
            assertThat(config.apply("mq.listeners.\"Good.on\".workers")).isEmpty();
        }
    }

    @Test
    void doesNotTakeAnExpressionWithoutAValueForAbsence() {
        try (var application = TestApplication.of(DeploymentProblemsTest.Good.class)
                .file("META-INF/microprofile-config.properties", "mq.test.hollow=${no.such.property}\n")
                .start()) {
            var config = application.runtime().subscribed.get("Good.on").applicationConfig();

            assertThatThrownBy(() -> config.apply("mq.test.hollow"))
                    .hasMessageContaining("mq.test.hollow")
                    .hasMessageContaining("no value");
        }
    }

    @Test
    void readsSystemPropertiesAndEnvironmentWithoutMicroProfileConfig() throws Exception {
        var config = configWithoutMicroProfile();
        System.setProperty("mq.test.application-config", "from-property");
        try {
            assertThat(config.apply("mq.test.application-config")).hasValue("from-property");
            assertThat(config.apply("mq.test.absent")).isEmpty();
            assertThat(config.apply("PATH")).hasValue(System.getenv("PATH"));
            assertThat(config.apply("path")).as("upper case").hasValue(System.getenv("PATH"));
        } finally {
            System.clearProperty("mq.test.application-config");
        }
    }

    @SuppressWarnings("unchecked")
    private static Function<String, Optional<String>> configWithoutMicroProfile() throws Exception {
        var loader = new IsolatedLoader("without-microprofile", ApplicationConfigTest.class.getClassLoader())
                .define("io.mqconnector.cdi.", "/app/mq-cdi.jar")
                .hide("org.eclipse.microprofile.");
        var of = loader.loadClass(ApplicationConfig.class.getName()).getDeclaredMethod("of", ClassLoader.class);
        of.setAccessible(true);
        return (Function<String, Optional<String>>) requireNonNull(of.invoke(null, loader));
    }
}
