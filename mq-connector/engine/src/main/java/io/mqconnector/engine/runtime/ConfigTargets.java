// SPDX-License-Identifier: MIT
package io.mqconnector.engine.runtime;

import io.mqconnector.engine.client.PendingChange;
import io.mqconnector.engine.config.ConfigSnapshot;
import io.mqconnector.engine.config.ConnectionConfig;
import io.mqconnector.engine.config.ListenerConfig;
import io.mqconnector.engine.config.ListenerSource;
import java.util.List;

/** What of a connector goes by its configuration. Thread-safe. */
interface ConfigTargets {
    /**
     * Prepares another configuration of the connection of that name.
     *
     * @throws io.mqconnector.api.MqException if something of it could not work; nothing has changed
     */
    PendingChange prepare(ConnectionConfig next);

    /** A change has been put in force: what has no two phases goes by it from now on. */
    void inForce(ConfigSnapshot now);

    /** The listeners that run. */
    List<Listener> listeners();

    /** A listener that runs. Thread-safe. */
    interface Listener {
        /** What is in force. */
        ListenerConfig config();

        /**
         * What a snapshot says of it.
         *
         * @throws io.mqconnector.api.MqConfigException with every problem that is not its application's alone
         */
        ListenerSource.Reading read(ConfigSnapshot snapshot);

        /** What was read is in force. */
        void inForce(ListenerSource.Reading reading);

        /**
         * Prepares another configuration.
         *
         * @throws io.mqconnector.api.MqException if something of it could not work; nothing has changed
         */
        PendingChange prepare(ListenerConfig next);
    }
}
