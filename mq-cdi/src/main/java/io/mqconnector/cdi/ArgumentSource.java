// SPDX-License-Identifier: MIT
package io.mqconnector.cdi;

import io.mqconnector.api.MqDelivery;
import org.jspecify.annotations.Nullable;

/** What one parameter of a listener method, or one element of its batch, takes from a delivery. Thread-safe. */
@FunctionalInterface
interface ArgumentSource {
    /**
     * The argument.
     *
     * @throws Exception if the payload cannot be converted; the record is then a failed one
     */
    @Nullable
    Object argument(MqDelivery delivery) throws Exception;
}
