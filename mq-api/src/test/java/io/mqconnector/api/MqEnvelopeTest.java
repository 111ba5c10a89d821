// SPDX-License-Identifier: MIT
package io.mqconnector.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class MqEnvelopeTest {
    private static final Instant MADE = Instant.parse("2026-03-01T12:00:00Z");

    @Test
    void expiresOnceItsTimeIsOverAndNotBefore() {
        var envelope = MqEnvelope.<String>builder()
                .timestamp(MADE)
                .ttl(Duration.ofNanos(5))
                .build();

        assertThat(envelope.isExpired(MADE.plusNanos(5))).isFalse();
        assertThat(envelope.isExpired(MADE.plusNanos(6))).isTrue();
    }

    @Test
    void neverExpiresWithoutTtlOrTimestamp() {
        assertThat(MqEnvelope.builder().timestamp(MADE).build().isExpired(Instant.MAX))
                .isFalse();
        assertThat(MqEnvelope.builder().ttl(Duration.ofNanos(1)).build().isExpired(Instant.MAX))
                .isFalse();
    }

    @Test
    void hasExpiredAtOnceWithATtlBelowZero() {
        var envelope =
                MqEnvelope.builder().timestamp(MADE).ttl(Duration.ofNanos(-1)).build();

        assertThat(envelope.isExpired(MADE)).isTrue();
    }

    @Test
    void takesTheLongestTtlOfTheWireAndNoLonger() {
        var longest = Duration.ofNanos(Long.MAX_VALUE);
        var envelope = MqEnvelope.builder().timestamp(MADE).ttl(longest).build();

        assertThat(envelope.ttl()).isEqualTo(longest);
        assertThat(envelope.isExpired(MADE)).isFalse();
        assertThatThrownBy(() -> MqEnvelope.builder().ttl(longest.plusNanos(1)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void isEqualOnlyIfAllIs() {
        List<UnaryOperator<MqEnvelope.Builder<byte[]>>> changes = List.of(
                each -> each.messageId("x"),
                each -> each.timestamp(OffsetDateTime.parse("2026-03-01T13:00:00+01:00")),
                each -> each.version("x"),
                each -> each.source("x"),
                each -> each.eventType("x"),
                each -> each.payload(new byte[] {2}),
                each -> each.targetUser("x"),
                each -> each.targetGroup("x"),
                each -> each.priority(7),
                each -> each.ttl(Duration.ofNanos(7)),
                each -> each.retriable(false));

        assertThat(some().build()).isEqualTo(some().build()).hasSameHashCodeAs(some().build());
        assertThat(changes)
                .allSatisfy(change -> assertThat(change.apply(some()).build()).isNotEqualTo(some().build()));
    }

    @Test
    void doesNotTellItsPayload() {
        assertThat(MqEnvelope.builder()
                        .messageId("m-1")
                        .payload("secret")
                        .build()
                        .toString())
                .contains("m-1")
                .doesNotContain("secret");
    }

    private static MqEnvelope.Builder<byte[]> some() {
        return MqEnvelope.<byte[]>builder().timestamp(MADE).payload(new byte[] {1});
    }
}
