// SPDX-License-Identifier: MIT
package io.mqconnector.engine.management;

import io.mqconnector.engine.config.ConfigKey;
import io.mqconnector.engine.config.ConfigScope;
import io.mqconnector.engine.config.ConfigValue;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The configuration of a running connector, as somebody who operates it may look at and change it: the layer of overrides,
 * which is in memory only.
 *
 * <p>Thread-safe. Keys are written as in files: {@code mq.producer.linger},
 * {@code mq.connections."analytics".producer.linger}, {@code mq.listeners."orders".workers}. Nothing here throws for a key or
 * value that is not allowed: the report says so.
 */
public interface ConfigControl {
    /** What is in force: every key of every connection, then the raw Kafka properties that are set; secrets masked. */
    List<ConfigValue> effective();

    /**
     * The value in force of a key.
     *
     * @param scope the connector or one of its connections; a listener knows its own values
     */
    <T> T value(ConfigScope scope, ConfigKey<T> key);

    /** The overrides in force, by full key. */
    Map<String, String> overrides();

    /**
     * Adds overrides to those in force and waits until all of it is, or nothing.
     *
     * @param overrides text by full key
     * @param by who wants it, for people
     */
    ChangeReport apply(Map<String, String> overrides, String by);

    /** What {@link #apply} would report, without doing it: whether new clients would work is not tried. */
    ChangeReport dryRun(Map<String, String> overrides, String by);

    /**
     * Takes overrides away, so that the layers below are in force again, and waits until that is done.
     *
     * @param keys full keys; all overrides if empty
     * @param by who wants it, for people
     */
    ChangeReport reset(Set<String> keys, String by);

    /** How many changes have been put in force since the start. */
    long generation();

    /** The last change that was put in force or refused, wherever it came from. */
    Optional<ChangeReport> lastChange();
}
