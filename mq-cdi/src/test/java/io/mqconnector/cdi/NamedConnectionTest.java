// SPDX-License-Identifier: MIT
package io.mqconnector.cdi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mqconnector.api.MqDelivery;
import io.mqconnector.api.MqListener;
import io.mqconnector.api.MqNamed;
import io.mqconnector.api.MqProducer;
import io.mqconnector.api.MqProducerPool;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.spi.DeploymentException;
import jakarta.inject.Inject;
import jakarta.inject.Provider;
import org.junit.jupiter.api.Test;

class NamedConnectionTest {
    @Dependent
    static class Reporting {
        @Inject
        @MqNamed("analytics")
        MqProducer analytics;

        @Inject
        MqProducer plain;
    }

    @Dependent
    static class LookingUp {
        @Inject
        @MqNamed("analytics")
        Instance<MqProducer> analytics;

        @Inject
        @MqNamed("analytics")
        Provider<MqProducer> provided;

        @Inject
        @Any
        Instance<MqProducer> all;
    }

    @Dependent
    static class LookingUpMisspelt {
        @Inject
        @MqNamed("analitics")
        Instance<MqProducerPool> analytics;
    }

    @Dependent
    static class Misspelt {
        @Inject
        @MqNamed("analitics")
        MqProducer analytics;
    }

    @ApplicationScoped
    static class OwnProducer {
        static final MqProducer OWN = new RecordingProducer(new Journal());

        @Produces
        @Dependent
        @MqNamed("analitics")
        MqProducer own() {
            return OWN;
        }
    }

    @ApplicationScoped
    static class Listening {
        @MqListener(name = "clicks", topics = "clicks", group = "g", connection = "analytics")
        void on(MqDelivery delivery) {}
    }

    @Test
    void injectsTheProducerOfAConnection() {
        try (var application = TestApplication.started(Reporting.class)) {
            var reporting = application.container().select(Reporting.class).get();

            assertThat(reporting.analytics).isSameAs(application.runtime().analytics);
            assertThat(reporting.plain).isSameAs(application.runtime().producer);
        }
    }

    @Test
    void failsTheDeploymentForAConnectionThatIsNotConfigured() {
        try (var application = TestApplication.of(Misspelt.class)) {
            assertThatThrownBy(application::start)
                    .isInstanceOf(DeploymentException.class)
                    .hasMessageContaining("@MqNamed(\"analitics\"): there is no connection 'analitics'")
                    .hasMessageContaining("there are default, analytics");
        }
    }

    @Test
    void findsTheProducerOfAConnectionThatIsOnlyLookedUp() {
        try (var application = TestApplication.started(LookingUp.class)) {
            var looking = application.get(LookingUp.class);

            assertThat(looking.analytics.get())
                    .isSameAs(looking.provided.get())
                    .isSameAs(application.runtime().analytics);
            assertThat(looking.all.stream())
                    .containsExactlyInAnyOrder(application.runtime().analytics, application.runtime().producer);
        }
    }

    @Test
    void failsTheDeploymentForAConnectionThatIsNotConfiguredAndOnlyLookedUp() {
        try (var application = TestApplication.of(LookingUpMisspelt.class)) {
            assertThatThrownBy(application::start)
                    .isInstanceOf(DeploymentException.class)
                    .hasMessageContaining("@MqNamed(\"analitics\"): there is no connection 'analitics'");
        }
    }

    @Test
    void leavesToTheApplicationWhatItMakesItself() {
        try (var application = TestApplication.started(Misspelt.class, OwnProducer.class)) {
            assertThat(application.container().select(Misspelt.class).get().analytics)
                    .isSameAs(OwnProducer.OWN);
        }
    }

    @Test
    void asksForTheRecordsOfAConnection() {
        try (var application = TestApplication.started(Listening.class)) {
            assertThat(application.runtime().request("clicks").connection()).isEqualTo("analytics");
        }
    }
}
