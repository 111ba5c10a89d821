// SPDX-License-Identifier: MIT
package io.mqconnector.engine.inbound;

import io.mqconnector.api.MqMessage;
import io.mqconnector.api.MqMessageListener;
import io.mqconnector.api.MqMetadata;

/** Gives each running worker an endpoint of its own. Thread-safe. */
@FunctionalInterface
public interface EndpointSource {
    /**
     * An endpoint for the calling worker, which releases it when it has nothing more to do for now.
     *
     * @throws EndpointUnavailableException if there is none now; the records wait, no attempt is counted
     */
    Endpoint acquire() throws EndpointUnavailableException;

    /** Calls one listener from all workers. */
    static EndpointSource of(MqMessageListener listener) {
        var shared = new Endpoint() {
            @Override
            public void deliver(MqMessage message, MqMetadata metadata) throws Exception {
                listener.onMessage(message, metadata);
            }

            @Override
            public void release() {}
        };
        return () -> shared;
    }
}
