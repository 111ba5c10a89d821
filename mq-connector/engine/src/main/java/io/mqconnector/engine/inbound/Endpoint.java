// SPDX-License-Identifier: MIT
package io.mqconnector.engine.inbound;

import io.mqconnector.api.MqDelivery;
import java.util.List;

/** What one worker delivers to, one record after another. For one thread at a time. */
public interface Endpoint {
    /**
     * Delivers a record.
     *
     * @throws EndpointUnavailableException if it could not be handed over at all: no attempt is counted, and this
     *     endpoint is released
     * @throws Exception if it was not handled, as any {@link Error}: it will be delivered again
     */
    void deliver(MqDelivery delivery) throws Exception;

    /**
     * Delivers a batch, to a listener of batches.
     *
     * @param batch at least one record; unmodifiable
     * @throws io.mqconnector.api.MqBatchException if only some were handled
     * @throws EndpointUnavailableException as {@link #deliver}
     * @throws Exception if none was handled
     */
    void deliver(List<MqDelivery> batch) throws Exception;

    /** Ends the use of this endpoint; throws nothing. */
    void release();
}
