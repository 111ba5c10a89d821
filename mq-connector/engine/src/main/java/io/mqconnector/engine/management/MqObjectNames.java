// SPDX-License-Identifier: MIT
package io.mqconnector.engine.management;

import java.util.Map;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;

/** The object names of one connector; the only place that builds them. Immutable and thread-safe. */
public final class MqObjectNames {
    private static final String DOMAIN = "io.mqconnector";

    private final String connector;

    /** @param connector unique in this JVM; quoted when it must be */
    public MqObjectNames(String connector) {
        this.connector = connector;
    }

    /** {@code io.mqconnector:type=Connector,connector=…}. */
    public ObjectName connector() {
        return named("type=Connector,connector=" + value(connector));
    }

    /** {@code io.mqconnector:type=Config,connector=…}. */
    public ObjectName config() {
        return named("type=Config,connector=" + value(connector));
    }

    /** {@code io.mqconnector:type=Alerts,connector=…}. */
    public ObjectName alerts() {
        return named("type=Alerts,connector=" + value(connector));
    }

    /** {@code io.mqconnector:type=Connection,connector=…,name="…"}. */
    public ObjectName connection(String name) {
        return of("Connection", name);
    }

    /** {@code io.mqconnector:type=Breaker,connector=…,name="…"}. */
    public ObjectName breaker(String name) {
        return of("Breaker", name);
    }

    /** {@code io.mqconnector:type=DeadLetters,connector=…,name="…"}. */
    public ObjectName deadLetters(String name) {
        return of("DeadLetters", name);
    }

    /** {@code io.mqconnector:type=ProducerPool,connector=…,name="…"}. */
    public ObjectName pool(String name) {
        return of("ProducerPool", name);
    }

    /** {@code io.mqconnector:type=Producer,connector=…,name="…"}. */
    public ObjectName producer(String name) {
        return of("Producer", name);
    }

    /** {@code io.mqconnector:type=Listener,connector=…,name="…"}. */
    public ObjectName listener(String name) {
        return of("Listener", name);
    }

    /**
     * {@code io.mqconnector:type=Metric,connector=…,name="…",…}.
     *
     * @param labels keys of the object name, letters only, with any values
     */
    public ObjectName metric(String name, Map<String, String> labels) {
        var properties =
                new StringBuilder("type=Metric,connector=" + value(connector) + ",name=" + ObjectName.quote(name));
        labels.forEach((label, value) ->
                properties.append(',').append(label).append('=').append(ObjectName.quote(value)));
        return named(properties.toString());
    }

    private ObjectName of(String type, String name) {
        return named("type=" + type + ",connector=" + value(connector) + ",name=" + ObjectName.quote(name));
    }

    /** Plain where a plain value is legal: instance ids and host names are. */
    private static String value(String text) {
        return text.chars().allMatch(c -> Character.isLetterOrDigit(c) || c == '.' || c == '_' || c == '-' || c == '#')
                ? text
                : ObjectName.quote(text);
    }

    private static ObjectName named(String properties) {
        try {
            // a table would lose the order of the keys, which is how consoles build their tree
            return new ObjectName(DOMAIN + ":" + properties);
        } catch (MalformedObjectNameException e) {
            throw new IllegalArgumentException("no object name can be made of " + properties, e);
        }
    }
}
