// SPDX-License-Identifier: MIT
package io.mqconnector.spi;

import io.mqconnector.api.MqHeaders;
import io.mqconnector.api.MqMessage;
import io.mqconnector.api.MqOutbox;
import java.sql.Connection;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An outbox that puts what is current on the sender's thread into each message, as {@link CarryingProducer} does.
 * Thread-safe.
 */
public final class CarryingOutbox implements MqOutbox {
    private final MqOutbox outbox;
    private final Carriers carriers;

    private CarryingOutbox(MqOutbox outbox, Carriers carriers) {
        this.outbox = outbox;
        this.carriers = carriers;
    }

    /**
     * The outbox itself where there are no carriers.
     *
     * @param outbox takes the messages
     * @param carriers asked in this order
     * @param failures as with {@link CarryingProducer#of}
     */
    public static MqOutbox of(MqOutbox outbox, List<MqContextCarrier> carriers, Consumer<Throwable> failures) {
        return carriers.isEmpty() ? outbox : new CarryingOutbox(outbox, new Carriers(carriers, failures));
    }

    @Override
    public String send(Connection connection, MqMessage message) {
        return outbox.send(connection, carriers.carrying(message));
    }

    @Override
    public String send(
            Connection connection, String topic, @Nullable String key, @Nullable Object payload, MqHeaders headers) {
        return outbox.send(connection, topic, key, payload, carriers.carrying(headers));
    }

    @Override
    public void relayNow() {
        outbox.relayNow();
    }

    @Override
    public void close() {
        outbox.close();
    }
}
