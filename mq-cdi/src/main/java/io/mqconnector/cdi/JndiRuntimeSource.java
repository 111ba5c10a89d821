// SPDX-License-Identifier: MIT
package io.mqconnector.cdi;

import io.mqconnector.api.MqConfig;
import io.mqconnector.api.MqConfigException;
import io.mqconnector.api.MqConnectionException;
import io.mqconnector.api.MqConnectionFactory;
import io.mqconnector.spi.MqRuntime;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The connector whose connection factory is bound in JNDI: under the configured name, else under the default one. */
final class JndiRuntimeSource implements RuntimeSource {
    static final String NAME_KEY = "mq.runtime.jndi-name";
    static final String DEFAULT_NAME = "java:comp/env/mq/runtime";
    private static final MqCdiLog LOG = MqCdiLog.of(JndiRuntimeSource.class);

    @Override
    public Optional<RuntimeLease> lease(
            ClassLoader applicationLoader, Function<String, Optional<String>> settings, MqConfig config) {
        var configured = settings.apply(NAME_KEY).map(String::trim).filter(name -> !name.isEmpty());
        if (configured.isPresent()) {
            var place = NAME_KEY + " is '" + configured.get() + "'";
            var entry = JndiEntry.at(configured.get());
            if (entry.object() == null) {
                throw problem(
                        place + ": " + entry.absence() + "; name what the server has bound the connector's "
                                + MqConnectionFactory.class.getName() + " under, or bind it there",
                        entry.failure());
            }
            return Optional.of(
                    RuntimeLease.ofServer(runtime(place, entry.object()), "JNDI " + configured.get(), config));
        }
        var entry = JndiEntry.at(DEFAULT_NAME);
        if (entry.failure() != null) {
            LOG.lookUpFailed(DEFAULT_NAME, entry.failure());
        }
        return entry.object() == null
                ? Optional.empty()
                : Optional.of(
                        RuntimeLease.ofServer(runtime(DEFAULT_NAME, entry.object()), "JNDI " + DEFAULT_NAME, config));
    }

    @Override
    public String searched(ClassLoader applicationLoader) {
        return NAME_KEY + " is not set, and at " + DEFAULT_NAME + ": "
                + JndiEntry.at(DEFAULT_NAME).absence();
    }

    private static MqRuntime runtime(String place, Object found) {
        if (found instanceof MqRuntime runtime) {
            return runtime;
        }
        if (found instanceof MqConnectionFactory factory) {
            try {
                return factory.runtime();
            } catch (MqConnectionException e) {
                throw problem(
                        place + ": the connector behind it cannot be used: " + e.getMessage()
                                + "; start it before the application",
                        e);
            }
        }
        for (Class<?> wanted : List.of(MqConnectionFactory.class, MqRuntime.class)) {
            var stranger = ClassOrigin.namesakeAmong(found.getClass(), wanted);
            if (stranger.isPresent()) {
                throw problem(
                        place + ": what is bound there, " + ClassOrigin.of(found.getClass()) + ", implements "
                                + ClassOrigin.of(stranger.get()) + ", but mq-cdi uses " + ClassOrigin.of(wanted) + "; "
                                + ClassOrigin.remedyForTwoApis(wanted),
                        null);
            }
        }
        throw problem(
                place + ": an object of class " + ClassOrigin.of(found.getClass()) + " is bound there, not an "
                        + MqConnectionFactory.class.getName() + "; name the connector's connection factory",
                null);
    }

    private static MqConfigException problem(String sentence, @Nullable Throwable cause) {
        return new MqConfigException(List.of(sentence), cause);
    }
}
