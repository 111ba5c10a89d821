// SPDX-License-Identifier: MIT
package io.mqconnector.api;

/**
 * Takes delivered messages: the listener interface of message-driven beans and of {@link Mq#consumer(String)}.
 *
 * <p><b>Commit on success.</b> A record counts as done only when this method returns normally (with manual acknowledgement:
 * when it is acknowledged by its {@link MqContext}). Anything thrown, {@link Error} included, makes the attempt failed: the
 * record is delivered again after a backoff, and nothing behind it in its partition is committed before it is done. After
 * {@code mq.listener.retry-attempts} failed attempts, or one that threw {@link MqRejectedException}, the failure policy takes
 * it. After a crash, records that were done since the last commit are delivered again: at least once.
 *
 * <p><b>Threads.</b> One instance is called by several threads when the listener has several workers. What comes one at a time
 * and in order is said by {@code mq.listener.ordering}: the records of a partition, those of a key, or nothing.
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
