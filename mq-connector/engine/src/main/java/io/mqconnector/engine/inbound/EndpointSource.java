// SPDX-License-Identifier: MIT
package io.mqconnector.engine.inbound;

import io.mqconnector.api.MqBatchListener;
import io.mqconnector.api.MqDelivery;
import io.mqconnector.api.MqMessageListener;
import java.util.List;

/** Gives each running worker an endpoint of its own. Thread-safe. */
@FunctionalInterface
public interface EndpointSource {
    /**
     * An endpoint for the calling worker, which releases it when it has nothing more to do for now.
     *
     * @throws EndpointUnavailableException if there is none now; the records wait, no attempt is counted
     */
    Endpoint acquire() throws EndpointUnavailableException;

    /** Whether its endpoints take batches instead of one record at a time. */
    default boolean isBatch() {
        return false;
    }

    /** Calls one listener from all workers. */
    static EndpointSource of(MqMessageListener listener) {
        return new SharedEndpoint(false) {
            @Override
            public void deliver(MqDelivery delivery) throws Exception {
                listener.onMessage(delivery, delivery);
            }
        };
    }

    /** Calls one listener of batches from all workers. */
    static EndpointSource ofBatches(MqBatchListener listener) {
        return new SharedEndpoint(true) {
            @Override
            public void deliver(List<MqDelivery> batch) throws Exception {
                listener.onBatch(batch);
            }
        };
    }
}
