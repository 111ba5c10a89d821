// SPDX-License-Identifier: MIT
package io.mqconnector.api;

/**
 * Decides which records an {@link MqListener} method is called with. A CDI bean, named by {@link MqListener#filter()}.
 *
 * <p><b>Semantics.</b> Asked before the payload is converted, with the request context of the delivery active. A record that
 * is not accepted is done and counted as skipped. What is thrown makes the record a failed one, as if the listener had
 * thrown it; in a batch, that record only.
 *
 * <p><b>Threads.</b> As the listener: several at a time when it has several workers.
 */
@FunctionalInterface
public interface MqFilter {
    /**
     * Whether the listener is to have this record.
     *
     * @param delivery the record; not yet converted
     * @throws Exception if it cannot be decided; the record will be delivered again
     */
    boolean accepts(MqDelivery delivery) throws Exception;
}
