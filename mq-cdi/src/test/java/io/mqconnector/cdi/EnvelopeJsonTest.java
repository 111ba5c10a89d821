// SPDX-License-Identifier: MIT
package io.mqconnector.cdi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mqconnector.api.MqDelivery;
import io.mqconnector.api.MqEnvelope;
import io.mqconnector.api.MqMessage;
import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Envelopes as Go's {@code encoding/json} writes them: the files under {@code golden}. */
class EnvelopeJsonTest {
    private static final Type OF_CHAT = new Of<MqEnvelope<ChatMessage>>() {}.type();
    private static final Type OF_TEXT = new Of<MqEnvelope<String>>() {}.type();
    private static final Type OF_BYTES = new Of<MqEnvelope<byte[]>>() {}.type();
    private static final Type OF_BIG = new Of<MqEnvelope<Big>>() {}.type();

    private final ApplicationJson json = new ApplicationJson(EnvelopeJsonTest.class.getClassLoader());

    @AfterEach
    void close() {
        json.close();
    }

    @Test
    void readsEveryField() throws Exception {
        assertRead(
                "full",
                OF_CHAT,
                made("m-1", "2026-03-01T13:00:00.123456789+02:00", "Message.Sent")
                        .payload(new ChatMessage("lobby", "a < b && c > d", "Zoë"))
                        .targetUser("user-1")
                        .targetGroup("admins")
                        .priority(5)
                        .ttl(Duration.ofSeconds(30)));
    }

    @Test
    void readsWhatOmitemptyLeavesOutAndANullPayload() throws Exception {
        assertRead(
                "omitted",
                OF_CHAT,
                made("m-2", "2026-03-01T12:00:00Z", "ping").version("").source(""));
    }

    @Test
    void readsTextWithEveryEscape() throws Exception {
        assertRead(
                "text",
                OF_TEXT,
                made("m-3", "2026-03-01T12:00:00Z", "text")
                        .payload("<b>\"R&D\"</b> \\ \b\f\n\r\t\u0001\u001f \u2028\u2029 \ud83d\ude00 é \u007f"));
    }

    @Test
    void readsBytesAsBase64() throws Exception {
        assertRead(
                "bytes", OF_BYTES, made("m-4", "2026-03-01T12:00:00Z", "bytes").payload(new byte[] {0, -1, -2, 'A', 'B'
                }));
    }

    @Test
    void readsWhatAnEncoderEndsWithANewline() throws Exception {
        assertRead(
                "encoder", OF_TEXT, made("m-5", "2026-03-01T12:00:00Z", "text").payload("a"));
    }

    @Test
    void readsIntegersBeyondWhatADoubleHolds() throws Exception {
        assertRead(
                "big",
                OF_BIG,
                made("m-6", "2026-03-01T12:00:00Z", "big")
                        .payload(new Big(
                                9_007_199_254_740_993L,
                                List.of(new BigDecimal("0.1"), new BigDecimal("12345678901234567890"))))
                        .priority(-9_007_199_254_740_993L)
                        .ttl(Duration.ofNanos(Long.MAX_VALUE)));
    }

    @Test
    void takesGosZeroTimeForNone() throws Exception {
        assertRead(
                "zero-time",
                OF_TEXT,
                MqEnvelope.builder()
                        .messageId("m-7")
                        .version("1.0")
                        .source("chat")
                        .eventType("text")
                        .payload("a")
                        .ttl(Duration.ofNanos(1)));
        assertThat(read("zero-time", OF_TEXT).isExpired(Instant.MAX)).isFalse();
    }

    @Test
    void readsTrimmedFractionsAndOffsets() throws Exception {
        assertRead(
                "trimmed-nanos",
                OF_TEXT,
                made("m-8", "2026-03-01T06:30:00.12-05:30", "text").payload("a"));
    }

    @Test
    void readsThatItIsNotToBeRetried() throws Exception {
        assertRead(
                "no-retry",
                OF_TEXT,
                made("m-9", "2026-03-01T12:00:00.000000001Z", "text")
                        .payload("a")
                        .targetGroup("<all>")
                        .retriable(false));
    }

