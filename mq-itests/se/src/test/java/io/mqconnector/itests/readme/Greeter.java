// SPDX-License-Identifier: MIT
package io.mqconnector.itests.readme;

import io.mqconnector.api.MqKey;
import io.mqconnector.api.MqListener;
import io.mqconnector.api.MqMetadata;
import io.mqconnector.api.MqProducer;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

@ApplicationScoped
public class Greeter {
    @Inject
    MqProducer producer;

    public void greet(String user) {
        producer.send("chat.greetings", user, "Hello " + user);
    }

    @MqListener(topics = "chat.greetings", group = "greeter.greetings.group")
    public void onGreeting(String text, @MqKey String user, MqMetadata metadata) {
        System.out.println(user + " was told '" + text + "' at offset " + metadata.offset());
    }
}
