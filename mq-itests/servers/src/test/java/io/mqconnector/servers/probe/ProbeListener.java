// SPDX-License-Identifier: MIT
package io.mqconnector.servers.probe;

/** What the probe's message-driven beans implement. */
public interface ProbeListener {
    /**
     * Takes one delivery.
     *
     * @param behaviour what the bean is to do
     */
    void onProbe(String behaviour);
}
