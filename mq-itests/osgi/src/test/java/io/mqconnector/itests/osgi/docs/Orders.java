// SPDX-License-Identifier: MIT
package io.mqconnector.itests.osgi.docs;

import io.mqconnector.api.MqConsumer;
import io.mqconnector.api.MqMessage;
import io.mqconnector.api.MqMetadata;
import io.mqconnector.api.MqProducer;
import io.mqconnector.spi.MqRuntime;
import io.mqconnector.spi.SubscriptionRequest;
import java.util.List;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

@Component(immediate = true)
public final class Orders {
    private final MqProducer producer;
    private final MqConsumer consumer;

    @Activate
    public Orders(@Reference(target = "(mq.instance-id=orders-1)") MqRuntime connector) {
        producer = connector.producer();
        consumer = connector.subscribe(SubscriptionRequest.builder("orders", Orders.class.getClassLoader())
                .topics(List.of("orders.placed"))
                .group("orders.confirm.group")
                .listener(this::onPlaced)
                .explicit(Map.of("auto-offset-reset", "earliest"))
                .build());
    }

    private void onPlaced(MqMessage message, MqMetadata metadata) {
        producer.send("orders.confirmed", message.keyText(), "confirmed: " + message.text());
    }

    @Deactivate
    void close() {
        consumer.close();
    }
}
