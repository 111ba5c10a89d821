// SPDX-License-Identifier: MIT
package io.mqconnector.engine.inbound;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mqconnector.api.MqDeadLetter;
import java.util.List;
import org.apache.kafka.common.header.Header;
import org.junit.jupiter.api.Test;

class FailureTest {
    @Test
    void remembersTheFirstTimeAndTheLastFailure() {
        var first = Failure.after(Failure.before(0, 1_000), new IllegalStateException("one"), 1_000);
        var second = Failure.after(first, new IllegalArgumentException("two"), 5_000);

        assertThat(second).isEqualTo(new Failure(2, 1_000, 5_000, IllegalArgumentException.class.getName(), "two"));
    }

    @Test
    void goesOnFromWhatAnEarlierOwnerCounted() {
        var failure = Failure.after(Failure.before(4, 1_000), new IllegalStateException("now"), 2_000);

        assertThat(failure.attempts()).isEqualTo(5);
    }

    @Test
    void doesWithoutAMessage() {
        assertThat(Failure.after(Failure.before(0, 0), new IllegalStateException(), 0)
                        .message())
                .isEmpty();
    }

    @Test
    void cutsALongMessage() {
        var failure = Failure.after(Failure.before(0, 0), new IllegalStateException("x".repeat(10_000)), 0);

        assertThat(failure.message())
                .startsWith("x".repeat(4_000))
                .endsWith(" …")
                .hasSize(4_002);
    }

    @Test
    void putsItsHeadersBehindThoseOfARecordThatWasALetterBefore() {
        var record = DeliveryFixture.record(5, new byte[0]);
        record.headers().add(MqDeadLetter.ATTEMPTS, "9".getBytes(UTF_8));

        var letter = new Failure(3, 0, 0, "c", "m").toLetter(record, "dlt", "listener", "group");

        assertThat(List.of(letter.headers().toArray()))
                .filteredOn(header -> header.key().equals(MqDeadLetter.ATTEMPTS))
                .extracting(Header::value)
                .containsExactly("9".getBytes(UTF_8), "3".getBytes(UTF_8));
    }

    @Test
    void writesALetterOfARecordWithoutKeyAndValue() {
        var record = new org.apache.kafka.clients.consumer.ConsumerRecord<byte[], byte[]>("t", 0, 5, null, null);

        var letter = new Failure(3, 0, 0, "c", "m").toLetter(record, "dlt", "listener", "group");

        assertThat(letter.key()).isNull();
        assertThat(letter.value()).isNull();
    }
}
