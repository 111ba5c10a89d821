// SPDX-License-Identifier: MIT
package io.mqconnector.examples.chat.demo;

import io.mqconnector.api.MqConfig;
import io.mqconnector.examples.chat.DeliveryObserver;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.spi.AfterBeanDiscovery;
import jakarta.enterprise.inject.spi.Extension;
import jakarta.inject.Singleton;

/** Gives a container what makes it one particular instance: its configuration and its observer. For one container. */
public final class InstanceExtension implements Extension {
    private final MqConfig config;
    private final DeliveryObserver observer;

    InstanceExtension(MqConfig config, DeliveryObserver observer) {
        this.config = config;
        this.observer = observer;
    }

    void addBeans(@Observes AfterBeanDiscovery discovery) {
        discovery
                .<MqConfig>addBean()
                .types(MqConfig.class)
                .scope(Singleton.class)
                .createWith(context -> config);
        discovery
                .<DeliveryObserver>addBean()
                .types(DeliveryObserver.class)
                .scope(Singleton.class)
                .createWith(context -> observer);
    }
}
