// SPDX-License-Identifier: MIT
package io.mqconnector.api;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a method of a CDI bean that takes the messages of topics, as a member of a consumer group.
 *
 * <p>Parameters, in any order: an {@link MqMessage}, an {@link MqMetadata}, an {@link MqKey} and any number of
 * {@link MqHeader}s ({@code String} or {@code byte[]}), and at most one payload ({@code byte[]}, {@code String}, or a
 * type that an {@link io.mqconnector.spi.MqPayloadConverter} reads). The method is neither private nor static and returns
 * nothing. Semantics are those of {@link MqMessageListener}.
 *
 * <p>{@code topics}, {@code group} and {@code name} may contain <code>${property}</code> and
 * <code>${property:default}</code>, resolved from the configuration at start; <code>${mq.instance-id}</code> is always
 * defined. Everything here can be overridden by configuration under {@code mq.listeners."<name>".*}.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface MqListener {
    /** The topics, at least one. They must exist: the connector creates none. */
    String[] topics();

    /** The consumer group; required here or as {@code mq.listeners."<name>".group-id}. */
    String group() default "";

    /** The listener's name in configuration, JMX and logs; by default {@code SimpleClassName.methodName}. */
    String name() default "";

    /** How many records (of different partitions) are handled at a time; 0 leaves it to the configuration. */
    int workers() default 0;

    /** How many Kafka consumers fetch for it in this process; 0 leaves it to the configuration. */
    int consumers() default 0;

    /** Where a new group starts, {@code earliest} or {@code latest}; empty leaves it to the configuration. */
    String autoOffsetReset() default "";
}
