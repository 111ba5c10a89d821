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
import java.util.Optional;
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
        consumer = connector.subscribe(new SubscriptionRequest(
                "orders",
                List.of("orders.placed"),
                "orders.confirm.group",
                this::onPlaced,
                Map.of(),
                Map.of("auto-offset-reset", "earliest"),
                key -> Optional.empty(),
                Orders.class.getClassLoader()));
    }

    private void onPlaced(MqMessage message, MqMetadata metadata) {
        producer.send("orders.confirmed", message.keyText(), "confirmed: " + message.text());
    }

    @Deactivate
    void close() {
        consumer.close();
    }
}
