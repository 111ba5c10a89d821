// SPDX-License-Identifier: MIT
/**
 * The CDI portable extension: injects {@link io.mqconnector.api.MqProducer} and runs
 * {@link io.mqconnector.api.MqListener} methods. Found by the container; applications use nothing of this package.
 */
@NullMarked
package io.mqconnector.cdi;

import org.jspecify.annotations.NullMarked;
