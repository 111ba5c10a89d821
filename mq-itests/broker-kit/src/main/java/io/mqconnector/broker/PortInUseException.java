// SPDX-License-Identifier: MIT
package io.mqconnector.broker;

import org.jspecify.annotations.Nullable;

/** A node could not listen on one of its ports; before its first start the caller draws other ports. */
final class PortInUseException extends Exception {
    private static final long serialVersionUID = 1L;

    PortInUseException(BrokerPorts ports, @Nullable Throwable cause) {
        super("in use: one of " + ports, cause);
    }
}
