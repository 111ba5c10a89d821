// SPDX-License-Identifier: MIT
package io.mqconnector.engine.management;

import io.mqconnector.engine.client.ClusterWatch;
import io.mqconnector.engine.config.ConfigScope;
import io.mqconnector.engine.config.ConfigSnapshot;
import io.mqconnector.engine.inbound.DeadLetterProducer;
import io.mqconnector.engine.inbound.Subscription;
import io.mqconnector.engine.log.MqLog;
import io.mqconnector.engine.monitoring.Monitoring;
import io.mqconnector.engine.outbound.StripedProducer;
import io.mqconnector.engine.outbound.Transactions;
import io.mqconnector.engine.pool.ProducerPool;
import java.time.Clock;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import javax.management.InstanceAlreadyExistsException;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.jspecify.annotations.Nullable;

/**
 * The MBeans of one connector: registered as its parts come, all gone after {@link #close()}.
 *
 * <p>Thread-safe. A failed registration is logged and never stops the connector.
 */
public final class Management implements AutoCloseable {
    private final MqLog log = MqLog.of(Management.class);
    private final MBeanServer server;
    private final Clock clock;
    private final Set<ObjectName> registered = ConcurrentHashMap.newKeySet();
    /** Set once, when there is one. */
    private final AtomicReference<@Nullable ConfigControl> control = new AtomicReference<>();
    /** Set once, before everything is taken away. */
    private volatile boolean closed;

    private final int number;
    private final MqObjectNames names;
    private final ConnectorView connector;
    private final Notifications notifications;

    /**
     * Shows the connector, under a name that no other in this JVM has: those with the same instance id, be they of other
     * class loaders, are told apart by a number, and the MBean server sees to it that no two get the same.
     *
     * @param server where to register
     * @param config of the connector
     * @param executor where notifications are sent
     * @param clock the time of day
     */
    public Management(MBeanServer server, ConfigSnapshot config, Executor executor, Clock clock) {
        this.server = server;
        this.clock = clock;
        int candidate = 1;
        while (true) {
            var candidateNames =
                    new MqObjectNames(candidate == 1 ? config.instanceId() : config.instanceId() + "#" + candidate);
            var sender = new Notifications(candidateNames.connector(), executor, clock);
            var view = new ConnectorView(config, control, sender, clock.millis());
            try {
                server.registerMBean(
                        new EmittingMBean(view, ConnectorMXBean.class, sender), candidateNames.connector());
                registered.add(candidateNames.connector());
            } catch (InstanceAlreadyExistsException e) {
                candidate++;
                continue;
            } catch (JMException e) {
                log.mbeanNotRegistered(candidateNames.connector().toString(), e);
            }
            number = candidate;
            names = candidateNames;
            notifications = sender;
            connector = view;
            return;
        }
    }

    /** Which of the connectors of one instance id in this JVM this is, from 1. */
    public int number() {
        return number;
    }

    /** The object names of this connector. */
    public MqObjectNames names() {
        return names;
    }

    /** What the connector tells by itself. */
    public Notifications notifications() {
        return notifications;
    }

    /** Shows the configuration, and has written attributes go through it from now on. */
    public void config(ConfigControl changes) {
        control.set(changes);
        register(names.config(), new ConfigView(changes, clock), ConfigMXBean.class);
    }

    /** Shows health and thresholds, which go by the configuration. */
    public void monitoring(Monitoring monitoring, ConfigControl config) {
        connector.monitoring(monitoring);
        register(names.alerts(), new AlertsView(monitoring, config), AlertsMXBean.class);
    }

    /** Shows the cluster of a connection. */
    public void connection(String name, ClusterWatch watch) {
        connector.connection(name, watch);
        register(names.connection(name), new ConnectionView(watch), ConnectionMXBean.class);
    }

    /** Shows producer, breaker and pool of a connection. */
    public void producer(String name, StripedProducer producer, ProducerPool pool, Transactions transactions) {
        var settings = settings(ConfigScope.connection(name));
        register(names.producer(name), new ProducerView(producer, settings), ProducerMXBean.class);
        register(names.breaker(name), new BreakerView(producer, settings), BreakerMXBean.class);
        register(names.pool(name), new PoolView(pool, transactions, settings), ProducerPoolMXBean.class);
    }

    /** Shows the dead letters of a connection. */
    public void deadLetters(String name, DeadLetterProducer letters) {
        register(names.deadLetters(name), new DeadLettersView(letters), DeadLettersMXBean.class);
    }

    /** Shows a listener. */
    public void listener(Subscription subscription) {
        var settings = settings(ConfigScope.listener(subscription.name()));
        register(names.listener(subscription.name()), new ListenerView(subscription, settings), ListenerMXBean.class);
    }

    /** Through the configuration, as soon as it can be changed. */
    private AttributeSettings settings(ConfigScope scope) {
        return new AttributeSettings(
                () -> {
                    var changes = control.get();
                    if (changes == null) {
                        throw new IllegalStateException("the connector is starting; try again");
                    }
                    return changes;
                },
                scope);
    }

    /** Takes a listener away. */
    public void removeListener(String name) {
        unregister(names.listener(name));
    }

    @Override
    public void close() {
        closed = true;
        for (ObjectName name : Set.copyOf(registered)) {
            unregister(name);
        }
    }

    private <T> void register(ObjectName name, T bean, Class<T> view) {
        try {
            server.registerMBean(new DescribedMBean(bean, view), name);
            registered.add(name);
        } catch (JMException e) {
            log.mbeanNotRegistered(name.toString(), e);
        }
        if (closed) {
            // whoever closes this may have looked before
            unregister(name);
        }
    }

    private void unregister(ObjectName name) {
        if (registered.remove(name)) {
            try {
                server.unregisterMBean(name);
            } catch (InstanceNotFoundException e) {
                // somebody else took it away: nothing is left behind, which is all we want
            } catch (JMException e) {
                log.mbeanNotRegistered(name.toString(), e);
            }
        }
    }
}
