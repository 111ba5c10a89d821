// SPDX-License-Identifier: MIT
package io.mqconnector.engine.config;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What differs between two readings of the configuration: values, not where they come from. Immutable.
 *
 * @param deltas what differs of the connector and of connections that are in both
 * @param added the connections that are new
 * @param removed the connections that are gone
 */
public record ConfigDiff(List<ConfigDelta> deltas, Set<String> added, Set<String> removed) {
    /** Copies. */
    public ConfigDiff {
        deltas = List.copyOf(deltas);
        added = Set.copyOf(added);
        removed = Set.copyOf(removed);
    }

    /** What differs between two snapshots; of live listeners {@link #between(ListenerConfig, ListenerConfig)} says it. */
    public static ConfigDiff between(ConfigSnapshot old, ConfigSnapshot next) {
        var deltas = new ArrayList<ConfigDelta>();
        for (var name : old.connections()) {
            if (next.connections().contains(name)) {
                var scope = ConfigScope.connection(name);
                deltas.addAll(old.connection(name)
                        .readings()
                        .differences(scope, next.connection(name).readings()));
            }
        }
        var added = new LinkedHashSet<>(next.connections());
        added.removeAll(old.connections());
        var removed = new LinkedHashSet<>(old.connections());
        removed.removeAll(next.connections());
        return new ConfigDiff(deltas, added, removed);
    }

    /**
     * What differs between two configurations of one listener: its own values, then, in the scope of its connection, what its
     * consumers have of that. What is hot but has consumers poll another number of records takes new consumers. Of two
     * connections, one of which takes the other's place, that is no difference of either.
     */
    public static List<ConfigDelta> between(ListenerConfig old, ListenerConfig next) {
        boolean isPollAnother = old.pollRecords() != next.pollRecords();
        var deltas = new ArrayList<ConfigDelta>();
        for (var delta : old.readings().differences(ConfigScope.listener(old.name()), next.readings())) {
            boolean isOfPoll = isPollAnother && delta.key() == ConfigKeys.LISTENER_MAX_IN_FLIGHT;
            deltas.add(isOfPoll ? delta.with(Effect.ROLLING) : delta);
        }
        if (old.connection().equals(next.connection())) {
            deltas.addAll(
                    old.clientReadings().differences(ConfigScope.connection(next.connection()), next.clientReadings()));
        }
        return deltas;
    }

    /** Whether nothing differs. */
    public boolean isEmpty() {
        return deltas.isEmpty() && added.isEmpty() && removed.isEmpty();
    }
}
