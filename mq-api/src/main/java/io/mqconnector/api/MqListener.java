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
 * <p><b>One record a call.</b> Parameters, in any order: an {@link MqDelivery}, an {@link MqMessage}, an {@link MqMetadata},
 * an {@link MqContext}, an {@link MqKey} and any number of {@link MqHeader}s ({@code String} or {@code byte[]}), and at most
 * one payload ({@code byte[]}, {@code String}, a type that an {@link io.mqconnector.spi.MqPayloadConverter} reads or,
 * where the application has Jakarta JSON Binding, any class that JSON can be bound to, also within an {@link MqEnvelope}).
 * Semantics are those of {@link MqMessageListener}.
 *
 * <p><b>A batch a call.</b> One parameter, a {@code List} of {@link MqDelivery}, {@link MqMessage} or a payload type, and no
 * other; the list is unmodifiable, and of payloads it has null for a tombstone. (A {@code List} that a converter of the
 * application itself reads is the payload of one record.) Semantics are those of {@link MqBatchListener}. A record whose
 * payload cannot be converted fails alone: everything is converted first, the method is called with the others, and when it
 * returned, all records are done but those that could not be converted. If it throws, none is done, or those that its
 * {@link MqBatchException} tells, whose count is that of the list it was called with.
 *
 * <p><b>Event types.</b> Methods with {@link #eventTypes()} and the same {@link #name()} are one subscription: topics, group and
 * settings must be the same. A record goes to the method that names its event type, as with {@link MqEventRouter}: the value
 * of the header {@code mq.listener.event-type-header} or, where it has none, the {@code event_type} of its envelope.
 * {@code mq.listener.unknown-event-type} says what becomes of a record that no method takes. Both are read from the
 * configuration of the application, for one
 * listener, whose name has no expression, as {@code mq.listeners."<name>".event-type-header}.
 *
 * <p>The method is neither private nor static and returns nothing.
 *
 * <p>{@code topics}, {@code group} and {@code name} may contain <code>${property}</code> and
 * <code>${property:default}</code>, resolved from the configuration at start; <code>${mq.instance-id}</code> is always
 * defined. Everything here but {@code filter} and {@code eventTypes} can be overridden by configuration under {@code mq.listeners."<name>".*}.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface MqListener {
    /** The topics, at least one unless there is a {@link #topicPattern()}. They must exist: the connector creates none. */
    String[] topics() default {};

    /** A regular expression that whole topic names match, instead of {@link #topics()}: also those created later. */
    String topicPattern() default "";

    /** The consumer group; required here or as {@code mq.listeners."<name>".group-id}. */
    String group() default "";

    /** The listener's name in configuration, JMX and logs; by default {@code SimpleClassName.methodName}. */
    String name() default "";

    /** The connection that the records come from; empty leaves it to the configuration, which has the default one. */
    String connection() default "";

    /** How many records (of different partitions) are handled at a time; 0 leaves it to the configuration. */
    int workers() default 0;

    /** How many Kafka consumers fetch for it in this process; 0 leaves it to the configuration. */
    int consumers() default 0;

    /**
     * What comes one at a time and in order: {@code partition}, {@code key} or {@code unordered}; empty leaves it to the
     * configuration.
     */
    String ordering() default "";

    /**
     * {@code false} for manual acknowledgement by {@link MqContext#acknowledge()}, {@code true} for a record that is done
     * when the method returns; empty leaves it to the configuration.
     */
    String autoCommit() default "";

    /**
     * {@code true} to make what the method sends by {@link MqContext#producer()} and that its records are done one Kafka
     * transaction; empty leaves it to the configuration. Not for batches.
     */
    String transactional() default "";

    /**
     * The event types that the method takes, whatever their case; none for all records. Not for batches. Two methods of one
     * listener do not name the same.
     */
    String[] eventTypes() default {};

    /** The bean that decides which records come to the method; {@link MqFilter} itself for none. */
    Class<? extends MqFilter> filter() default MqFilter.class;

    /** Where a new group starts, {@code earliest} or {@code latest}; empty leaves it to the configuration. */
    String autoOffsetReset() default "";
}
