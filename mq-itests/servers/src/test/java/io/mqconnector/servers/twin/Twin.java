// SPDX-License-Identifier: MIT
package io.mqconnector.servers.twin;

import io.mqconnector.api.MqMessage;
import io.mqconnector.api.MqProducer;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import javax.naming.InitialContext;
import javax.naming.NamingException;

/** What both do: {@code WHO in MOTTO: TEXT}, sent to {@link #TOLD}. */
public abstract class Twin {
    /** Where they listen. */
    public static final String HEARD = "twins.heard";

    /** Where they tell. */
    public static final String TOLD = "twins.told";

    @Inject
    private MqProducer producer;

    @SuppressWarnings("BanJNDI") // its own environment is what this is about
    void tell(String who, MqMessage heard) throws NamingException {
        String text = who + " in " + InitialContext.doLookup("java:comp/env/motto") + ": " + heard.text();
        producer.send(MqMessage.of(TOLD, "key", text.getBytes(StandardCharsets.UTF_8)));
    }
}
