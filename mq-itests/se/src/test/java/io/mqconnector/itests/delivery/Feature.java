// SPDX-License-Identifier: MIT
package io.mqconnector.itests.delivery;

import io.mqconnector.itests.model.Names;
import java.util.Set;

/** What plans may ask of the connector: {@code -Dmq.model.features} leaves some out, to narrow a failure down. */
enum Feature {
    /** Orderings {@code key} and {@code unordered}. */
    ORDERINGS,
    /** The failure policy {@code dead_letter}, and with it records that fail for good. */
    DEAD_LETTERS,
    /** The failure policy {@code skip}. */
    SKIPS,
    /** The failure policy {@code stop}. */
    STANDSTILLS,
    /** {@code handler-timeout}. */
    TIMEOUTS,
    /** Manual acknowledgement. */
    MANUAL,
    /** Listeners of batches. */
    BATCHES,
    /** {@code context.stop()}. */
    STOPS,
    /** {@code seek}. */
    SEEKS,
    /** {@code restart}. */
    RESTARTS,
    /** The group protocol {@code consumer}. */
    PROTOCOL,
    /** Static membership. */
    STATIC,
    /** Attempts that a new owner of a partition knows. */
    ATTEMPTS;

    private static final String PROPERTY = "mq.model.features";

    /** What {@code -Dmq.model.features} says: {@code all}, {@code none} or names separated by commas; all by default. */
    static Set<Feature> configured() {
        return Names.parse(Feature.class, System.getProperty(PROPERTY, "all"));
    }
}
