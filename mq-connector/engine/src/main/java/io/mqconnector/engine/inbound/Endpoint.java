// SPDX-License-Identifier: MIT
package io.mqconnector.engine.inbound;

import io.mqconnector.api.MqMessage;
import io.mqconnector.api.MqMetadata;

/** What one worker delivers to, one record after another. For one thread at a time. */
public interface Endpoint {
    /**
     * Delivers a record.
     *
     * @throws EndpointUnavailableException if it could not be handed over at all: no attempt is counted, and this
     *     endpoint is released
     * @throws Exception if it was not handled, as any {@link Error}: it will be delivered again
     */
    void deliver(MqMessage message, MqMetadata metadata) throws Exception;

    /** Ends the use of this endpoint; throws nothing. */
    void release();
}
