// SPDX-License-Identifier: MIT
package io.mqconnector.servers.app;

import io.mqconnector.servers.probe.ProbeListener;
import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;

/** In a transaction of the container. */
@MessageDriven(
        name = "TransactedBean",
        messageListenerInterface = ProbeListener.class,
        activationConfig = @ActivationConfigProperty(propertyName = "endpoint", propertyValue = "transacted"))
public class TransactedBean extends ProbeBean {
    @Override
    @TransactionAttribute(TransactionAttributeType.REQUIRED)
    public void onProbe(String behaviour) {
        play(behaviour);
    }
}
