// SPDX-License-Identifier: MIT
package io.mqconnector.cdi;

import io.mqconnector.api.MqEnvelope;
import io.mqconnector.spi.MqPayloadConverter;
import jakarta.json.JsonException;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.json.spi.JsonProvider;
import jakarta.json.stream.JsonParser;
import java.io.StringReader;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Base64;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Envelopes by Jakarta JSON Processing, their payloads by JSON Binding. Immutable and thread-safe. The only class that names
 * types of JSON Processing.
 *
 * <p>What it writes is what Go's {@code encoding/json} writes of a struct with these fields in this order, the last but
 * {@code retry} with {@code omitempty}: an absent {@code retry} would mean true.
 */
final class EnvelopeJson implements EnvelopeFormat {
    /** What Go writes for a time that was never set. */
    private static final OffsetDateTime GO_ZERO_TIME = OffsetDateTime.of(1, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC);

    private final JsonProvider provider;
    private final Supplier<@Nullable MqPayloadConverter> binding;

    private EnvelopeJson(JsonProvider provider, Supplier<@Nullable MqPayloadConverter> binding) {
        this.provider = provider;
        this.binding = binding;
    }

    /**
     * Looks for a provider by the context class loader of the thread. Returned as what it is for: not as this class.
     *
     * @param binding reads and writes payloads other than text and bytes; null if there is none
     */
    static EnvelopeFormat opened(Supplier<@Nullable MqPayloadConverter> binding) {
        return new EnvelopeJson(JsonProvider.provider(), binding);
    }

    @Override
    public boolean supports(Type type) {
        var payload = JsonTypes.payloadOf(type);
        return payload != null
                && (payload == String.class
                        || payload == byte[].class
                        || (JsonTypes.isReadable(payload) && binding.get() != null));
    }

    @Override
    public Object fromBytes(byte[] bytes, Type type) throws Exception {
        var payloadType = JsonTypes.payloadOf(type);
        if (payloadType == null) {
            throw new IllegalArgumentException(type.getTypeName() + " is no envelope of a known payload");
        }
        return envelope(parsed(bytes), payloadType);
    }

    private JsonObject parsed(byte[] bytes) {
        try (var parser = provider.createParser(new StringReader(new String(bytes, StandardCharsets.UTF_8)))) {
            if (!parser.hasNext() || parser.next() != JsonParser.Event.START_OBJECT) {
                throw new IllegalArgumentException("envelope: no JSON object");
            }
            var json = parser.getObject();
            if (parser.hasNext()) {
                throw new IllegalArgumentException("envelope: there is more behind the JSON object");
            }
            return json;
        }
    }

    private MqEnvelope<?> envelope(JsonObject json, Type payloadType) throws Exception {
        var envelope = MqEnvelope.builder()
                .messageId(text(json, "message_id"))
                .version(text(json, "version"))
                .source(text(json, "source"))
                .eventType(text(json, "event_type"))
                .targetUser(text(json, "target_user"))
                .targetGroup(text(json, "target_group"))
                .priority(number(json, "priority"))
                .ttl(Duration.ofNanos(number(json, "ttl")))
                .retriable(isRetried(json));
        var payload = value(json, "payload");
        if (payload != null) {
            envelope.payload(payload(payload, payloadType));
        }
        var timestamp = timestamp(text(json, "timestamp"));
        return timestamp == null
                ? envelope.build()
                : envelope.timestamp(timestamp).build();
    }

    private Object payload(JsonValue payload, Type type) throws Exception {
        if (type == byte[].class) {
            return Base64.getDecoder().decode(asText("payload", payload));
        }
        if (type == String.class) {
            return payload instanceof JsonString text ? text.getString() : payload.toString();
        }
        return binding().fromBytes(payload.toString().getBytes(StandardCharsets.UTF_8), type);
    }

    private MqPayloadConverter binding() {
        var found = binding.get();
        if (found == null) {
            throw new IllegalStateException("there is no Jakarta JSON Binding for the payload of an envelope");
        }
        return found;
    }

