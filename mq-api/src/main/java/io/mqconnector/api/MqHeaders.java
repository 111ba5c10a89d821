// SPDX-License-Identifier: MIT
package io.mqconnector.api;

import static java.util.Objects.requireNonNull;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The headers of a message: names with values, in order, several values under one name kept.
 *
 * <p>Immutable and thread-safe, provided nobody writes into the value arrays: they are handed over, not copied.
 */
public final class MqHeaders implements Iterable<MqHeaders.Entry> {
    private static final MqHeaders NONE = new MqHeaders(List.of());

    private final List<Entry> entries;

    private MqHeaders(List<Entry> entries) {
        this.entries = entries;
    }

    /** No headers. */
    public static MqHeaders none() {
        return NONE;
    }

    /**
     * One header.
     *
     * @param name not null
     * @param value sent as UTF-8, not null
     */
    public static MqHeaders of(String name, String value) {
        return new MqHeaders(List.of(new Entry(name, utf8(name, value))));
    }

    /** Headers in the order given; the list is copied. */
    public static MqHeaders of(List<Entry> entries) {
        return entries.isEmpty() ? NONE : new MqHeaders(List.copyOf(entries));
    }

    /**
     * These headers and one more at the end.
     *
     * @param name not null
     * @param value sent as UTF-8, not null
     */
    public MqHeaders with(String name, String value) {
        return with(name, utf8(name, value));
    }

    /**
     * These headers and one more at the end.
     *
     * @param name not null
     * @param value not copied; null is allowed, as in Kafka
     */
    public MqHeaders with(String name, byte @Nullable [] value) {
        var longer = new ArrayList<Entry>(entries.size() + 1);
        longer.addAll(entries);
        longer.add(new Entry(name, value));
        return new MqHeaders(List.copyOf(longer));
    }

    /** The last value under {@code name} as UTF-8: the one that Kafka's own clients take for {@code the} value. */
    public Optional<String> text(String name) {
        return last(name).map(value -> new String(value, StandardCharsets.UTF_8));
    }

    /** The last value under {@code name}, when there is one that is not null. */
    public Optional<byte[]> last(String name) {
        requireNonNull(name, "name");
        for (int i = entries.size() - 1; i >= 0; i--) {
            var entry = entries.get(i);
            if (entry.name.equals(name)) {
                return Optional.ofNullable(entry.value);
            }
        }
        return Optional.empty();
    }

    /** All headers under {@code name}, in order; unmodifiable. */
    public List<Entry> all(String name) {
        requireNonNull(name, "name");
        return entries.stream().filter(entry -> entry.name.equals(name)).toList();
    }

    /** All headers in order; unmodifiable. */
    public List<Entry> entries() {
        return entries;
    }

    /** How many headers there are. */
    public int size() {
        return entries.size();
    }

    /** Whether there is none. */
    public boolean isEmpty() {
        return entries.isEmpty();
    }

    @Override
    public Iterator<Entry> iterator() {
        return entries.iterator();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof MqHeaders that && entries.equals(that.entries);
    }

    @Override
    public int hashCode() {
        return entries.hashCode();
    }

    /** The names only: values may be secret. */
    @Override
    public String toString() {
        return entries.stream().map(Entry::name).toList().toString();
    }

    private static byte[] utf8(String name, @Nullable String value) {
        if (value == null) {
            throw new NullPointerException("value of header '" + name
                    + "' is null; leave the header out, or give (byte[]) null for one without a value");
        }
        return value.getBytes(StandardCharsets.UTF_8);
    }

    /** One header. Immutable as long as nobody writes into its array. */
    public static final class Entry {
        private final String name;
        private final byte @Nullable [] value;

        /**
         * @param name not null
         * @param value not copied; may be null
         */
        public Entry(String name, byte @Nullable [] value) {
            this.name = requireNonNull(name, "header name is null; Kafka keeps headers by name, give one");
            this.value = value;
        }

        /** The name. */
        public String name() {
            return name;
        }

        /** The value itself, not a copy; may be null. */
        public byte @Nullable [] value() {
            return value;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Entry that && name.equals(that.name) && Arrays.equals(value, that.value);
        }

        @Override
        public int hashCode() {
            return 31 * name.hashCode() + Arrays.hashCode(value);
        }

        @Override
        public String toString() {
            return name;
        }
    }
}
