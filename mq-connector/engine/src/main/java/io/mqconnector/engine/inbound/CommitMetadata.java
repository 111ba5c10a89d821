// SPDX-License-Identifier: MIT
package io.mqconnector.engine.inbound;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a commit carries beside its offset, so that the next owner of the partition knows it: how many partitions the topic
 * had when the group first started on it, how often unfinished records have failed, and which records beyond the offset
 * are done. Immutable.
 *
 * <p>Written as {@code mq2 p=<partitions> a=<attempts> d=<done>}, the last two in Base64 of variable-length numbers
 * relative to the committed offset, each left out when empty. What is malformed or somebody else's reads as nothing: the
 * records concerned are delivered again, from the first attempt.
 *
 * @param partitions partitions of the topic at first; -1 if not known
 * @param failures offset of each unfinished record that has failed, and how often
 * @param done what is done beyond the offset
 */
record CommitMetadata(int partitions, SortedMap<Long, Integer> failures, DoneRanges done) {
    /** What a commit without anything of ours says. */
    static final CommitMetadata UNKNOWN = new CommitMetadata(-1, new TreeMap<>(), DoneRanges.NONE);

    /** Brokers take 4,096 bytes unless told otherwise (offset.metadata.max.bytes). */
    static final int MAX_CHARS = 2_000;

    private static final String PREFIX = "mq2";
    /** Of the first version, which only said this. */
    private static final String PARTITIONS_1 = "mq1 partitions=";

    private static final int MAX_VARINT_BYTES = 10;

    /**
     * As text of at most {@code maxChars}, at least what the partitions need: what does not fit is left out, attempts last.
     *
     * @param offset the committed one
     */
    String toText(long offset, int maxChars) {
        var text = new StringBuilder(PREFIX);
        if (partitions > 0) {
            text.append(" p=").append(partitions);
        }
        append(text, " a=", failureBytes(offset, bytesOf(maxChars - text.length() - 3)));
        append(text, " d=", doneBytes(offset, bytesOf(maxChars - text.length() - 3)));
        return text.toString();
    }

    /** How many ranges fit into a commit, roughly: a guide for those who collect them. */
    static int maxRanges(int maxChars) {
        return Math.max(0, bytesOf(maxChars) / 2);
    }

    /**
     * Reads the metadata of a commit.
     *
     * @param offset the committed one
     */
    static CommitMetadata of(@Nullable String text, long offset) {
        if (text == null) {
            return UNKNOWN;
        }
        try {
            if (text.startsWith(PARTITIONS_1)) {
                return new CommitMetadata(
                        positive(Integer.parseInt(text.substring(PARTITIONS_1.length()))),
                        new TreeMap<>(),
                        DoneRanges.NONE);
            }
            var parts = text.split(" ", -1);
            return parts[0].equals(PREFIX) ? read(parts, offset) : UNKNOWN;
        } catch (IllegalArgumentException | ArithmeticException e) {
            return UNKNOWN;
        }
    }

    private static CommitMetadata read(String[] parts, long offset) {
        int partitions = -1;
        var failures = new TreeMap<Long, Integer>();
        var done = DoneRanges.NONE;
        for (int i = 1; i < parts.length; i++) {
            var value = parts[i].substring(Math.min(2, parts[i].length()));
            if (parts[i].startsWith("p=")) {
                partitions = positive(Integer.parseInt(value));
            } else if (parts[i].startsWith("a=")) {
                readFailures(bytes(value), offset, failures);
            } else if (parts[i].startsWith("d=")) {
                done = readDone(bytes(value), offset);
            }
            // anything else is of a later version
        }
        return new CommitMetadata(partitions, failures, done);
    }

    private static int positive(int number) {
        if (number < 1) {
            throw new IllegalArgumentException(number + " is less than 1");
        }
        return number;
    }

    private byte[] failureBytes(long offset, int maxBytes) {
        var bytes = new ByteArrayOutputStream();
        long before = offset;
        // workers go on meanwhile: what is done by now may have been told as failed
        for (Map.Entry<Long, Integer> failure : failures.tailMap(offset).entrySet()) {
            int size = bytes.size();
            var entry = new ByteArrayOutputStream();
            write(entry, failure.getKey() - before);
            write(entry, failure.getValue());
            if (size + entry.size() > maxBytes) {
                break;
            }
            bytes.writeBytes(entry.toByteArray());
            before = failure.getKey();
        }
        return bytes.toByteArray();
    }

    /** Relative to the committed offset, which may be another than the frontier the ranges were collected from. */
    private byte[] doneBytes(long offset, int maxBytes) {
        var bytes = new ByteArrayOutputStream();
        var bounds = done.bounds();
        long before = offset;
        for (int i = 1; i + 1 < bounds.length; i += 2) {
            long first = Math.max(bounds[i], offset + 1);
            if (bounds[i + 1] <= first) {
                continue;
            }
            var pair = new ByteArrayOutputStream();
            write(pair, first - before);
            write(pair, bounds[i + 1] - first);
            if (bytes.size() + pair.size() > maxBytes) {
                break;
            }
            bytes.writeBytes(pair.toByteArray());
            before = bounds[i + 1];
        }
        return bytes.toByteArray();
    }

    private static void readFailures(ByteArrayInputStream bytes, long offset, SortedMap<Long, Integer> failures) {
        long at = offset;
        while (bytes.available() > 0) {
            at = Math.addExact(at, read(bytes));
            failures.put(at, positive(Math.toIntExact(read(bytes))));
        }
    }

    private static DoneRanges readDone(ByteArrayInputStream bytes, long offset) {
        var bounds = new ArrayList<Long>();
        bounds.add(offset);
        long at = offset;
        while (bytes.available() > 0) {
            at = Math.addExact(at, read(bytes));
            bounds.add(at);
        }
        return new DoneRanges(bounds.stream().mapToLong(Long::longValue).toArray());
    }

    private static void append(StringBuilder text, String name, byte[] bytes) {
        if (bytes.length > 0) {
            text.append(name).append(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
        }
    }

    private static ByteArrayInputStream bytes(String base64) {
        return new ByteArrayInputStream(Base64.getUrlDecoder().decode(base64));
    }

    private static int bytesOf(int chars) {
        return Math.max(0, chars) * 3 / 4;
    }

    /** Seven bits a byte, the lowest first (LEB128). */
    private static void write(ByteArrayOutputStream bytes, long number) {
        long rest = number;
        while (rest >= 0x80) {
            bytes.write((int) (rest & 0x7F) | 0x80);
            rest >>>= 7;
        }
        bytes.write((int) rest);
    }

    private static long read(ByteArrayInputStream bytes) {
        long number = 0;
        for (int i = 0; i < MAX_VARINT_BYTES - 1; i++) {
            int next = bytes.read();
            if (next < 0) {
                throw new IllegalArgumentException("cut off");
            }
            number |= (long) (next & 0x7F) << (7 * i);
            if (next < 0x80) {
                return number;
            }
        }
        throw new IllegalArgumentException("a number of more than nine bytes");
    }
}
