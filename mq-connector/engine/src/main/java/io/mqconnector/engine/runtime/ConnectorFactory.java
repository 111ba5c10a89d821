// SPDX-License-Identifier: MIT
package io.mqconnector.engine.runtime;

import io.mqconnector.api.MqConfig;
import io.mqconnector.spi.MqRuntime;
import io.mqconnector.spi.MqRuntimeFactory;

/** What ServiceLoader finds. Stateless. */
public final class ConnectorFactory implements MqRuntimeFactory {
    @Override
    public MqRuntime create(MqConfig config, ClassLoader applicationLoader) {
        return Connector.start(config, applicationLoader);
    }
}
