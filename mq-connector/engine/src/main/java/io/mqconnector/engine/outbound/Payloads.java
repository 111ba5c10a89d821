// SPDX-License-Identifier: MIT
package io.mqconnector.engine.outbound;

import io.mqconnector.api.MqErrorCode;
import io.mqconnector.api.MqHeaders;
import io.mqconnector.api.MqMessage;
import io.mqconnector.api.MqOutcome;
import io.mqconnector.api.MqReceipt;
import io.mqconnector.api.MqSendException;
import io.mqconnector.api.MqSender;
import io.mqconnector.spi.PayloadConverters;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Makes messages of what applications hand over: bytes, text, and whatever a converter takes. Thread-safe. */
public final class Payloads {
    private final PayloadConverters converters;
    private final Consumer<MqErrorCode> errors;

    /**
     * @param converters of the application
     * @param errors told the code of each failure
     */
    public Payloads(PayloadConverters converters, Consumer<MqErrorCode> errors) {
        this.converters = converters;
        this.errors = errors;
    }

    /**
     * A message.
     *
     * @throws MqSendException with {@link MqErrorCode#SERIALIZATION_FAILED} if the payload cannot be turned into bytes
     */
    public MqMessage message(String topic, @Nullable String key, @Nullable Object payload, MqHeaders headers) {
        return MqMessage.builder(topic)
                .key(key)
                .value(payload == null ? null : toBytes(topic, payload))
                .headers(headers)
                .build();
    }

    /** Sends a payload; one that cannot be turned into bytes fails the stage. */
    CompletionStage<MqReceipt> sendAsync(
            MqSender sender, String topic, @Nullable String key, @Nullable Object payload, MqHeaders headers) {
        MqMessage message;
        try {
            message = message(topic, key, payload, headers);
        } catch (MqSendException e) {
            return CompletableFuture.failedFuture(e);
        }
        return sender.sendAsync(message);
    }

    private byte[] toBytes(String topic, Object payload) {
        if (payload instanceof byte[] bytes) {
            return bytes;
        }
        Throwable cause = null;
        String problem;
        var converter = converters.find(payload.getClass());
        if (converter.isPresent()) {
            try {
                return converter.get().toBytes(payload);
            } catch (Exception e) {
                cause = e;
                problem = converter.get().getClass().getName() + " failed on a "
                        + payload.getClass().getName() + ": " + e.getMessage();
            }
        } else {
            problem = "a " + payload.getClass().getName() + " cannot be turned into bytes: send byte[] or String, or"
                    + " provide an io.mqconnector.spi.MqPayloadConverter for it (" + converters.applicationCount()
                    + " found)";
        }
        errors.accept(MqErrorCode.SERIALIZATION_FAILED);
        throw new MqSendException(
                MqErrorCode.SERIALIZATION_FAILED,
                MqOutcome.NOT_WRITTEN,
                topic,
                -1,
                "message to topic " + topic + " not written: " + problem,
                cause,
                false,
                false);
    }
}
