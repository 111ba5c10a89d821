// SPDX-License-Identifier: MIT
package io.mqconnector.itests.delivery;

/** Where journals go. What was written survives whatever becomes of the member. */
interface JournalSink {
    /** Keeps an event; when this returns it is kept. */
    void write(Event event);

    /** Keeps a cause; when this returns it is kept. */
    void write(Cause cause);
}
