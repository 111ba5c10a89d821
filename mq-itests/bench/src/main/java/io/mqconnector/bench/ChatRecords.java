// SPDX-License-Identifier: MIT
package io.mqconnector.bench;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.UUID;

/**
 * Keys and values of chat messages, made beforehand so that making them is not measured. Immutable; the arrays are not to
 * be written to. Each value carries a number, by which a reader checks order and completeness.
 */
final class ChatRecords {
    /** How many users there are: record {@code i} has the key {@code i % KEY_COUNT}. */
    static final int KEY_COUNT = 1_000;
    /** How many different values there are, a multiple of {@link #KEY_COUNT}; then they begin again. */
    static final int VALUE_COUNT = 100_000;
    /** Length of the shortest value. */
    static final int MIN_VALUE_BYTES = 200;
    /** Length of the longest; all between are as frequent. */
    static final int MAX_VALUE_BYTES = 400;

    private static final String[] WORDS = {
        "see",
        "you",
        "at",
        "the",
        "station",
        "in",
        "ten",
        "minutes",
        "thanks",
        "for",
        "a",
        "lovely",
        "evening",
        "can",
        "somebody",
        "look",
        "at",
        "build",
        "again",
        "it",
        "fails",
        "since",
        "this",
        "morning",
        "yes",
        "no",
        "maybe",
        "lunch",
        "today"
    };
    private static final String NUMBER = "{\"number\":\"";
    private static final int NUMBER_DIGITS = 9;

    private final byte[][] keys = new byte[KEY_COUNT][];
    private final byte[][] values = new byte[VALUE_COUNT][];
    private final int count;

    /** @param count how many records */
    ChatRecords(int count) {
        this.count = count;
        for (int i = 0; i < KEY_COUNT; i++) {
            keys[i] = ("user-" + i).getBytes(StandardCharsets.UTF_8);
        }
        var random = new Random(20_26);
        for (int i = 0; i < VALUE_COUNT; i++) {
            values[i] = value(i, random);
        }
    }

    int count() {
        return count;
    }

    /** The key of record {@code i}. */
    byte[] key(int i) {
        return keys[i % KEY_COUNT];
    }

    /** The value of record {@code i}; its number is {@code i % VALUE_COUNT}. */
    byte[] value(int i) {
        return values[i % VALUE_COUNT];
    }

    /** The number within a value, or -1 if there is none. */
    static int numberOf(byte[] value) {
        int start = NUMBER.length();
        if (value.length < start + NUMBER_DIGITS) {
            return -1;
        }
        int number = 0;
        for (int i = start; i < start + NUMBER_DIGITS; i++) {
            int digit = value[i] - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            number = number * 10 + digit;
        }
        return number;
    }

    private static byte[] value(int number, Random random) {
        var digits = Integer.toString(number);
        int length = MIN_VALUE_BYTES + random.nextInt(MAX_VALUE_BYTES - MIN_VALUE_BYTES + 1);
        var json = new StringBuilder(MAX_VALUE_BYTES)
                .append(NUMBER)
                .append("0".repeat(NUMBER_DIGITS - digits.length()))
                .append(digits)
                .append("\",\"messageId\":\"")
                .append(new UUID(random.nextLong(), random.nextLong()))
                .append("\",\"traceId\":\"")
                .append(new UUID(random.nextLong(), random.nextLong()))
                .append("\",\"room\":\"room-")
                .append(random.nextInt(50))
                .append("\",\"sentAt\":")
                .append(1_760_000_000_000L + number)
                .append(",\"text\":\"");
        while (json.length() < length) {
            json.append(WORDS[random.nextInt(WORDS.length)]).append(' ');
        }
        json.setLength(length - 2);
        return json.append("\"}").toString().getBytes(StandardCharsets.UTF_8);
    }
}
