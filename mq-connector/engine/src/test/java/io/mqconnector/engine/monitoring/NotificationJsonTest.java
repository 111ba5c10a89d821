// SPDX-License-Identifier: MIT
package io.mqconnector.engine.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.mqconnector.api.MqNotification;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NotificationJsonTest {
    private static String of(String subject, String text, Map<String, String> facts) {
        return NotificationJson.of(
                new MqNotification(MqNotification.Type.ALERT_RAISED, "node-1", subject, text, Instant.EPOCH, facts));
    }

    @Test
    void hasAFixedForm() {
        var facts = new LinkedHashMap<String, String>();
        facts.put("rule", "lag");
        facts.put("value", "7");

        assertThat(of("orders", "it is late", facts))
                .isEqualTo("{\"type\":\"alert.raised\",\"instance\":\"node-1\",\"subject\":\"orders\","
                        + "\"text\":\"it is late\",\"time\":\"1970-01-01T00:00:00Z\","
                        + "\"facts\":{\"rule\":\"lag\",\"value\":\"7\"}}");
    }

    @Test
    void hasNoFactsWhenThereAreNone() {
        assertThat(of("", "", Map.of())).endsWith("\"facts\":{}}");
    }

    @Test
    void escapesWhatWouldBreakOut() {
        assertThat(of("a\"b\\c", "line\nbreak\ttab\u0000nul\u2028sep", Map.of("k\"", "v\\")))
                .contains("\"subject\":\"a\\\"b\\\\c\"")
                .contains("\"text\":\"line\\u000abreak\\u0009tab\\u0000nul\\u2028sep\"")
                .contains("{\"k\\\"\":\"v\\\\\"}");
    }

    @Test
    void keepsEveryCharacterEvenHalfOfAPair() {
        assertThat(of("Größe", "\uD83D\uDE00 and \uD83D alone", Map.of()))
                .contains("\"subject\":\"Größe\"")
                .contains("\"text\":\"\\ud83d\\ude00 and \\ud83d alone\"");
    }
}
