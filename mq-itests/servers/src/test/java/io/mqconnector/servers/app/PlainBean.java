// SPDX-License-Identifier: MIT
package io.mqconnector.servers.app;

import io.mqconnector.servers.probe.ProbeListener;
import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;

/** Without a transaction. */
@MessageDriven(
        name = "PlainBean",
        messageListenerInterface = ProbeListener.class,
        activationConfig = @ActivationConfigProperty(propertyName = "endpoint", propertyValue = "plain"))
public class PlainBean extends ProbeBean {
    @Override
    @TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
    public void onProbe(String behaviour) {
        play(behaviour);
    }
}
