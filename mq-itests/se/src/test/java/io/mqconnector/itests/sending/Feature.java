// SPDX-License-Identifier: MIT
package io.mqconnector.itests.sending;

import io.mqconnector.itests.model.Names;
import java.util.Set;

/** What plans may do: {@code -Dmq.send.model.features} leaves some out, to narrow a failure down. */
enum Feature {
    /** Batches, synchronous and asynchronous. */
    BATCHES,
    /** Sends by callbacks. */
    CHAINS,
    /** Messages without a key. */
    KEYLESS,
    /** Messages for a partition. */
    PARTITIONS,
    ROTATIONS,
    RESIZES,
    CHANGES,
    /** Producers that are closed behind the connector's back. */
    DEATHS,
    /** Producers whose I/O thread ends. */
    THREAD_DEATHS,
    /** A broker that is restarted or killed. */
    RESTARTS,
    /** A broker that stands still. */
    FREEZES,
    /** Connections that are cut, slow, silent or refused. */
    CONNECTIONS,
    /** The connector's own retry of what was not written. */
    RETRIES;

    private static final String PROPERTY = "mq.send.model.features";

    /** What the command line says: {@code all}, {@code none} or names separated by commas; all by default. */
    static Set<Feature> configured() {
        return Names.parse(Feature.class, System.getProperty(PROPERTY, "all"));
    }
}
