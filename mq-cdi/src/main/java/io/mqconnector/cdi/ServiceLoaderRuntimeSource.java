// SPDX-License-Identifier: MIT
package io.mqconnector.cdi;

import io.mqconnector.api.MqConfig;
import io.mqconnector.api.MqConfigException;
import io.mqconnector.spi.MqRuntimeFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.function.Function;

/**
 * Creates a runtime by the one {@link MqRuntimeFactory} visible to the application, else by the one visible to mq-cdi. An
 * engine within a resource adapter is the server's to start: one of the application's own beside it would know nothing of
 * what the administrator has set.
 */
final class ServiceLoaderRuntimeSource implements RuntimeSource {
    private static final ClassLoader OWN = ServiceLoaderRuntimeSource.class.getClassLoader();

    @Override
    public Optional<RuntimeLease> lease(
            ClassLoader applicationLoader, Function<String, Optional<String>> settings, MqConfig config) {
        var factories = factories(applicationLoader);
        if (factories.isEmpty() && applicationLoader != OWN) {
            factories = factories(OWN);
        }
        if (factories.size() > 1) {
            throw problem("several mq engines are visible: "
                    + String.join(
                            "; ",
                            factories.stream()
                                    .map(each -> ClassOrigin.of(each.getClass()))
                                    .toList())
                    + "; leave one of them on the class path");
        }
        return factories.stream().findFirst().map(factory -> create(factory, applicationLoader, config));
    }

    @Override
    public String searched(ClassLoader applicationLoader) {
        return "ServiceLoader found no provider of " + MqRuntimeFactory.class.getName()
                + " by the application's loader "
                + applicationLoader + (applicationLoader == OWN ? "" : " or by mq-cdi's loader " + OWN)
                + " (in Java SE, add io.mqconnector:mq-engine to the class path)";
    }

    private static RuntimeLease create(MqRuntimeFactory factory, ClassLoader applicationLoader, MqConfig config) {
        var origin = ClassOrigin.of(factory.getClass());
        try {
            return new RuntimeLease(factory.create(config, applicationLoader), origin, true);
        } catch (LinkageError e) {
            throw problem(
                    "mq engine " + origin + " does not fit mq-api " + ClassOrigin.of(MqRuntimeFactory.class) + ": " + e
                            + "; use the same version of both, each once",
                    e);
        }
    }

    private static List<MqRuntimeFactory> factories(ClassLoader loader) {
        var found = new ArrayList<MqRuntimeFactory>();
        try {
            ServiceLoader.load(MqRuntimeFactory.class, loader).forEach(found::add);
            found.removeIf(factory -> ClassOrigin.isInResourceAdapter(factory.getClass()));
        } catch (ServiceConfigurationError e) {
            var strangers = ClassOrigin.strangers(MqRuntimeFactory.class, loader);
            throw problem(
                    strangers.isEmpty()
                            ? "mq engine cannot be loaded by " + loader + ": " + e.getMessage()
                                    + "; correct or remove it"
                            : String.join("; ", strangers) + ", but mq-cdi uses "
                                    + ClassOrigin.of(MqRuntimeFactory.class)
                                    + "; keep mq-api only once, where the engine and the application both see it"
                                    + (ClassOrigin.isInWebApplication(MqRuntimeFactory.class)
                                            ? ": " + ClassOrigin.remedyForTwoApis(MqRuntimeFactory.class)
                                            : ""),
                    e);
        }
        return found;
    }

    private static MqConfigException problem(String sentence) {
        return new MqConfigException(List.of(sentence));
    }

    private static MqConfigException problem(String sentence, Throwable cause) {
        return new MqConfigException(List.of(sentence), cause);
    }
}
