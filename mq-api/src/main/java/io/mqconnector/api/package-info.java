// SPDX-License-Identifier: MIT
/**
 * What applications compile against: produce with {@link io.mqconnector.api.MqProducer}, consume with
 * {@link io.mqconnector.api.MqListener} or {@link io.mqconnector.api.MqMessageListener}.
 *
 * <p>No Kafka type and no server type appears here, so that an application carries neither.
 */
@NullMarked
package io.mqconnector.api;

import org.jspecify.annotations.NullMarked;
