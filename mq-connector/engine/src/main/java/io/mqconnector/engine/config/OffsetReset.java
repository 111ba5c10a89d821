// SPDX-License-Identifier: MIT
package io.mqconnector.engine.config;

/** Where a consumer group starts that has no committed offset. */
public enum OffsetReset {
    /** At the oldest record of the partition. */
    EARLIEST,
    /** Behind the newest record: only what is sent from now on. */
    LATEST
}
