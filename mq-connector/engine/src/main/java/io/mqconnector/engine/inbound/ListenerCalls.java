// SPDX-License-Identifier: MIT
package io.mqconnector.engine.inbound;

import static java.util.Objects.requireNonNull;

import io.mqconnector.api.MqErrorListener;
import io.mqconnector.spi.MqContextCarrier;
import java.util.List;

/**
 * What a subscription calls of an application.
 *
 * @param endpoints what workers deliver to
 * @param errorListener hears of trouble that no record is to blame for
 * @param carriers opened around each delivery
 * @param applicationLoader the context class loader around each call
 */
public record ListenerCalls(
        EndpointSource endpoints,
        MqErrorListener errorListener,
        List<MqContextCarrier> carriers,
        ClassLoader applicationLoader) {
    public ListenerCalls {
        requireNonNull(endpoints, "endpoints");
        requireNonNull(errorListener, "errorListener");
        carriers = List.copyOf(carriers);
        requireNonNull(applicationLoader, "applicationLoader");
    }
}