    @Test
    void ignoresUnknownFieldsAndTakesNullForMissing() throws Exception {
        assertRead(
                "foreign",
                OF_CHAT,
                MqEnvelope.builder()
                        .timestamp(OffsetDateTime.parse("2026-03-01T12:00:00.5Z"))
                        .eventType("café \ud83d\ude00 \u2028 /")
                        .payload(new ChatMessage("lobby", null, null)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"full", "omitted", "text", "bytes", "big", "zero-time", "trimmed-nanos", "no-retry"})
    void writesByteForByteWhatGoWrites(String name) throws Exception {
        var type = typeOf(name);

        assertThat(new String(json.toBytes(read(name, type)), StandardCharsets.UTF_8))
                .isEqualTo(new String(golden(name), StandardCharsets.UTF_8));
    }

    @Test
    void readsBackWhatItWrote() throws Exception {
        for (String name : List.of("full", "text", "bytes", "encoder", "big", "zero-time", "foreign", "no-retry")) {
            var envelope = read(name, typeOf(name));

            assertThat(json.fromBytes(json.toBytes(envelope), typeOf(name)))
                    .as(name)
                    .isEqualTo(envelope);
        }
    }

    @Test
    void writesTextThatIsNoneAsGoDoes() throws Exception {
        var envelope = MqEnvelope.builder().payload("a\ud83d b\ude00 \ud83d").build();

        assertThat(new String(json.toBytes(envelope), StandardCharsets.UTF_8))
                .contains("\"payload\":\"a\\ufffd b\\ufffd \\ufffd\"");
    }

    @Test
    void handsOverTheJsonOfAPayloadThatIsNoText() throws Exception {
        assertThat(fromText("{\"payload\":{\"a\":[1,true]}}", OF_TEXT).payload())
                .isEqualTo("{\"a\":[1,true]}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{",
                "{}{}",
                "{\"message_id\":5}",
                "{\"timestamp\":\"yesterday\"}",
                "{\"timestamp\":1772366400}",
                "{\"ttl\":\"30s\"}",
                "{\"ttl\":9223372036854775808}",
                "{\"priority\":1.5}",
                "{\"retry\":\"no\"}",
                "{\"payload\":\"no base64!\"}"
            })
    void refusesWhatIsNoEnvelope(String text) {
        assertThatThrownBy(() -> fromText(text, OF_BYTES)).isInstanceOf(RuntimeException.class);
    }

    @Test
    void doesNotTellTheValueThatIsWrong() {
        assertThatThrownBy(() -> fromText("{\"ttl\":\"secret\"}", OF_TEXT))
                .hasMessage("envelope: ttl is STRING instead of a number");
    }

    @Test
    void findsTheEventTypeOfTheEnvelopeItselfWithoutReadingIt() throws Exception {
        var eventTypes = json.eventTypes();

        assertThat(eventTypes.apply(delivery(golden("full")))).contains("Message.Sent");
        assertThat(eventTypes.apply(delivery(golden("foreign")))).contains("café \ud83d\ude00 \u2028 /");
        for (String none :
                List.of("", "x", "[1]", "{}", "{\"a\":{\"event_type\":\"b\"}}", "{\"event_type\":5}", "{\"a\":")) {
            assertThat(eventTypes.apply(delivery(none.getBytes(StandardCharsets.UTF_8))))
                    .as(none)
                    .isEmpty();
        }
        assertThat(eventTypes.apply(delivery(null))).isEmpty();
    }

    private void assertRead(String name, Type type, MqEnvelope.Builder<?> expected) throws Exception {
        assertThat(read(name, type)).isEqualTo(expected.build());
    }

    private MqEnvelope<?> read(String name, Type type) throws Exception {
        assertThat(json.supports(type)).isTrue();
        return (MqEnvelope<?>) json.fromBytes(golden(name), type);
    }

    private MqEnvelope<?> fromText(String text, Type type) throws Exception {
        return (MqEnvelope<?>) json.fromBytes(text.getBytes(StandardCharsets.UTF_8), type);
    }

    private static Type typeOf(String name) {
        return switch (name) {
            case "full", "omitted", "foreign" -> OF_CHAT;
            case "bytes" -> OF_BYTES;
            case "big" -> OF_BIG;
            default -> OF_TEXT;
        };
    }

    private static MqEnvelope.Builder<Object> made(String id, String timestamp, String eventType) {
        return MqEnvelope.builder()
                .messageId(id)
                .timestamp(OffsetDateTime.parse(timestamp))
                .version("1.0")
                .source("chat")
                .eventType(eventType);
    }

    private static byte[] golden(String name) throws IOException {
        try (var file =
                Objects.requireNonNull(EnvelopeJsonTest.class.getResourceAsStream("/golden/" + name + ".json"))) {
            return file.readAllBytes();
        }
    }

    private static MqDelivery delivery(byte[] value) {
        return new TestDelivery(MqMessage.of("t", value), 1);
    }

    /** A type with its arguments. */
    abstract static class Of<T> {
        Type type() {
            return ((ParameterizedType) getClass().getGenericSuperclass()).getActualTypeArguments()[0];
        }
    }

    /** A payload as applications write one. */
    public static class ChatMessage {
        public String room;
        public String text;
        public String user;

        public ChatMessage() {}

        ChatMessage(String room, String text, String user) {
            this.room = room;
            this.text = text;
            this.user = user;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof ChatMessage that
                    && Objects.equals(room, that.room)
                    && Objects.equals(text, that.text)
                    && Objects.equals(user, that.user);
        }

        @Override
        public int hashCode() {
            return Objects.hash(room, text, user);
        }

        @Override
        public String toString() {
            return room + "/" + text + "/" + user;
        }
    }

    /** Numbers that a double does not hold. */
    public static class Big {
        public long amount;
        public List<BigDecimal> rates;

        public Big() {}

        Big(long amount, List<BigDecimal> rates) {
            this.amount = amount;
            this.rates = rates;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Big that && amount == that.amount && rates.equals(that.rates);
        }

        @Override
        public int hashCode() {
            return Objects.hash(amount, rates);
        }
    }
}
