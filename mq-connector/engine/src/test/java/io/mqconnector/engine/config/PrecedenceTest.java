// SPDX-License-Identifier: MIT
package io.mqconnector.engine.config;

import static io.mqconnector.engine.config.SnapshotFixture.settings;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.ToIntFunction;
import org.junit.jupiter.api.Test;

/** The ladder of precedence, against a list of its rungs: every pair of them, and many at random. */
class PrecedenceTest {
    private static final int RANDOM_CASES = 1_000;

    /** One place that a value can stand at; it stands there as its place in the list, plus this. */
    private static final int BASE = 1_000;

    private static final String OF_CONNECTION = "mq.connections.\"analytics\".consumer.max-poll-records";
    private static final String OF_CONNECTION_UNQUOTED = "mq.connections.analytics.consumer.max-poll-records";
    private static final String PLAIN = "mq.consumer.max-poll-records";
    private static final String OF_LISTENER = "mq.listeners.\"orders\".max-poll-records";
    private static final String OF_LISTENER_UNQUOTED = "mq.listeners.orders.max-poll-records";

    /** Puts a value where it belongs. */
    private interface Put {
        void into(SnapshotFixture settings, String value);
    }

    private record Step(String name, Put put) {}

    /** Highest first. */
    private static final List<Step> CONNECTION = List.of(
            new Step("override of the connection", (s, v) -> s.override(OF_CONNECTION, v)),
            new Step("override of all", (s, v) -> s.override(PLAIN, v)),
            new Step("code, of the connection", (s, v) -> s.explicit(OF_CONNECTION, v)),
            new Step("code, of all", (s, v) -> s.explicit(PLAIN, v)),
            new Step("file, of the connection", (s, v) -> s.file(OF_CONNECTION_UNQUOTED, v)),
            new Step("property, of the connection", (s, v) -> s.property(OF_CONNECTION, v)),
            new Step(
                    "environment, of the connection",
                    (s, v) -> s.environment(SettingSource.environmentName(OF_CONNECTION), v)),
            new Step("file, of all", (s, v) -> s.file(PLAIN, v)),
            new Step("property, of all", (s, v) -> s.property(PLAIN, v)),
            new Step("environment, of all", (s, v) -> s.environment(SettingSource.environmentName(PLAIN), v)));

    /** Highest first. */
    private static final List<Step> LISTENER = List.of(
            new Step("override of the listener", (s, v) -> s.override(OF_LISTENER, v)),
            new Step("override of the connection", (s, v) -> s.override(OF_CONNECTION_UNQUOTED, v)),
            new Step("override of all", (s, v) -> s.override(PLAIN, v)),
            new Step("code of the listener", (s, v) -> s.inCode("max-poll-records", v)),
            new Step("code, of the listener", (s, v) -> s.explicit(OF_LISTENER, v)),
            new Step("code, of the connection", (s, v) -> s.explicit(OF_CONNECTION, v)),
            new Step("code, of all", (s, v) -> s.explicit(PLAIN, v)),
            new Step("application, of the listener", (s, v) -> s.application(OF_LISTENER_UNQUOTED, v)),
            new Step("file, of the listener", (s, v) -> s.file(OF_LISTENER, v)),
            new Step("property, of the listener", (s, v) -> s.property(OF_LISTENER, v)),
            new Step(
                    "environment, of the listener",
                    (s, v) -> s.environment(SettingSource.environmentName(OF_LISTENER), v)),
            new Step("application, of the connection", (s, v) -> s.application(OF_CONNECTION, v)),
            new Step("file, of the connection", (s, v) -> s.file(OF_CONNECTION, v)),
            new Step("property, of the connection", (s, v) -> s.property(OF_CONNECTION, v)),
            new Step("application, of all", (s, v) -> s.application(PLAIN, v)),
            new Step("file, of all", (s, v) -> s.file(PLAIN, v)),
            new Step("property, of all", (s, v) -> s.property(PLAIN, v)),
            new Step("environment, of all", (s, v) -> s.environment(SettingSource.environmentName(PLAIN), v)),
            new Step("declaration", (s, v) -> s.declared("max-poll-records", v)),
            new Step("profile of the connection", (s, v) -> s.file("mq.connections.analytics.profile", profile(v))));

