// SPDX-License-Identifier: MIT
package io.mqconnector.servers.twin;

import io.mqconnector.api.MqListener;
import io.mqconnector.api.MqMessage;
import jakarta.enterprise.context.ApplicationScoped;
import javax.naming.NamingException;

/** The left one. */
@ApplicationScoped
public class Left extends Twin {
    @MqListener(topics = HEARD, group = "twins.left", autoOffsetReset = "earliest")
    void onMessage(MqMessage message) throws NamingException {
        tell("left", message);
    }
}
