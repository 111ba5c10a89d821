// SPDX-License-Identifier: MIT
package io.mqconnector.bench;

import io.mqconnector.broker.KafkaBroker;

/** Makes a contender with whatever classes of the connector its class loader has. Stateless. */
public interface ContenderSource {
    /**
     * Makes one; the caller closes it.
     *
     * @param name what its rows are called
     * @param topic the contender's own
     * @param records in a run
     */
    Contender open(KafkaBroker broker, String name, String topic, int records);
}
