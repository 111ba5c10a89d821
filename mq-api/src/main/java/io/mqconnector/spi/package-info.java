// SPDX-License-Identifier: MIT
/**
 * Where the connector and its surroundings meet: {@code mq-cdi} asks for an {@link io.mqconnector.spi.MqRuntime}, the
 * engine provides one. Not for application code, except {@link io.mqconnector.spi.MqPayloadConverter}.
 */
@NullMarked
package io.mqconnector.spi;

import org.jspecify.annotations.NullMarked;
