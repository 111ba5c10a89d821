// SPDX-License-Identifier: MIT
package io.mqconnector.spi;

import io.mqconnector.api.MqNotification;

/**
 * Hears what whoever operates a connector wants to know: alerts, listeners that stand still, changes of configuration.
 *
 * <p>A CDI bean, which {@code mq-cdi} finds, or given to {@link MqRuntime#addNotifier}. Where an application starts the
 * connector itself, also found by {@link java.util.ServiceLoader} with the application's class loader; a connector that a
 * server runs serves many, and sees only the services that come with itself. Called by one thread at a time, in order, on a thread of the connector that nothing
 * waits for. It may take its time: what comes meanwhile waits, up to 256 notifications; what is more is dropped, counted
 * and logged. Other notifiers, and the messages of the connector, do not notice.
 */
@FunctionalInterface
public interface MqNotifier {
    /**
     * Hears of one.
     *
     * @param notification what happened
     * @throws Exception is logged, and this notification is not offered again
     */
    void onNotification(MqNotification notification) throws Exception;
}
