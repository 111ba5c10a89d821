// SPDX-License-Identifier: MIT
package io.mqconnector.cdi;

import io.mqconnector.api.MqMessage;
import io.mqconnector.api.MqMetadata;
import org.jspecify.annotations.Nullable;

/** What one parameter of a listener method takes from a delivery. Thread-safe. */
@FunctionalInterface
interface ArgumentSource {
    /**
     * The argument.
     *
     * @throws Exception if the payload cannot be converted; the record is then a failed one
     */
    @Nullable
    Object argument(MqMessage message, MqMetadata metadata) throws Exception;
}
