// SPDX-License-Identifier: MIT
package io.mqconnector.api;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Names the connection that is injected: <code>@Inject @MqNamed("analytics") MqProducer producer</code>, also for an
 * {@link MqProducerPool}, and for an {@code Instance} or a {@code Provider} of one. Connections are configured by {@code mq.connections."<name>".*}; without this qualifier the default
 * one is injected. A name that is not configured fails the deployment, naming those that are.
 *
 * <p>A CDI qualifier, which {@code mq-cdi} makes it: this module knows nothing of CDI.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.FIELD, ElementType.PARAMETER, ElementType.METHOD, ElementType.TYPE})
public @interface MqNamed {
    /** The connection's name, as in configuration. */
    String value();
}
