// SPDX-License-Identifier: MIT
package io.mqconnector.cdi;

import io.mqconnector.api.MqConnection;
import io.mqconnector.api.MqConnectionFactory;
import io.mqconnector.spi.MqRuntime;
import java.util.function.Supplier;

/** What an administrator has bound. */
record BoundFactory(Supplier<MqRuntime> connector) implements MqConnectionFactory {
    static BoundFactory of(MqRuntime runtime) {
        return new BoundFactory(() -> runtime);
    }

    @Override
    public MqConnection getConnection() {
        throw new UnsupportedOperationException();
    }

    @Override
    public MqRuntime runtime() {
        return connector.get();
    }
}
