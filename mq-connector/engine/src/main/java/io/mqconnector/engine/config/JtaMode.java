// SPDX-License-Identifier: MIT
package io.mqconnector.engine.config;

import java.util.Locale;

/** What a JTA transaction that surrounds a send means for it. */
public enum JtaMode {
    /** Nothing: it is sent at once. */
    NONE,
    /** It is held in memory, sent after the commit and dropped at a rollback. */
    AFTER_COMMIT,
    /** It belongs to a Kafka transaction that the server ends together with its own. */
    ENLIST,
    /** It is a row in a table of the application's database, sent after the commit by a relay. */
    OUTBOX;

    /** As it stands in configuration. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
