// SPDX-License-Identifier: MIT
package io.mqconnector.ra;

import io.mqconnector.api.MqBatchListener;
import io.mqconnector.api.MqConfigException;
import io.mqconnector.api.MqConsumer;
import io.mqconnector.api.MqMessageListener;
import io.mqconnector.engine.log.MqLog;
import io.mqconnector.engine.runtime.Connector;
import io.mqconnector.spi.SubscriptionRequest;
import jakarta.resource.NotSupportedException;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.InvalidPropertyException;
import jakarta.resource.spi.endpoint.MessageEndpointFactory;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The active message-driven beans of a resource adapter, each a subscription of its connector.
 *
 * <p>Thread-safe: servers activate and deactivate at once, in any order, and some the same pair again.
 */
final class EndpointActivations implements AutoCloseable {
    private static final int MOST_OF_ONE_NAME = 1_000;
    private final MqLog log = MqLog.of(EndpointActivations.class);
    private final Connector connector;
    private final @Nullable TransactionSynchronizationRegistry transactions;

    private final ReentrantLock lock = new ReentrantLock();
    /** Guarded by {@link #lock}: by identity, since equal activations are different ones. */
    private final IdentityHashMap<MessageEndpointFactory, IdentityHashMap<MqActivationSpec, MqConsumer>> active =
            new IdentityHashMap<>();
    /** Guarded by {@link #lock}. */
    private boolean closed;

    EndpointActivations(Connector connector, @Nullable TransactionSynchronizationRegistry transactions) {
        this.connector = connector;
        this.transactions = transactions;
    }

    /**
     * Subscribes a bean. Returns at once.
     *
     * @throws NotSupportedException if anything of its configuration is wrong: every problem in one message
     * @throws jakarta.resource.spi.IllegalStateException if this is closed
     */
    void activate(MessageEndpointFactory factory, MqActivationSpec spec) throws ResourceException {
        lock.lock();
        try {
            if (closed) {
                throw new jakarta.resource.spi.IllegalStateException(
                        "mq: the resource adapter stops, it activates no message-driven bean " + beanName(factory));
            }
            var ofFactory = active.get(factory);
            if (ofFactory != null && ofFactory.containsKey(spec)) {
                return;
            }
            spec.validate();
            var consumer = subscribe(factory, spec);
            // only now: a factory that was refused would stay here, and with it its application
            active.computeIfAbsent(factory, key -> new IdentityHashMap<>()).put(spec, consumer);
        } catch (MqConfigException | InvalidPropertyException e) {
            throw new NotSupportedException("mq: message-driven bean " + beanName(factory) + ": " + e.getMessage(), e);
        } finally {
            lock.unlock();
        }
    }

    /** Stops a bean: what has begun may finish within its time-out; what is done is committed. */
    void deactivate(MessageEndpointFactory factory, MqActivationSpec spec) {
        MqConsumer consumer = null;
        lock.lock();
        try {
            var ofFactory = active.get(factory);
            if (ofFactory != null) {
                consumer = ofFactory.remove(spec);
                if (ofFactory.isEmpty()) {
                    active.remove(factory);
                }
            }
        } finally {
            lock.unlock();
        }
        if (consumer != null) {
            consumer.close();
        }
    }

    @Override
    public void close() {
        var left = new ArrayList<MqConsumer>();
        lock.lock();
        try {
            closed = true;
            active.values().forEach(ofFactory -> left.addAll(ofFactory.values()));
            active.clear();
        } finally {
            lock.unlock();
        }
        left.forEach(MqConsumer::pause);
        left.forEach(MqConsumer::close);
    }

    /** Beans with an activation; those without must not be held. */
    int factoryCount() {
        lock.lock();
        try {
            return active.size();
        } finally {
            lock.unlock();
        }
    }

    private MqConsumer subscribe(MessageEndpointFactory factory, MqActivationSpec spec) {
        var endpoints = new BeanEndpoints(factory, isBatch(factory), transactions);
        var explicit = spec.settings();
        var loader = loaderOf(factory);
        String wanted = spec.getListenerName();
        if (wanted != null) {
            return connector.subscribe(request(wanted, explicit, loader), endpoints);
        }
        // one class may be deployed twice: it is told apart by a number
        String simple = beanName(factory);
        for (int number = 1; ; number++) {
            String name = number == 1 ? simple : simple + "#" + number;
            if (number == MOST_OF_ONE_NAME || !connector.hasListener(name)) {
                return connector.subscribe(request(name, explicit, loader), endpoints);
            }
        }
    }

    /** By the class of the bean; false if that is not known: then it is found out from its endpoints. */
    private boolean isBatch(MessageEndpointFactory factory) {
        var type = endpointClass(factory);
        if (type == null || !MqBatchListener.class.isAssignableFrom(type)) {
            return false;
        }
        if (MqMessageListener.class.isAssignableFrom(type)) {
            throw new MqConfigException(List.of("its class " + type.getName() + " implements both "
                    + MqMessageListener.class.getSimpleName() + " and " + MqBatchListener.class.getSimpleName()
                    + ", and only one of them is called; keep that one"));
        }
        return true;
    }

    private static SubscriptionRequest request(String name, Map<String, String> explicit, ClassLoader loader) {
        return SubscriptionRequest.builder(name, loader).explicit(explicit).build();
    }

    /** The simple name of the bean's class, or what the server calls the activation. */
    private String beanName(MessageEndpointFactory factory) {
        var type = endpointClass(factory);
        if (type != null) {
            return type.getSimpleName();
        }
        var name = factory.getActivationName();
        return name == null || name.isBlank() ? "message-driven-bean" : name;
    }

    private ClassLoader loaderOf(MessageEndpointFactory factory) {
        var type = endpointClass(factory);
        var loader = type == null ? null : type.getClassLoader();
        return loader == null ? EndpointActivations.class.getClassLoader() : loader;
    }

    private @Nullable Class<?> endpointClass(MessageEndpointFactory factory) {
        try {
            return factory.getEndpointClass();
        } catch (RuntimeException e) {
            log.endpointClassUnknown(e);
            return null;
        }
    }
}
