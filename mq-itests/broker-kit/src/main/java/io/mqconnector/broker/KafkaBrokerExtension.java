// SPDX-License-Identifier: MIT
package io.mqconnector.broker;

import java.lang.System.Logger.Level;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** The JUnit extension behind {@link WithKafka}. Thread-safe; the broker lives in JUnit's root store, which closes it. */
public final class KafkaBrokerExtension implements BeforeAllCallback, ParameterResolver {
    private static final System.Logger LOG = System.getLogger(KafkaBrokerExtension.class.getName());
    private static final ExtensionContext.Namespace NAMESPACE =
            ExtensionContext.Namespace.create(KafkaBrokerExtension.class);

    /** For JUnit. */
    public KafkaBrokerExtension() {}

    @Override
    public void beforeAll(ExtensionContext context) {
        broker(context);
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == KafkaBroker.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return broker(context);
    }

    private static KafkaBroker broker(ExtensionContext context) {
        return context.getRoot()
                .getStore(NAMESPACE)
                .computeIfAbsent(KafkaBroker.class, key -> startLogged(), KafkaBroker.class);
    }

    private static KafkaBroker startLogged() {
        Deadline began = Deadline.in(KafkaBroker.PATIENCE);
        KafkaBroker broker = start(
                BrokerMode.of(System.getProperty(BrokerMode.PROPERTY)),
                System.getProperty(BrokerMode.BOOTSTRAP_PROPERTY));
        LOG.log(Level.INFO, "Kafka at " + broker.bootstrapServers() + " after " + began.elapsed() + ": " + broker);
        return broker;
    }

    static KafkaBroker start(BrokerMode mode, @Nullable String bootstrap) {
        KafkaLogs.quiet();
        return switch (mode) {
            case AUTO ->
                start(
                        isTestcontainersPresent() && DockerProbe.isReachable()
                                ? BrokerMode.TESTCONTAINERS
                                : BrokerMode.EMBEDDED,
                        bootstrap);
            case TESTCONTAINERS -> {
                if (!isTestcontainersPresent()) {
                    throw new IllegalStateException(BrokerMode.PROPERTY + "=" + mode
                            + " needs org.testcontainers:kafka on the class path, which this module lacks");
                }
                yield ContainerBroker.start();
            }
            case EMBEDDED -> EmbeddedBroker.builder().start();
            case EXTERNAL -> ExternalBroker.at(bootstrap);
        };
    }

    /** The library is an optional dependency of the kit. */
    private static boolean isTestcontainersPresent() {
        return KafkaBrokerExtension.class.getClassLoader().getResource("org/testcontainers/kafka/KafkaContainer.class")
                != null;
    }
}
