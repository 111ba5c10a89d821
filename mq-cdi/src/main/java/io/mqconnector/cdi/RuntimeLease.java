// SPDX-License-Identifier: MIT
package io.mqconnector.cdi;

import io.mqconnector.spi.MqRuntime;

/**
 * A runtime that an application uses.
 *
 * @param runtime the runtime
 * @param from where it came from, for logs and errors
 * @param owned whether the application created it and must close it; one that a server runs outlives the application
 */
record RuntimeLease(MqRuntime runtime, String from, boolean owned) {
    void end() {
        if (owned) {
            runtime.close();
        }
    }
}
