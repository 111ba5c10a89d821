// SPDX-License-Identifier: MIT
package io.mqconnector.cdi;

import io.mqconnector.api.MqConfigException;
import io.mqconnector.api.MqNamed;
import io.mqconnector.api.MqProducer;
import io.mqconnector.api.MqProducerPool;
import io.mqconnector.spi.CarryingPool;
import io.mqconnector.spi.CarryingProducer;
import io.mqconnector.spi.MqContextCarrier;
import io.mqconnector.spi.MqRuntime;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Default;
import jakarta.enterprise.inject.spi.AfterBeanDiscovery;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.enterprise.inject.spi.InjectionPoint;
import jakarta.enterprise.util.AnnotationLiteral;
import jakarta.inject.Provider;
import jakarta.inject.Singleton;
import java.lang.annotation.Annotation;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The beans for producers and pools: those of the default connection always, those of others as far as they are injected
 * somewhere, and none that the application makes itself.
 *
 * <p>Filled by the container, by one thread at a time; the beans are made by any.
 */
final class ConnectionBeans {
    private static final MqCdiLog LOG = MqCdiLog.of(DeployedApplication.class);
    private static final String DEFAULT = "";

    private final Set<Kind> injected = new LinkedHashSet<>();
    private final Map<Kind, Bean<?>> ofApplication = new HashMap<>();
    /** What beans of the application the producers made so far use; its own concurrency. */
    private final Queue<BeanReferences<MqContextCarrier>> carrierBeans = new ConcurrentLinkedQueue<>();

    private boolean isDiscovered;

    /** A type to be injected, and whose. */
    private record Kind(Type type, String connection) {
        /** Written out: that of the JDK keeps the class it was last made for (ObjectMethods), and with it our class loader. */
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Kind kind && type.equals(kind.type) && connection.equals(kind.connection);
        }

        @Override
        public int hashCode() {
            return 31 * type.hashCode() + connection.hashCode();
        }
    }

    private static final class Named extends AnnotationLiteral<MqNamed> implements MqNamed {
        private static final long serialVersionUID = 1L;

        private final String value;

        Named(String value) {
            this.value = value;
        }

        @Override
        public String value() {
            return value;
        }
    }

    /** One of the default connection that is only looked up needs no runtime before that, and may never do. */
    void see(InjectionPoint point) {
        var lookedUp = lookedUp(point.getType());
        var kind = kind(lookedUp == null ? point.getType() : lookedUp, point.getQualifiers());
        if (kind != null && (lookedUp == null || !kind.connection.isEmpty())) {
            injected.add(kind);
        }
    }

    /** What an {@code Instance} or a {@code Provider} gives; null if it is none. */
    private static @Nullable Type lookedUp(Type type) {
        return type instanceof ParameterizedType generic
                        && generic.getRawType() instanceof Class<?> raw
                        && Provider.class.isAssignableFrom(raw)
                ? generic.getActualTypeArguments()[0]
                : null;
    }

    /** One of the application's. */
    void see(Bean<?> bean) {
        if (isDiscovered) {
            return; // our own are seen, too
        }
        for (Type type : List.of(MqProducer.class, MqProducerPool.class)) {
            var qualifiers = new LinkedHashSet<>(bean.getQualifiers());
            qualifiers.removeIf(jakarta.inject.Named.class::isInstance);
            var kind = bean.getTypes().contains(type) ? kind(type, qualifiers) : null;
            if (kind != null) {
                ofApplication.put(kind, bean);
            }
        }
    }

    /** Null for what is none of ours. */
    private static @Nullable Kind kind(Type type, Set<Annotation> qualifiers) {
        if (type != MqProducer.class && type != MqProducerPool.class) {
            return null;
        }
        String connection = DEFAULT;
        for (var qualifier : qualifiers) {
            if (qualifier instanceof MqNamed named) {
                connection = named.value();
            } else if (!(qualifier instanceof Default) && !(qualifier instanceof Any)) {
                return null;
            }
        }
        return new Kind(type, connection);
    }

    /**
     * {@code @Singleton}: the object itself is injected, without a client proxy in front of each send; and unlike
     * {@code @Dependent}, each {@code Instance.get()} does not leave one more dependent object with its caller.
     *
     * @param carriers those that are no beans, known when the first bean is made
     */
    void add(
            AfterBeanDiscovery event,
            BeanManager beanManager,
            ApplicationRuntime runtime,
            Supplier<List<MqContextCarrier>> carriers) {
        isDiscovered = true;
        var kinds = new LinkedHashSet<Kind>();
        kinds.add(new Kind(MqProducer.class, DEFAULT));
        kinds.add(new Kind(MqProducerPool.class, DEFAULT));
        kinds.addAll(injected);
        for (var kind : kinds) {
            var own = ofApplication.get(kind);
            if (own != null) {
                LOG.producerOfApplication(own.toString());
            } else if (kind.type == MqProducer.class) {
                event.<MqProducer>addBean()
                        .id(id(kind))
                        .types(MqProducer.class, Object.class)
                        .qualifiers(qualifiers(kind))
                        .scope(Singleton.class)
                        .createWith(context -> CarryingProducer.of(
                                runtime.get().producer(kind.connection),
                                all(carriers, beanManager),
                                LOG::carrierFailed));
            } else {
                event.<MqProducerPool>addBean()
                        .id(id(kind))
                        .types(MqProducerPool.class, Object.class)
                        .qualifiers(qualifiers(kind))
                        .scope(Singleton.class)
                        .createWith(context -> CarryingPool.of(
                                runtime.get().pool(kind.connection), all(carriers, beanManager), LOG::carrierFailed));
            }
        }
    }

    /** One a WAR. */
    private static String id(Kind kind) {
        return "io.mqconnector.cdi." + ((Class<?>) kind.type).getSimpleName()
                + (kind.connection.isEmpty() ? "" : " \"" + kind.connection + "\"") + " "
                + ClassOrigin.path(MqExtension.class);
    }

    private static Annotation[] qualifiers(Kind kind) {
        return new Annotation[] {
            kind.connection.isEmpty() ? Default.Literal.INSTANCE : new Named(kind.connection), Any.Literal.INSTANCE
        };
    }

    /** What is current on the sender's thread goes with each message. */
    private List<MqContextCarrier> all(Supplier<List<MqContextCarrier>> carriers, BeanManager beanManager) {
        var beans = BeanReferences.of(MqContextCarrier.class, beanManager);
        carrierBeans.add(beans);
        var all = new ArrayList<>(carriers.get());
        all.addAll(beans.all());
        return all;
    }

    /** Whether something is injected that needs a runtime. */
    boolean areInjected() {
        return injected.stream().anyMatch(kind -> !ofApplication.containsKey(kind));
    }

    /** Which connections are injected that there are not. */
    List<String> problems(MqRuntime runtime) {
        var names = new TreeSet<String>();
        injected.stream()
                .filter(kind -> !kind.connection.isEmpty() && !ofApplication.containsKey(kind))
                .forEach(kind -> names.add(kind.connection));
        var problems = new ArrayList<String>();
        for (var name : names) {
            try {
                var unused = runtime.producer(name);
            } catch (MqConfigException e) {
                e.problems().forEach(problem -> problems.add("@MqNamed(\"" + name + "\"): " + problem));
            }
        }
        return problems;
    }

    /** Lets go of the beans of the application. */
    void close() {
        for (var beans = carrierBeans.poll(); beans != null; beans = carrierBeans.poll()) {
            beans.close();
        }
    }
}
