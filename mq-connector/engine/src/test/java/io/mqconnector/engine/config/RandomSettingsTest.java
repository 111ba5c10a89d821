// SPDX-License-Identifier: MIT
package io.mqconnector.engine.config;

import static io.mqconnector.engine.config.SnapshotFixture.settings;
import static org.assertj.core.api.Assertions.assertThat;

import io.mqconnector.api.MqConfigException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Throws garbage at the reader, from a seed that is printed and may be given as {@code -Dmq.test.seed}. */
class RandomSettingsTest {
    private static final int ROUNDS = 1_000;
    private static final String SECRET = "s3cr3t-never-shown";
    private static final List<String> TEXTS = List.of(
            "",
            " ",
            "5",
            "1",
            "0",
            "-1",
            "5ms",
            "30s",
            "PT1S",
            "PT",
            "5 parsecs",
            "16KiB",
            "1TiB",
            "true",
            "maybe",
            "all",
            "lz4",
            "latest",
            "a:1",
            "a:1,b:2",
            "[::1]:9",
            "0.5",
            "NaN",
            "1e9",
            "99999999999999999999",
            "${",
            "${}",
            "${:}",
            "${x}",
            "${x:5}",
            "${x:${y:7}}",
            "${mq.instance-id}",
            "}",
            "\\${x}",
            "%s",
            "{0}",
            "\u0000",
            "\uD800",
            "ä,ö",
            ",",
            "a,,b",
            "a.b,c",
            "..",
            "\n",
            "x".repeat(300),
            "org.apache.kafka.common.metrics.JmxReporter",
            "com.sun.security.auth.module.JndiLoginModule",
            "${mq.producer.linger}",
            "$",
            "$$",
            "${a${b}c}");

    private final long seed = Long.getLong("mq.test.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private int bad;
    private int good;

    private String key() {
        return switch (random.nextInt(8)) {
            case 6 -> "mq.connections." + (random.nextBoolean() ? "far" : "\"far\"") + "." + key().substring(3);
            case 7 -> "mq.connections." + text() + "." + key().substring(3);
            case 0, 1 ->
                ConfigKeys.all().get(random.nextInt(ConfigKeys.all().size())).name();
            case 2 -> RawSetting.prefix(client()) + kafkaKey();
            case 3 -> "mq.listeners." + (random.nextBoolean() ? "orders" : "\"orders\"") + "." + ownKey();
            case 4 -> "mq.kafka.common." + kafkaKey();
            default -> "mq." + text();
        };
    }

    private String ownKey() {
        return switch (random.nextInt(4)) {
            case 0 -> "kafka." + kafkaKey();
            case 1 -> text();
            default -> {
                var key = ConfigKeys.all().get(random.nextInt(ConfigKeys.all().size()));
                yield key.shortName();
            }
        };
    }

    private KafkaClient client() {
        var clients = List.of(KafkaClient.values());
        return clients.get(random.nextInt(clients.size()));
    }

    private String kafkaKey() {
        if (random.nextInt(8) == 0) {
            return text();
        }
        var names = new ArrayList<>(client().definition().names());
        names.sort(null);
        return names.get(random.nextInt(names.size()));
    }

    private String text() {
        return random.nextInt(4) == 0 ? Long.toString(random.nextLong(), 36) : TEXTS.get(random.nextInt(TEXTS.size()));
    }

    @Test
    void throwsNothingButItsOwnExceptionAndNamesTheKeyInEveryProblem() {
        System.out.println("RandomSettingsTest: seed " + seed);
        for (var round = 0; round < ROUNDS; round++) {
            var set = new LinkedHashMap<String, String>();
            for (var i = random.nextInt(4); i >= 0; i--) {
                var key = key();
                set.put(key, SettingSource.isSecret(key) ? SECRET : text());
            }
            var settings = settings();
            set.forEach((key, value) -> {
                if (random.nextBoolean()) {
                    settings.explicit(key, value);
                } else {
                    settings.property(key, value);
                }
            });
            var own = new LinkedHashMap<String, String>();
            for (var i = random.nextInt(2); i > 0; i--) {
                own.put(ownKey(), text());
            }
            own.forEach((key, value) -> {
                if (random.nextBoolean()) {
                    settings.declared(key, value);
                } else {
                    settings.inCode(key, value);
                }
            });
            read(settings, set, own);
        }

        System.out.println("RandomSettingsTest: " + bad + " bad and " + good + " good configurations");
        assertThat(bad).as("bad, seed " + seed).isGreaterThan(ROUNDS / 5);
        assertThat(good).as("good, seed " + seed).isGreaterThan(ROUNDS / 10);
    }

    private void read(SnapshotFixture settings, Map<String, String> set, Map<String, String> own) {
        var keys = new ArrayList<>(set.keySet());
        keys.addAll(own.keySet());
        try {
            var snapshot = settings.read();
            assertThat(snapshot.toString() + snapshot.effective() + snapshot.warnings())
                    .as("seed " + seed)
                    .doesNotContain(SECRET);
            check(snapshot.problems(settings.request()), keys);
            good++;
        } catch (MqConfigException e) {
            check(e.problems(), keys);
            bad++;
        }
    }

    private void check(List<String> problems, List<String> keys) {
        for (var problem : problems) {
            assertThat(problem).as("seed " + seed).doesNotContain(SECRET);
            assertThat(keys)
                    .as("seed " + seed + ": the key that this is about: " + problem)
                    .anyMatch(key -> problem.contains(key)
                            || problem.replace("\"", "").contains(key.replace("\"", ""))
                            || problem.contains(key.replace("mq.listeners.orders", "mq.listeners.\"orders\"")));
        }
    }
}
