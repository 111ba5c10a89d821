// SPDX-License-Identifier: MIT
package io.mqconnector.engine.inbound;

import io.mqconnector.api.MqMessage;
import io.mqconnector.api.MqMetadata;
import org.jspecify.annotations.Nullable;

/**
 * The endpoint of one run of a worker: acquired with its first record, replaced when it has become unavailable. Confined
 * to that worker.
 */
final class WorkerEndpoint implements Endpoint {
    private final EndpointSource source;
    private @Nullable Endpoint held;

    WorkerEndpoint(EndpointSource source) {
        this.source = source;
    }

    @Override
    public void deliver(MqMessage message, MqMetadata metadata) throws Exception {
        var endpoint = held;
        if (endpoint == null) {
            endpoint = source.acquire();
            held = endpoint;
        }
        try {
            endpoint.deliver(message, metadata);
        } catch (EndpointUnavailableException e) {
            release();
            throw e;
        }
    }

    @Override
    public void release() {
        var endpoint = held;
        held = null;
        if (endpoint != null) {
            endpoint.release();
        }
    }
}
