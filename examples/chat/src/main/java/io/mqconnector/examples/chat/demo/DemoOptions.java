// SPDX-License-Identifier: MIT
package io.mqconnector.examples.chat.demo;

import static java.util.Objects.requireNonNull;

import java.io.PrintStream;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a run of the demo shall do. Immutable; every value is checked.
 *
 * @param seconds how long to post, at least 1; also how long to look for a broker
 * @param rate chat messages a second; 0 for as many as {@code maxInFlight} lets through
 * @param brokers {@code host:port,host:port}; null for a broker of the demo's own
 * @param users how many users post, in turn, at least 1
 * @param warmUpSeconds how long to post before the books are opened, so that latencies are not about a cold JVM; 0 or more
 * @param messages post so many chat messages, however long that takes; 0 to go by {@code seconds}
 * @param isJson whether the last line is the summary as one JSON object
 * @param maxInFlight the most messages without an outcome, at least 1; when reached, posting waits
 * @param out where lines go
 * @param hooks where a test steps in
 */
public record DemoOptions(
        int seconds,
        int rate,
        @Nullable String brokers,
        int users,
        int warmUpSeconds,
        long messages,
        boolean isJson,
        int maxInFlight,
        PrintStream out,
        DemoHooks hooks) {
    /** The default of {@code seconds}. */
    public static final int DEFAULT_SECONDS = 20;

    /** The default of {@code rate}. */
    public static final int DEFAULT_RATE = 2_000;

    /** The default of {@code users}. */
    public static final int DEFAULT_USERS = 1_000;

    private static final int WARM_UP_RATE = 2_000;
    private static final int DEFAULT_MAX_IN_FLIGHT = 10_000;
    private static final int MAX_SECONDS = 86_400;
    private static final int MAX_RATE = 1_000_000;
    private static final int MAX_USERS = 1_000_000;
    private static final long MAX_MESSAGES = 1_000_000_000;
    private static final Pattern BROKERS = Pattern.compile("[^\\s,]+:\\d{1,5}(,[^\\s,]+:\\d{1,5})*");

    public DemoOptions {
        requireRange("seconds", seconds, 1, MAX_SECONDS);
        requireRange("rate", rate, 0, MAX_RATE);
        requireRange("users", users, 1, MAX_USERS);
        requireRange("warm-up", warmUpSeconds, 0, MAX_SECONDS);
        requireRange("messages", messages, 0, MAX_MESSAGES);
        requireRange("max-in-flight", maxInFlight, 1, MAX_MESSAGES);
        if (brokers != null && !BROKERS.matcher(brokers).matches()) {
            throw new IllegalArgumentException(
                    "brokers '" + brokers + "' is not host:port, or several of these separated by commas");
        }
        requireNonNull(out, "out");
        requireNonNull(hooks, "hooks");
    }

    /** Starts with the defaults: 20 s, no warm-up, 2,000 messages a second, 1,000 users, the demo's own broker. */
    public static Builder builder() {
        return new Builder();
    }

    /** What to post before the books are opened. */
    DemoOptions forWarmUp() {
        int warmUpRate = rate == 0 ? WARM_UP_RATE : Math.min(rate, WARM_UP_RATE);
        return new DemoOptions(
                warmUpSeconds, warmUpRate, brokers, users, 0, 0, isJson, maxInFlight, out, DemoHooks.none());
    }

    private static void requireRange(String name, long value, long min, long max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(name + " " + value + " is not within " + min + ".." + max);
        }
    }

    /** Collects options. For one thread. */
    public static final class Builder {
        private int seconds = DEFAULT_SECONDS;
        private int rate = DEFAULT_RATE;
        private @Nullable String brokers;
        private int users = DEFAULT_USERS;
        private int warmUpSeconds;
        private long messages;
        private boolean isJson;
        private int maxInFlight = DEFAULT_MAX_IN_FLIGHT;
        private PrintStream out = System.out;
        private DemoHooks hooks = DemoHooks.none();

        private Builder() {}

        /** See {@link DemoOptions#seconds()}. */
        public Builder seconds(int seconds) {
            this.seconds = seconds;
            return this;
        }

        /** See {@link DemoOptions#rate()}. */
        public Builder rate(int rate) {
            this.rate = rate;
            return this;
        }

        /** See {@link DemoOptions#brokers()}. */
        public Builder brokers(@Nullable String brokers) {
            this.brokers = brokers;
            return this;
        }

        /** See {@link DemoOptions#users()}. */
        public Builder users(int users) {
            this.users = users;
            return this;
        }

        /** See {@link DemoOptions#warmUpSeconds()}. */
        public Builder warmUpSeconds(int warmUpSeconds) {
            this.warmUpSeconds = warmUpSeconds;
            return this;
        }

        /** See {@link DemoOptions#messages()}. */
        public Builder messages(long messages) {
            this.messages = messages;
            return this;
        }

        /** See {@link DemoOptions#isJson()}. */
        public Builder json(boolean isJson) {
            this.isJson = isJson;
            return this;
        }

        /** See {@link DemoOptions#maxInFlight()}. */
        public Builder maxInFlight(int maxInFlight) {
            this.maxInFlight = maxInFlight;
            return this;
        }

        /** See {@link DemoOptions#out()}. */
        public Builder out(PrintStream out) {
            this.out = out;
            return this;
        }

        /** See {@link DemoOptions#hooks()}. */
        public Builder hooks(DemoHooks hooks) {
            this.hooks = hooks;
            return this;
        }

        /**
         * The options.
         *
         * @throws IllegalArgumentException if one is out of its range; says which, and the range
         */
        public DemoOptions build() {
            return new DemoOptions(
                    seconds, rate, brokers, users, warmUpSeconds, messages, isJson, maxInFlight, out, hooks);
        }
    }
}
