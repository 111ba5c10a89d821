// SPDX-License-Identifier: MIT
package io.mqconnector.api;

/**
 * A delivered record: what was sent, where it came from, and what a listener may say about it.
 *
 * <p>Immutable and thread-safe on the terms of {@link MqMessage}; made by the connector only.
 */
public interface MqDelivery extends MqMessage, MqMetadata {
    @Override
    String topic();

    @Override
    MqHeaders headers();

    /**
     * What an {@link MqMessageListener} was called with, as one object: the connector hands over the same delivery twice, and
     * that is what is returned; others are joined.
     *
     * @param message not null
     * @param metadata of the same record, not null
     */
    static MqDelivery of(MqMessage message, MqMetadata metadata) {
        return message instanceof MqDelivery delivery ? delivery : new JoinedDelivery(message, metadata);
    }
}
