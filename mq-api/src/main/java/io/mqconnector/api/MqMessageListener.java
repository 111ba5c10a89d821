// SPDX-License-Identifier: MIT
package io.mqconnector.api;

/**
 * Takes delivered messages: the listener interface of message-driven beans and of {@link Mq#consumer(String)}.
 *
 * <p><b>Commit on success.</b> A record counts as done only when this method returns normally. Anything thrown,
 * {@link Error} included, makes the record failed: it is delivered again after a backoff, and nothing behind it in its
 * partition is committed before it is done. After a crash or a rebalance, records that were done but not yet committed are
 * delivered again: at least once.
 *
 * <p><b>Threads.</b> One instance is called by several threads when the listener has several workers. Records of one
 * partition come one at a time and in order.
 */
@FunctionalInterface
public interface MqMessageListener {
    /**
     * Handles one message.
     *
     * @param message what was sent
     * @param metadata where it came from and which attempt this is
     * @throws Exception if it was not handled; it will be delivered again
     */
    void onMessage(MqMessage message, MqMetadata metadata) throws Exception;
}
