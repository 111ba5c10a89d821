// SPDX-License-Identifier: MIT
package io.mqconnector.cdi;

import io.mqconnector.api.MqHealth;
import io.mqconnector.spi.MqRuntime;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.spi.AfterBeanDiscovery;
import jakarta.inject.Singleton;
import java.lang.annotation.Annotation;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;
import org.eclipse.microprofile.health.Readiness;

/** The checks of MicroProfile Health, where the application sees it; else nothing, and nothing of it is loaded. Stateless. */
final class HealthBeans {
    private static final String API = "org.eclipse.microprofile.health.Readiness";

    private HealthBeans() {}

    /**
     * Adds them, if there is anybody who might ask.
     *
     * @param runtime the one that the application uses; empty while it uses none, and none is started for a probe
     */
    static void add(AfterBeanDiscovery event, Supplier<Optional<MqRuntime>> runtime) {
        try {
            Class.forName(API, false, HealthBeans.class.getClassLoader());
            Checks.add(event, runtime);
        } catch (ClassNotFoundException | LinkageError e) {
            // not there, or one of before Jakarta EE 9: nobody asks
        }
    }

    /** The only class that names types of MicroProfile Health. */
    private static final class Checks {
        private static void add(AfterBeanDiscovery event, Supplier<Optional<MqRuntime>> runtime) {
            add(
                    event,
                    Readiness.Literal.INSTANCE,
                    () -> response("mq-ready", runtime, health -> health.status() != MqHealth.Status.DOWN));
            add(event, Liveness.Literal.INSTANCE, () -> response("mq-live", runtime, MqHealth::isLive));
        }

        private static void add(AfterBeanDiscovery event, Annotation qualifier, HealthCheck check) {
            event.<HealthCheck>addBean()
                    .id(qualifier + " of mq " + ClassOrigin.path(MqExtension.class)) // one a WAR
                    .types(HealthCheck.class, Object.class)
                    .qualifiers(qualifier, Any.Literal.INSTANCE)
                    .scope(Singleton.class)
                    .createWith(context -> check);
        }

        private static HealthCheckResponse response(
                String name, Supplier<Optional<MqRuntime>> runtime, Predicate<MqHealth> isUp) {
            var health = runtime.get().map(MqRuntime::health);
            return new HealthCheckResponse(
                    name,
                    health.isEmpty() || isUp.test(health.get())
                            ? HealthCheckResponse.Status.UP
                            : HealthCheckResponse.Status.DOWN,
                    health.map(Checks::data));
        }

        private static Map<String, Object> data(MqHealth health) {
            var data = new LinkedHashMap<String, Object>();
            for (MqHealth.Part part : health.parts()) {
                data.put(
                        part.kind().name().toLowerCase(Locale.ROOT) + " " + part.name(),
                        part.reasons().isEmpty()
                                ? part.status().name()
                                : part.status() + ": " + String.join("; ", part.reasons()));
            }
            return data;
        }
    }
}
