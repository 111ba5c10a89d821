// SPDX-License-Identifier: MIT
package io.mqconnector.engine.config;

import java.math.BigDecimal;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * How the text of a setting becomes a value, and which values are allowed. Immutable and thread-safe. White space around
 * the text is ignored.
 *
 * @param <T> the value
 */
public final class ValueType<T> {
    private static final Pattern WHOLE = Pattern.compile("-?[0-9]+");
    private static final Pattern DECIMAL = Pattern.compile("-?[0-9]+(\\.[0-9]+)?");
    private static final Pattern SHORT_DURATION = Pattern.compile("(-?[0-9]+) ?(ms|s|m|h|d)");
    private static final Pattern SIZE = Pattern.compile("([0-9]+) ?(B|KiB|MiB|GiB)?");
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9_]([A-Za-z0-9._-]*[A-Za-z0-9_.])?");
    private static final Pattern IPV6 = Pattern.compile("\\[[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*(%[A-Za-z0-9._-]+)?]");

    private final String name;
    private final String allowed;
    private final Function<String, T> parser;
    private final Function<T, String> kafkaText;
    private final String kafkaUnit;

    private ValueType(
            String name, String allowed, Function<String, T> parser, Function<T, String> kafkaText, String kafkaUnit) {
        this.name = name;
        this.allowed = allowed;
        this.parser = parser;
        this.kafkaText = kafkaText;
        this.kafkaUnit = kafkaUnit;
    }

    private static <T> ValueType<T> of(String name, String allowed, Function<String, T> parser) {
        return new ValueType<>(name, allowed, parser, String::valueOf, "");
    }

    static ValueType<Integer> ofInt(int min, int max) {
        return of("int", min + " to " + max, text -> (int) whole(text, min, max));
    }

    static ValueType<Double> ofDouble(double min, double max) {
        return of("number", plain(min) + " to " + plain(max), text -> {
            if (!DECIMAL.matcher(text).matches()) {
                throw new IllegalArgumentException("not a number");
            }
            var value = Double.parseDouble(text);
            if (value < min || value > max) {
                throw new IllegalArgumentException("out of range");
            }
            return value;
        });
    }

    static ValueType<Boolean> ofBoolean() {
        return of("boolean", "true or false", text -> switch (text.toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("neither true nor false");
        });
    }

    /** Whole milliseconds within a range. */
    static ValueType<Duration> ofDuration(String min, String max) {
        var least = parseDuration(min);
        var most = parseDuration(max);
        return new ValueType<>(
                "duration",
                words(least) + " to " + words(most) + ", as PT0.005S or 5ms",
                text -> {
                    var value = parseDuration(text);
                    if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
                        throw new IllegalArgumentException("out of range");
                    }
                    if (value.toNanosPart() % 1_000_000 != 0) {
                        throw new IllegalArgumentException("finer than a millisecond");
                    }
                    return value;
                },
                value -> Long.toString(value.toMillis()),
                "ms");
    }

    /** A number of bytes within a range. */
    static ValueType<Long> ofBytes(String min, String max) {
        var least = parseBytes(min);
        var most = parseBytes(max);
        return of("size", min + " to " + max + ", as 16384 or 16KiB", text -> {
            var value = parseBytes(text);
            if (value < least || value > most) {
                throw new IllegalArgumentException("out of range");
            }
            return value;
        });
    }

    /** One of some words; case does not matter, a minus sign may stand for an underscore. */
    static <E extends Enum<E>> ValueType<E> ofWords(Class<E> type, Function<E, String> word) {
        var constants = type.getEnumConstants();
        var allowed = Arrays.stream(constants).map(word).collect(Collectors.joining(", "));
        return new ValueType<>(
                "word",
                "one of " + allowed,
                text -> {
                    for (var constant : constants) {
                        if (plainWord(word.apply(constant)).equals(plainWord(text))) {
                            return constant;
                        }
                    }
                    throw new IllegalArgumentException("not one of the words");
                },
                word,
                "");
    }

    private static String plainWord(String text) {
        return text.toLowerCase(Locale.ROOT).replace('-', '_');
    }

    static <E extends Enum<E>> ValueType<E> ofWords(Class<E> type) {
        return ofWords(type, constant -> constant.name().toLowerCase(Locale.ROOT));
    }

    /** Text that is not blank. */
    static ValueType<String> ofText(String allowed, Pattern pattern) {
        return of("text", allowed, text -> {
            if (text.isEmpty()) {
                throw new IllegalArgumentException("blank");
            }
            if (!pattern.matcher(text).matches()) {
                throw new IllegalArgumentException("not allowed");
            }
            return text;
        });
    }

    /** Any text; blank is as good as not set. */
    static ValueType<String> ofOptionalText(String allowed) {
        return of("text", allowed, text -> text);
    }

    /** Text of a form, or none: blank is as good as not set. */
    static ValueType<String> ofOptionalText(String allowed, Pattern pattern) {
        return of("text", allowed, text -> {
            if (!text.isEmpty() && !pattern.matcher(text).matches()) {
                throw new IllegalArgumentException("not allowed");
            }
            return text;
        });
    }

    /** An address that can be posted to, or none: blank is as good as not set. */
    static ValueType<String> ofOptionalWebAddress() {
        return of(
                "text",
                "an http or https address as https://host:port/path, without user name and password (a token can be part of"
                        + " path or query)",
                text -> {
                    if (!text.isEmpty()) {
                        checkWebAddress(text);
                    }
                    return text;
                });
    }

    static ValueType<List<String>> ofOptionalList(String allowed) {
        return of("list", allowed, text -> text.isEmpty() ? List.of() : split(text));
    }

    /** Texts separated by commas, none of them blank. */
    static ValueType<List<String>> ofList(String allowed) {
        return of("list", allowed, ValueType::split);
    }

    /** {@code host:port} separated by commas. */
    static ValueType<List<String>> ofBrokers() {
        return new ValueType<>(
                "brokers",
                "host:port,host:port with ports 1 to 65535, IPv6 addresses in brackets",
                text -> {
                    var brokers = split(text);
                    if (new HashSet<>(brokers).size() < brokers.size()) {
                        throw new IllegalArgumentException("a broker stands there twice");
                    }
                    brokers.forEach(ValueType::checkBroker);
                    return brokers;
                },
                brokers -> String.join(",", brokers),
                "");
    }

    /** What people call this type: {@code duration}, {@code size}, … */
    public String name() {
        return name;
    }

    /** What is allowed, in words. */
    public String allowed() {
        return allowed;
    }

    /**
     * The value of a text.
     *
     * @throws IllegalArgumentException if it is none; the message is a reason without the text itself
     */
    public T parse(String text) {
        return parser.apply(text.strip());
    }

    /** As Kafka writes this value in properties: durations in milliseconds, sizes in bytes. */
    String kafkaText(T value) {
        return kafkaText.apply(value);
    }

    /** What Kafka would write, as we write it. */
    String fromKafkaText(String text) {
        return text.strip() + kafkaUnit;
    }

    private static long whole(String text, long min, long max) {
        if (!WHOLE.matcher(text).matches()) {
            throw new IllegalArgumentException("not a whole number");
        }
        long value;
        try {
            value = Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("out of range", e);
        }
        if (value < min || value > max) {
            throw new IllegalArgumentException("out of range");
        }
        return value;
    }

    private static Duration parseDuration(String text) {
        try {
            var matcher = SHORT_DURATION.matcher(text);
            if (matcher.matches()) {
                var amount = Long.parseLong(matcher.group(1));
                return switch (matcher.group(2)) {
                    case "ms" -> Duration.ofMillis(amount);
                    case "s" -> Duration.ofSeconds(amount);
                    case "m" -> Duration.ofMinutes(amount);
                    case "h" -> Duration.ofHours(amount);
                    default -> Duration.ofDays(amount);
                };
            }
            if (WHOLE.matcher(text).matches()) {
                throw new IllegalArgumentException("a duration needs a unit");
            }
            return Duration.parse(text);
        } catch (NumberFormatException | ArithmeticException e) {
            throw new IllegalArgumentException("out of range", e);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("not a duration", e);
        }
    }

    private static long parseBytes(String text) {
        var matcher = SIZE.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("not a size in bytes");
        }
        var unit = matcher.group(2);
        var shift = unit == null || unit.equals("B") ? 0 : unit.equals("KiB") ? 10 : unit.equals("MiB") ? 20 : 30;
        try {
            return Math.multiplyExact(Long.parseLong(matcher.group(1)), 1L << shift);
        } catch (NumberFormatException | ArithmeticException e) {
            throw new IllegalArgumentException("out of range", e);
        }
    }

    private static List<String> split(String text) {
        var entries = new ArrayList<String>();
        for (var entry : text.split(",", -1)) {
            if (entry.isBlank()) {
                throw new IllegalArgumentException(text.isEmpty() ? "blank" : "has a blank entry");
            }
            entries.add(entry.strip());
        }
        return List.copyOf(entries);
    }

    private static void checkBroker(String broker) {
        var colon = broker.lastIndexOf(':');
        if (colon < 0 || broker.endsWith("]")) {
            throw new IllegalArgumentException("'" + broker + "' has no port");
        }
        var host = broker.substring(0, colon);
        if (!HOST.matcher(host).matches() && !IPV6.matcher(host).matches()) {
            throw new IllegalArgumentException("'" + host + "' is not a host");
        }
        try {
            whole(broker.substring(colon + 1), 1, 65_535);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("'" + broker + "' has a wrong port: " + e.getMessage(), e);
        }
    }

    private static void checkWebAddress(String text) {
        URI address;
        try {
            address = new URI(text);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("not an address", e);
        }
        var scheme = address.getScheme();
        if (!"http".equalsIgnoreCase(scheme) && !"https".equalsIgnoreCase(scheme)) {
            throw new IllegalArgumentException("neither http nor https");
        }
        var authority = address.getRawAuthority();
        if (authority == null) {
            throw new IllegalArgumentException("has no host");
        }
        if (authority.indexOf('@') >= 0) {
            throw new IllegalArgumentException("has a user name");
        }
        // names of containers may have an underscore, of which URI knows nothing
        int colon = authority.endsWith("]") ? -1 : authority.lastIndexOf(':');
        var host = colon < 0 ? authority : authority.substring(0, colon);
        if (!HOST.matcher(host).matches() && !IPV6.matcher(host).matches()) {
            throw new IllegalArgumentException("has no host");
        }
        if (colon >= 0) {
            whole(authority.substring(colon + 1), 1, 65_535);
        }
    }

    private static String plain(double value) {
        return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
    }

    private static String words(Duration value) {
        var millis = value.toMillis();
        if (millis == 0) {
            return "0";
        }
        if (millis % 86_400_000 == 0) {
            return millis / 86_400_000 + " d";
        }
        if (millis % 3_600_000 == 0) {
            return millis / 3_600_000 + " h";
        }
        if (millis % 60_000 == 0) {
            return millis / 60_000 + " min";
        }
        return millis % 1_000 == 0 ? millis / 1_000 + " s" : millis + " ms";
    }
}
