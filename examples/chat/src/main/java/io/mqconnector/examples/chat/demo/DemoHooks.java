// SPDX-License-Identifier: MIT
package io.mqconnector.examples.chat.demo;

import io.mqconnector.broker.EmbeddedBroker;

/** Where a test may step into a run. Called on the thread of {@link ChatDemo#run}, which waits. */
public interface DemoHooks {
    /** Does nothing. */
    static DemoHooks none() {
        return new DemoHooks() {};
    }

    /**
     * The demo's own broker is there; not called when the options name other brokers.
     *
     * @param broker open until the run ends; may be restarted
     */
    default void brokerStarted(EmbeddedBroker broker) {}

    /**
     * A chat message was handed to the producer. Up to {@link DemoOptions#maxInFlight()} messages are on their way then,
     * whatever this does.
     *
     * @param count chat messages posted so far, this one included
     */
    default void posted(long count) {}
}
