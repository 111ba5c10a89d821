// SPDX-License-Identifier: MIT
package io.mqconnector.engine.management;

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

    /** {@code io.mqconnector:type=Metric,connector=…,name="…"}. */
    public ObjectName metric(String name) {
        return of("Metric", name);
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