    /** Of the profile comes what it brings, whatever the number is. */
    private static String profile(String any) {
        return any.isEmpty() ? "none" : "resource-efficient";
    }

    private final long seed = Long.getLong("mq.test.seed", System.nanoTime());

    @Test
    void ofAConnection() {
        assertThat(mismatches(CONNECTION, PrecedenceTest::ofConnection)).isEmpty();
    }

    @Test
    void ofAListener() {
        assertThat(mismatches(LISTENER, PrecedenceTest::ofListener)).isEmpty();
    }

    /** What this test is worth: no two neighbours can change places without its being seen. */
    @Test
    void isSeenToBeWrongWhenTwoRungsChangePlaces() {
        for (var ladder : List.of(CONNECTION, LISTENER)) {
            for (int i = 0; i + 1 < ladder.size(); i++) {
                var swapped = new ArrayList<>(ladder);
                Collections.swap(swapped, i, i + 1);
                ToIntFunction<SnapshotFixture> read =
                        ladder == LISTENER ? PrecedenceTest::ofListener : PrecedenceTest::ofConnection;

                assertThat(mismatch(swapped, List.of(i, i + 1), read))
                        .as(ladder.get(i).name() + " below " + ladder.get(i + 1).name())
                        .isNotEmpty();
            }
        }
    }

    @Test
    void givesTheDefaultWhenNothingStandsAnywhere() {
        assertThat(ofConnection(fixture())).isEqualTo(500);
        assertThat(ofListener(fixture())).isEqualTo(500);
    }

    private List<String> mismatches(List<Step> ladder, ToIntFunction<SnapshotFixture> read) {
        var mismatches = new ArrayList<String>();
        for (int i = 0; i < ladder.size(); i++) {
            mismatches.addAll(mismatch(ladder, List.of(i), read));
            for (int j = i + 1; j < ladder.size(); j++) {
                mismatches.addAll(mismatch(ladder, List.of(i, j), read));
            }
        }
        var random = new Random(seed);
        for (int round = 0; round < RANDOM_CASES; round++) {
            var set = new ArrayList<Integer>();
            for (int i = 0; i < ladder.size(); i++) {
                if (random.nextBoolean()) {
                    set.add(i);
                }
            }
            if (!set.isEmpty()) {
                mismatches.addAll(mismatch(ladder, set, read));
            }
        }
        return mismatches;
    }

    /** What is wrong when these steps have a value each, which is where they stand in the list. */
    private List<String> mismatch(List<Step> ladder, List<Integer> set, ToIntFunction<SnapshotFixture> read) {
        var fixture = fixture();
        set.forEach(i -> ladder.get(i).put().into(fixture, Integer.toString(BASE + i)));
        int first = set.get(0);
        int expected = ladder.get(first).name().startsWith("profile") ? 100 : BASE + first;

        int actual = read.applyAsInt(fixture);

        return actual == expected
                ? List.of()
                : List.of("seed " + seed + ": "
                        + set.stream().map(i -> ladder.get(i).name()).toList() + " gave " + actual + " instead of "
                        + expected);
    }

    private static SnapshotFixture fixture() {
        return settings()
                .property("mq.connections.\"analytics\".client.brokers", "b:1")
                .declared("connection", "analytics");
    }

    private static int ofConnection(SnapshotFixture settings) {
        var connection = settings.read().connection("analytics");
        return connection.get(ConfigKeys.CONSUMER_MAX_POLL_RECORDS);
    }

    private static int ofListener(SnapshotFixture settings) {
        var listener = settings.listener();
        assertThat(listener.consumerProperties()).containsEntry("max.poll.records", listener.maxPollRecords());
        return listener.maxPollRecords();
    }
}
