// SPDX-License-Identifier: MIT
package io.mqconnector.engine.outbound;

import io.mqconnector.api.MqMessage;
import io.mqconnector.api.MqSendCallback;
import io.mqconnector.api.MqSendException;
import org.jspecify.annotations.Nullable;

/** What a mode of {@code mq.producer.jta} does with a message. Thread-safe. */
public interface Deferral {
    /**
     * Takes a message over, to be sent later or never.
     *
     * @param callback hears the outcome; null when nobody does
     * @return false if it is to be sent at once, by the caller
     * @throws MqSendException if it is neither; the callback has not been told
     */
    boolean takes(MqMessage message, @Nullable MqSendCallback callback);
}
