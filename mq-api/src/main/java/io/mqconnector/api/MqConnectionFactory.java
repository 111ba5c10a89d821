// SPDX-License-Identifier: MIT
package io.mqconnector.api;

import io.mqconnector.spi.MqRuntime;

/**
 * What a server binds in JNDI for a connector. Thread-safe.
 *
 * <p>Applications look it up or have it injected by {@code @Resource}; those with {@code mq-cdi} need only
 * {@code @Inject} {@link MqProducer}.
 */
public interface MqConnectionFactory {
    /**
     * A connection: in a server one of the container's pool. It is cheap, the producers behind it are shared.
     *
     * @return to be closed by the caller
     * @throws MqConnectionException if the container has none to give, or the connector is stopped; nothing was sent
     * @throws MqConfigException if the configuration of this factory is wrong: every problem in one message
     */
    MqConnection getConnection();

    /**
     * The connector behind this factory; for {@code mq-cdi}.
     *
     * @throws MqConnectionException if the connector is stopped
     * @throws MqConfigException as {@link #getConnection()}
     */
    MqRuntime runtime();
}
