// SPDX-License-Identifier: MIT
package io.mqconnector.engine.inbound;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mqconnector.api.MqDeadLetter;
import java.time.Instant;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;

/**
 * What is known of a record that has failed. Immutable; holds texts, not the exception, which would hold the
 * application's class loader.
 *
 * @param attempts how often it has failed
 * @param firstMillis when it failed first, since the epoch; as far as this process knows
 * @param lastMillis when it failed last
 * @param exceptionClass of the last failure
 * @param message of the last failure; empty if it has none
 */
record Failure(int attempts, long firstMillis, long lastMillis, String exceptionClass, String message) {
    /** Exceptions may carry whole documents. */
    private static final int MAX_MESSAGE = 4_000;

    /** Attempts counted by an earlier owner of the partition, of which nothing else is known. */
    static Failure before(int attempts, long nowMillis) {
        return new Failure(attempts, nowMillis, nowMillis, "", "");
    }

    /** As this one, after one more failure. */
    static Failure after(Failure earlier, Throwable failure, long nowMillis) {
        var message = message(failure);
        return new Failure(
                earlier.attempts + 1,
                earlier.firstMillis,
                nowMillis,
                failure.getClass().getName(),
                message.length() <= MAX_MESSAGE ? message : message.substring(0, MAX_MESSAGE) + " …");
    }

    /** An exception of an application may fail even to say what it is. */
    private static String message(Throwable failure) {
        try {
            var message = failure.getMessage();
            return message == null ? "" : message;
        } catch (RuntimeException e) {
            return "its message cannot be read: " + e.getClass().getName();
        }
    }

    /** The record as a dead letter: key, value and headers as they are, and where it comes from. */
    ProducerRecord<byte[], byte[]> toLetter(
            ConsumerRecord<byte[], byte[]> record, String topic, String listener, String group) {
        var letter = new ProducerRecord<byte[], byte[]>(topic, null, null, record.key(), record.value());
        for (Header header : record.headers()) {
            letter.headers().add(header.key(), header.value());
        }
        add(letter, MqDeadLetter.TOPIC, record.topic());
        add(letter, MqDeadLetter.PARTITION, Integer.toString(record.partition()));
        add(letter, MqDeadLetter.OFFSET, Long.toString(record.offset()));
        add(letter, MqDeadLetter.TIMESTAMP, Long.toString(record.timestamp()));
        add(letter, MqDeadLetter.GROUP, group);
        add(letter, MqDeadLetter.LISTENER, listener);
        add(letter, MqDeadLetter.ATTEMPTS, Integer.toString(attempts));
        add(letter, MqDeadLetter.RETRY_COUNT, Integer.toString(attempts - 1));
        add(
                letter,
                MqDeadLetter.FIRST_FAILURE,
                Instant.ofEpochMilli(firstMillis).toString());
        add(letter, MqDeadLetter.LAST_FAILURE, Instant.ofEpochMilli(lastMillis).toString());
        add(letter, MqDeadLetter.EXCEPTION_CLASS, exceptionClass);
        add(letter, MqDeadLetter.EXCEPTION_MESSAGE, message);
        return letter;
    }

    private static void add(ProducerRecord<byte[], byte[]> letter, String name, String value) {
        letter.headers().add(name, value.getBytes(UTF_8));
    }
}
