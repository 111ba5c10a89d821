// SPDX-License-Identifier: MIT
package io.mqconnector.spi;

import io.mqconnector.api.MqConfig;

/** Makes connectors in Java SE; found by {@link java.util.ServiceLoader}. Thread-safe. */
public interface MqRuntimeFactory {
    /**
     * Starts a connector.
     *
     * @param config settings in code
     * @param applicationLoader where the application's configuration and converters are found
     * @throws io.mqconnector.api.MqConfigException if anything is wrong; nothing was started
     */
    MqRuntime create(MqConfig config, ClassLoader applicationLoader);
}
