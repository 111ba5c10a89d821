// SPDX-License-Identifier: MIT
package io.mqconnector.servers.twin;

import io.mqconnector.api.MqListener;
import io.mqconnector.api.MqMessage;
import jakarta.enterprise.context.ApplicationScoped;
import javax.naming.NamingException;

/** The right one. */
@ApplicationScoped
public class Right extends Twin {
    @MqListener(topics = HEARD, group = "twins.right", autoOffsetReset = "earliest")
    void onMessage(MqMessage message) throws NamingException {
        tell("right", message);
    }
}
