// SPDX-License-Identifier: MIT
package io.mqconnector.engine.config;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.mqconnector.api.MqConfig;
import io.mqconnector.api.MqConfigException;
import io.mqconnector.api.MqMessageListener;
import io.mqconnector.spi.SubscriptionRequest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Collects settings for tests, of a connector and of a listener. For one thread. */
final class SnapshotFixture {
    private final MqConfig.Builder explicit = MqConfig.builder();
    private final Map<String, String> properties = new HashMap<>();
    private final Map<String, String> environment = new HashMap<>();
    private final Map<String, String> file = new HashMap<>();
    private final Map<String, String> application = new HashMap<>();
    private final Map<String, String> declared = new HashMap<>();
    private final Map<String, String> inCode = new HashMap<>();
    private Overrides overrides = Overrides.NONE;
    private String name = "orders";
    private List<String> topics = List.of("orders.created");
    private String group = "shop.orders.group";

    static SnapshotFixture settings() {
        return new SnapshotFixture();
    }

    /** In {@code MqConfig}. */
    SnapshotFixture explicit(String key, String value) {
        explicit.set(key, value);
        return this;
    }

    /** In the connector's configuration. */
    SnapshotFixture property(String key, String value) {
        properties.put(key, value);
        return this;
    }

    SnapshotFixture environment(String key, String value) {
        environment.put(key, value);
        return this;
    }

    /** In what stands at {@code mq.config.location}. */
    SnapshotFixture file(String key, String value) {
        file.put(key, value);
        return this;
    }

    /** Set while it runs. */
    SnapshotFixture override(String key, String value) {
        overrides = overrides.with(Map.of(key, value), "test");
        return this;
    }

    /** In the configuration of the application that subscribes. */
    SnapshotFixture application(String key, String value) {
        application.put(key, value);
        return this;
    }

    SnapshotFixture declared(String key, String value) {
        declared.put(key, value);
        return this;
    }

    SnapshotFixture inCode(String key, String value) {
        inCode.put(key, value);
        return this;
    }

    SnapshotFixture name(String other) {
        name = other;
        return this;
    }

    SnapshotFixture topics(String... other) {
        topics = List.of(other);
        return this;
    }

    SnapshotFixture group(String other) {
        group = other;
        return this;
    }

    ConfigSnapshot read() {
        var sources = new Sources(
                overrides.source(),
                SettingSource.ofMap(explicit.build().values(), Layer.EXPLICIT, "MqConfig"),
                List.of(
                        SettingSource.ofMap(file, Layer.CONFIG, "file mq.properties"),
                        new SystemSource(properties, environment)));
        return new SnapshotReader(sources, "MqConfig", overrides).read(List.of());
    }

    SubscriptionRequest request() {
        MqMessageListener nothing = (message, metadata) -> {};
        var answers = Map.copyOf(application);
        return SubscriptionRequest.builder(name, SnapshotFixture.class.getClassLoader())
                .topics(topics)
                .group(group)
                .listener(nothing)
                .declared(declared)
                .explicit(inCode)
                .applicationConfig(key -> Optional.ofNullable(answers.get(key)))
                .build();
    }

    ListenerConfig listener() {
        return read().listener(request());
    }

    /** What is wrong, empty if nothing is. */
    List<String> problems() {
        var thrown = catchThrowableOfType(MqConfigException.class, this::read);
        return thrown == null ? List.of() : thrown.problems();
    }

    List<String> listenerProblems() {
        return new ArrayList<>(read().problems(request()));
    }
}
