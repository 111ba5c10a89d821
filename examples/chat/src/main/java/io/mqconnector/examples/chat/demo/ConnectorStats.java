// SPDX-License-Identifier: MIT
package io.mqconnector.examples.chat.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.ToLongFunction;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanServerConnection;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;

/**
 * What the connectors of this JVM say about themselves over JMX, added up: read as an operator would read it.
 *
 * @param listenerCount listeners there are
 * @param assignedCount partitions that they have
 * @param lag records not yet done; -1 while a listener does not know
 * @param duplicateCauses partitions cut off before their commit, and consumers restarted: what may cause duplicates
 * @param activeProducers producers in use
 * @param maxProducers producers that there may be
 */
record ConnectorStats(
        int listenerCount,
        long assignedCount,
        long lag,
        long duplicateCauses,
        long activeProducers,
        long maxProducers) {
    private static final ObjectName LISTENERS = pattern("io.mqconnector:type=Listener,*");
    private static final ObjectName POOLS = pattern("io.mqconnector:type=ProducerPool,*");
    private static final String ATTRIBUTE = "Stats";

    static ConnectorStats read(MBeanServerConnection server) {
        List<CompositeData> listeners = stats(server, LISTENERS);
        List<CompositeData> pools = stats(server, POOLS);
        boolean isLagKnown = listeners.stream().allMatch(stats -> number(stats, "lag") >= 0);
        return new ConnectorStats(
                listeners.size(),
                sum(listeners, stats -> number(stats, "assignedCount")),
                isLagKnown ? sum(listeners, stats -> number(stats, "lag")) : -1,
                sum(listeners, stats -> number(stats, "cutOffCount") + number(stats, "restartCount")),
                sum(pools, stats -> number(stats, "activeCount")),
                sum(pools, stats -> number(stats, "maxCount")));
    }

    private static List<CompositeData> stats(MBeanServerConnection server, ObjectName pattern) {
        try {
            Set<ObjectName> names = server.queryNames(pattern, null);
            var found = new ArrayList<CompositeData>(names.size());
            for (ObjectName name : names) {
                try {
                    found.add((CompositeData) server.getAttribute(name, ATTRIBUTE));
                } catch (InstanceNotFoundException e) {
                    // unregistered meanwhile: it counts no more
                }
            }
            return found;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + pattern, e);
        } catch (JMException e) {
            throw new IllegalStateException("cannot read attribute " + ATTRIBUTE + " of " + pattern, e);
        }
    }

    private static long sum(List<CompositeData> all, ToLongFunction<CompositeData> number) {
        return all.stream().mapToLong(number).sum();
    }

    private static long number(CompositeData stats, String name) {
        return ((Number) stats.get(name)).longValue();
    }

    private static ObjectName pattern(String text) {
        try {
            return new ObjectName(text);
        } catch (MalformedObjectNameException e) {
            throw new IllegalArgumentException(text, e);
        }
    }
}
