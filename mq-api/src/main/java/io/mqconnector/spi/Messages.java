// SPDX-License-Identifier: MIT
package io.mqconnector.spi;

import io.mqconnector.api.MqMessage;
import java.util.ArrayList;
import java.util.List;

/** What every producer asks of the messages of a batch, before it sends any. Stateless. */
public final class Messages {
    private Messages() {}

    /**
     * A copy without gaps.
     *
     * @param messages neither null itself nor with a null in it
     * @throws NullPointerException if it is, naming the place; nothing was sent
     */
    @SuppressWarnings("NullAway") // nulls where none may be: the point of it
    public static List<MqMessage> checked(List<? extends MqMessage> messages) {
        if (messages == null) {
            throw new NullPointerException("messages is null; give a list, empty if there is nothing to send");
        }
        var copy = new ArrayList<MqMessage>(messages.size());
        for (MqMessage message : messages) {
            if (message == null) {
                throw new NullPointerException(
                        "messages[" + copy.size() + "] is null; leave it out. Nothing of the batch was sent");
            }
            copy.add(message);
        }
        return copy;
    }
}
