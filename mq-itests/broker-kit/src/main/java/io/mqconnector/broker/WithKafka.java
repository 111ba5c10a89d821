// SPDX-License-Identifier: MIT
package io.mqconnector.broker;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test class that needs a Kafka broker: constructors and methods may take a {@link KafkaBroker}.
 *
 * <p>All such classes of a JVM share one broker, started by the first and closed at the end of the test plan; they keep
 * apart by {@link KafkaBroker#uniqueTopic}. {@link BrokerMode} says what it runs in. A test that restarts or breaks its
 * broker makes one of its own, an {@link EmbeddedBroker} or a {@link BrokerProcess}.
 */
@Documented
@Inherited
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(KafkaBrokerExtension.class)
public @interface WithKafka {}
