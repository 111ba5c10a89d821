// SPDX-License-Identifier: MIT
package io.mqconnector.engine.inbound;

import io.mqconnector.api.MqDelivery;
import java.util.List;

/** One listener for all workers: the endpoint is the source. Thread-safe as far as the listener is. */
abstract class SharedEndpoint implements Endpoint, EndpointSource {
    private final boolean isBatch;

    SharedEndpoint(boolean isBatch) {
        this.isBatch = isBatch;
    }

    @Override
    public final Endpoint acquire() {
        return this;
    }

    @Override
    public final boolean isBatch() {
        return isBatch;
    }

    @Override
    public void deliver(MqDelivery delivery) throws Exception {
        throw new IllegalStateException("a record for a listener of batches");
    }

    @Override
    public void deliver(List<MqDelivery> batch) throws Exception {
        throw new IllegalStateException("a batch for a listener of records");
    }

    @Override
    public final void release() {}
}
