// SPDX-License-Identifier: MIT
package io.mqconnector.cdi;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.BeforeDestroyed;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.spi.AfterBeanDiscovery;
import jakarta.enterprise.inject.spi.AfterDeploymentValidation;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.enterprise.inject.spi.BeforeBeanDiscovery;
import jakarta.enterprise.inject.spi.BeforeShutdown;
import jakarta.enterprise.inject.spi.DeploymentException;
import jakarta.enterprise.inject.spi.Extension;
import jakarta.enterprise.inject.spi.ProcessAnnotatedType;
import jakarta.enterprise.inject.spi.ProcessBean;
import jakarta.enterprise.inject.spi.ProcessInjectionPoint;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes {@code MqProducer} injectable and runs the {@code @MqListener} methods of an application's beans.
 *
 * <p>Found by the container, one instance an application; called by the container only, by one thread at a time. Names no
 * type of mq-api: in a server that comes from the resource adapter, and an application that does not see it is to read
 * why, not a {@link NoClassDefFoundError}.
 *
 * <p><b>Life-cycle.</b> Everything is checked at deployment, and every problem is reported in one
 * {@link DeploymentException}; nothing is subscribed then. Listeners start when the application has been initialized,
 * after the application's own observers of that, and stop before its context is destroyed, before the application's own
 * observers. The producer works until the container shuts down, so also in {@code @PreDestroy} methods.
 */
public class MqExtension implements Extension {
    private static final String API = "io.mqconnector.api.MqProducer";

    /** Observers without a priority have 2500, libraries may go up to 4000. */
    private static final int AFTER_THE_APPLICATION = 4_500;

    private static final int BEFORE_THE_APPLICATION = 500;

    private final Clock clock;
    private @Nullable DeployedApplication application;

    /** For the container. */
    public MqExtension() {
        this(Clock.systemUTC());
    }

    MqExtension(Clock clock) {
        this.clock = clock;
    }

    /** Fails here, before a bean is looked at: classes that need mq-api would fail with less to say. */
    void begin(@Observes BeforeBeanDiscovery event) {
        var own = MqExtension.class.getClassLoader();
        try {
            Class.forName(API, false, own);
        } catch (ClassNotFoundException | LinkageError e) {
            throw new DeploymentException(apiIsNotVisible(own), e);
        }
        application = new DeployedApplication(
                List.of(new JndiRuntimeSource(), new RegistryRuntimeSource(), new ServiceLoaderRuntimeSource()),
                applicationLoader(own),
                clock);
        application.addQualifier(event);
    }

    /** That of the thread, unless it is of more than this application: an EAR's does not see what is in a WAR. */
    private static ClassLoader applicationLoader(ClassLoader own) {
        var context = Thread.currentThread().getContextClassLoader();
        return context != null && seenBy(context) == MqExtension.class ? context : own;
    }

    /** The copy of mq-cdi that {@code loader} sees, each WAR of an EAR may bring one; null if it sees none. */
    static @Nullable Class<?> seenBy(@Nullable ClassLoader loader) {
        try {
            return Class.forName(MqExtension.class.getName(), false, loader);
        } catch (ClassNotFoundException | LinkageError e) {
            return null;
        }
    }

    /** Without {@code @WithAnnotations}: it would name a type of mq-api. */
    <T> void seeType(@Observes ProcessAnnotatedType<T> event) {
        if (application != null) {
            application.see(event.getAnnotatedType());
        }
    }

    /** Every injection point: specification and Weld disagree on the order of the type parameters. */
    <T, X> void seeInjectionPoint(@Observes ProcessInjectionPoint<T, X> event) {
        if (application != null) {
            application.see(event.getInjectionPoint());
        }
    }

    void seeBean(@Observes ProcessBean<?> event) {
        if (application != null) {
            application.see(event);
        }
    }

    void addProducer(@Observes @Priority(AFTER_THE_APPLICATION) AfterBeanDiscovery event, BeanManager beanManager) {
        if (application != null) {
            application.addProducer(event, beanManager);
        }
    }

    void validate(@Observes @Priority(AFTER_THE_APPLICATION) AfterDeploymentValidation event, BeanManager beanManager) {
        if (application != null) {
            application.validate(event, beanManager);
        }
    }

    void start(
            @Observes @Initialized(ApplicationScoped.class) @Priority(AFTER_THE_APPLICATION) Object event,
            BeanManager beanManager) {
        if (application != null) {
            application.start(beanManager);
        }
    }

    void stop(@Observes @BeforeDestroyed(ApplicationScoped.class) @Priority(BEFORE_THE_APPLICATION) Object event) {
        if (application != null) {
            application.stop();
        }
    }

    /** The last event: whoever still holds the extension holds nothing of the application. */
    void close(@Observes BeforeShutdown event) {
        var ended = application;
        application = null;
        if (ended != null) {
            ended.close();
        }
    }

    private static String apiIsNotVisible(ClassLoader own) {
        return "mq: the connector is not visible to this application: " + API + " cannot be loaded by " + own
                + ", which loaded mq-cdi (" + ClassOrigin.of(MqExtension.class) + "); nothing of mq works."
                + " That class comes with the resource adapter, so deploy mq-connector-<version>.rar first and make the"
                + " application see it:"
                + "\n - WildFly: 'Dependencies: deployment.<name of the .rar>' in the application's META-INF/MANIFEST.MF,"
                + " or <module name=\"deployment.<name of the .rar>\"/> in jboss-deployment-structure.xml, or the"
                + " .rar and the application in one EAR"
                + "\n - Open Liberty: <classloader classProviderRef=\"<id of the resourceAdapter>\"/> in the application's"
                + " element of server.xml"
                + "\n - other servers: deploying the .rar is enough where resource adapters are visible to all"
                + " applications; else the .rar and the application in one EAR"
                + "\n - Java SE: io.mqconnector:mq-api and io.mqconnector:mq-engine on the class path";
    }
}
