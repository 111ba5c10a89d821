// SPDX-License-Identifier: MIT
package io.mqconnector.servers;

import io.mqconnector.engine.config.ConfigKey;
import io.mqconnector.engine.config.ConfigKeys;
import io.mqconnector.engine.config.MonitoringKeys;
import io.mqconnector.engine.config.SecurityKeys;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongFunction;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A value for nearly every key of the connector's table, made from the row's type, range and default: a complete configuration
 * that is valid, near the defaults, and recognised by its values.
 */
final class ConfigSamples {
    private static final Pattern AMOUNT = Pattern.compile("(\\d+)(\\D*)");
    private static final Pattern RANGE = Pattern.compile("([\\d.]+) to ([\\d.]+)");
    private static final Map<String, Long> UNITS = Map.ofEntries(
            Map.entry("", 1L),
            Map.entry("KiB", 1L << 10),
            Map.entry("MiB", 1L << 20),
            Map.entry("ms", 1L),
            Map.entry("s", 1_000L),
            Map.entry("m", 60_000L),
            Map.entry("h", 3_600_000L));

    /**
     * Those that cannot be set beside all others: the protocol contradicts the time-outs that it leaves to the broker,
     * virtual threads are refused in a server, transactions want another ordering and isolation than others, a required
     * dead-letter topic would have to be there, what secures connections goes by the broker, an outbox by its data source, a
     * file or another connection would have to be there, and the address of a webhook is a secret, which nobody is shown.
     */
    private static final Set<ConfigKey<?>> APART = apart();

    private ConfigSamples() {}

    private static Set<ConfigKey<?>> apart() {
        var apart = new HashSet<ConfigKey<?>>(SecurityKeys.all());
        apart.add(ConfigKeys.CONSUMER_PROTOCOL);
        apart.add(ConfigKeys.LISTENER_VIRTUAL_THREADS);
        apart.add(ConfigKeys.LISTENER_DEAD_LETTER_REQUIRED);
        apart.add(ConfigKeys.PRODUCER_JTA);
        apart.add(ConfigKeys.OUTBOX_DATA_SOURCE);
        apart.add(ConfigKeys.LISTENER_TRANSACTIONAL);
        apart.add(ConfigKeys.CONFIG_LOCATION);
        apart.add(MonitoringKeys.MONITORING_WEBHOOK);
        apart.add(ConfigKeys.LISTENER_CONNECTION);
        return Set.copyOf(apart);
    }

    /** The keys that there are samples of. */
    static List<ConfigKey<?>> keys() {
        return ConfigKeys.all().stream().filter(key -> !APART.contains(key)).toList();
    }

    /**
     * Values that differ from all defaults, by key; brokers excepted.
     *
     * @param brokers what to connect to
     */
    static Map<String, String> unlikeDefaults(String brokers) {
        var values = new LinkedHashMap<String, String>();
        for (var key : keys()) {
            values.put(key.name(), value(key, brokers, 1, null));
        }
        return values;
    }

    /**
     * Values that differ from others, by key.
     *
     * @param brokers what to connect to
     * @param others a value for each key
     */
    static Map<String, String> unlike(Map<String, String> others, String brokers) {
        var values = new LinkedHashMap<String, String>();
        for (var key : keys()) {
            values.put(key.name(), value(key, brokers, -1, others.get(key.name())));
        }
        return values;
    }

    /**
     * The JavaBean property for a key: {@code producerLinger} for {@code mq.producer.linger}, {@code sendRetryBackoff} for
     * {@code mq.retry.backoff}, since {@code retryBackoff} is one of activations.
     */
    static String property(ConfigKey<?> key) {
        var prefix = key.group().equals("retry") ? "send." : "";
        var words = (prefix + key.name().substring("mq.".length())).split("[.-]", -1);
        boolean isOfClient = key.group().equals("client") && !key.shortName().startsWith("client");
        var used = key.group().equals("client") ? Arrays.copyOfRange(words, 1, words.length) : words;
        var name = new StringBuilder(isOfClient ? words[1] : used[0]);
        for (int i = 1; i < used.length; i++) {
            name.append(Character.toUpperCase(used[i].charAt(0))).append(used[i].substring(1));
        }
        return name.toString();
    }

    private static String value(ConfigKey<?> key, String brokers, int step, @Nullable String other) {
        return switch (key.type().name()) {
            case "brokers" -> brokers;
            case "text" -> "sample" + (step + 1);
            case "list" -> "samples" + step;
            case "boolean" -> other == null ? inverse(defaultOf(key)) : inverse(other);
            case "word" -> other == null ? words(key, defaultOf(key)).get(0) : last(words(key, other));
            case "int", "long" -> near(key, step, Long::toString);
            case "size" -> near(key, step, Long::toString);
            case "duration" -> near(key, step, millis -> millis + "ms");
            case "number" -> decimal(key, step);
            default -> throw new AssertionError("no sample for a " + key.type().name() + ", for " + key);
        };
    }

    /** The words that are other ones, in order. */
    private static List<String> words(ConfigKey<?> key, String other) {
        return Pattern.compile(", ")
                .splitAsStream(key.allowed().substring("one of ".length()))
                .filter(word -> !word.equals(other))
                .toList();
    }

    private static String last(List<String> words) {
        return words.get(words.size() - 1);
    }

    /** One step up from the default or down, or two the other way where that is out of range. */
    private static String near(ConfigKey<?> key, int step, LongFunction<String> text) {
        var matcher = AMOUNT.matcher(defaultOf(key));
        if (!matcher.matches() || !UNITS.containsKey(matcher.group(2))) {
            throw new AssertionError("not understood: default " + defaultOf(key) + " of " + key);
        }
        long amount = Long.parseLong(matcher.group(1)) * UNITS.get(matcher.group(2));
        var stepped = text.apply(amount + step);
        return isAllowed(key, stepped) ? stepped : text.apply(amount - 2L * step);
    }

    /** Half way from the default to one end of the range, or to the other. */
    private static String decimal(ConfigKey<?> key, int step) {
        var range = RANGE.matcher(key.allowed());
        if (!range.find()) {
            throw new AssertionError("not understood: " + key.allowed() + " of " + key);
        }
        return new BigDecimal(defaultOf(key))
                .add(new BigDecimal(range.group(step > 0 ? 2 : 1)))
                .divide(BigDecimal.valueOf(2))
                .toPlainString();
    }

    private static boolean isAllowed(ConfigKey<?> key, String text) {
        try {
            key.type().parse(text);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static String inverse(String text) {
        return Boolean.toString(!Boolean.parseBoolean(text));
    }

    private static String defaultOf(ConfigKey<?> key) {
        var text = key.defaultText();
        if (text == null) {
            throw new AssertionError("no default to start from, for " + key);
        }
        return text;
    }
}
