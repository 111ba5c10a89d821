// SPDX-License-Identifier: MIT
package io.mqconnector.servers.chat;

import io.mqconnector.api.MqListener;
import io.mqconnector.api.MqMessage;
import io.mqconnector.api.MqMetadata;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import javax.naming.InitialContext;
import javax.naming.NamingException;

/** Uses what an application has around it, inside a listener. */
@ApplicationScoped
public class ContextListener {
    @Inject
    private OneRequest request;

    @Inject
    private Ledger ledger;

    @Inject
    private Received received;

    @SuppressWarnings("BanJNDI") // its own environment is what this is about
    @Watched
    @MqListener(name = "context", topics = "chat.context", group = "chat.context", autoOffsetReset = "earliest")
    void onMessage(MqMessage message, MqMetadata metadata) throws NamingException {
        request.note((String) new InitialContext().lookup("java:comp/env/motto"));
        request.note(ledger.enter());
        request.note(contextLoader());
        received.write("context", message, metadata, request.notes());
    }

    /** Whether the context class loader is the application's; servers may wrap it. */
    private static String contextLoader() {
        var loader = Thread.currentThread().getContextClassLoader();
        try {
            return Class.forName(ContextListener.class.getName(), false, loader) == ContextListener.class
                    ? "loader"
                    : "another loader " + loader;
        } catch (ClassNotFoundException e) {
            return "loader that does not know the application " + loader;
        }
    }
}