    private static @Nullable OffsetDateTime timestamp(String text) {
        if (text.isEmpty()) {
            return null;
        }
        try {
            var timestamp = OffsetDateTime.parse(text);
            return timestamp.isEqual(GO_ZERO_TIME) ? null : timestamp;
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("envelope: timestamp is no time of RFC 3339", e);
        }
    }

    private static boolean isRetried(JsonObject json) {
        var value = value(json, "retry");
        if (value == null || value.getValueType() == JsonValue.ValueType.TRUE) {
            return true;
        }
        if (value.getValueType() == JsonValue.ValueType.FALSE) {
            return false;
        }
        throw wrongType("retry", "true or false", value);
    }

    private static long number(JsonObject json, String name) {
        var value = value(json, name);
        if (value == null) {
            return 0;
        }
        if (value instanceof JsonNumber number) {
            return number.longValueExact();
        }
        throw wrongType(name, "a number", value);
    }

    private static String text(JsonObject json, String name) {
        var value = value(json, name);
        return value == null ? "" : asText(name, value);
    }

    private static String asText(String name, JsonValue value) {
        if (value instanceof JsonString text) {
            return text.getString();
        }
        throw wrongType(name, "a text", value);
    }

    /** Null if it is missing, or JSON's null. */
    private static @Nullable JsonValue value(JsonObject json, String name) {
        var value = json.get(name);
        return value == null || value.getValueType() == JsonValue.ValueType.NULL ? null : value;
    }

    /** Without the value, which may be secret. */
    private static IllegalArgumentException wrongType(String name, String wanted, JsonValue found) {
        return new IllegalArgumentException(
                "envelope: " + name + " is " + found.getValueType() + " instead of " + wanted);
    }

    @Override
    public byte[] toBytes(Object envelope) throws Exception {
        var from = (MqEnvelope<?>) envelope;
        return new GoJson()
                .text("message_id", from.messageId())
                .text(
                        "timestamp",
                        DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(
                                from.timestamp().orElse(GO_ZERO_TIME)))
                .text("version", from.version())
                .text("source", from.source())
                .text("event_type", from.eventType())
                .json("payload", payload(from.payload()))
                .textOrNothing("target_user", from.targetUser())
                .textOrNothing("target_group", from.targetGroup())
                .numberOrNothing("priority", from.priority())
                .numberOrNothing("ttl", from.ttl().toNanos())
                .verbatim("retry", Boolean.toString(from.isRetriable()))
                .toString()
                .getBytes(StandardCharsets.UTF_8);
    }

    private String payload(@Nullable Object payload) throws Exception {
        if (payload == null) {
            return "null";
        }
        if (payload instanceof byte[] bytes) {
            return '"' + Base64.getEncoder().encodeToString(bytes) + '"';
        }
        return payload instanceof String text
                ? GoJson.quoted(text)
                : new String(binding().toBytes(payload), StandardCharsets.UTF_8);
    }

    @Override
    public Optional<String> eventType(byte[] bytes) {
        try (var parser = provider.createParser(new StringReader(new String(bytes, StandardCharsets.UTF_8)))) {
            return eventType(parser);
        } catch (JsonException | IllegalStateException | NoSuchElementException e) {
            return Optional.empty(); // no envelope: whoever reads it says why
        }
    }

    private static Optional<String> eventType(JsonParser parser) {
        if (!parser.hasNext() || parser.next() != JsonParser.Event.START_OBJECT) {
            return Optional.empty();
        }
        while (parser.hasNext() && parser.next() == JsonParser.Event.KEY_NAME) {
            boolean isWanted = parser.getString().equals("event_type");
            var event = parser.next();
            if (isWanted) {
                return event == JsonParser.Event.VALUE_STRING ? Optional.of(parser.getString()) : Optional.empty();
            }
            if (event == JsonParser.Event.START_OBJECT) {
                parser.skipObject();
            } else if (event == JsonParser.Event.START_ARRAY) {
                parser.skipArray();
            }
        }
        return Optional.empty();
    }
}
