// SPDX-License-Identifier: MIT
package io.mqconnector.itests.lives;

import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import javax.management.JMException;
import javax.management.ObjectName;

/**
 * What is in this JVM after a full collection of garbage. Immutable.
 *
 * @param threads by name without numbers, how many
 * @param beans all names there are
 * @param handles open files and sockets
 * @param heapBytes what is reachable
 * @param instances by class, those of the connector and of Kafka's clients
 */
record Remains(
        Map<String, Integer> threads, Set<String> beans, long handles, long heapBytes, Map<String, Long> instances) {
    private static final String HISTOGRAM_LINE = "\\s*\\d+:\\s+\\d+\\s+\\d+\\s+.*";

    static Remains now() throws JMException {
        var server = ManagementFactory.getPlatformMBeanServer();
        var histogram = (String) server.invoke(
                new ObjectName("com.sun.management:type=DiagnosticCommand"),
                "gcClassHistogram",
                new Object[] {new String[0]},
                new String[] {String[].class.getName()});
        long bytes = 0;
        var instances = new TreeMap<String, Long>();
        for (var line : histogram.lines().toList()) {
            if (line.matches(HISTOGRAM_LINE)) {
                var words = line.strip().split("\\s+", -1);
                bytes += Long.parseLong(words[2]);
                if (isWatched(words[3])) {
                    instances.put(words[3], Long.parseLong(words[1]));
                }
            }
        }
        var threads = Thread.getAllStackTraces().keySet().stream()
                .collect(Collectors.toMap(
                        thread -> thread.getName().replaceAll("\\d+", "#"), thread -> 1, Integer::sum, TreeMap::new));
        var beans = server.queryNames(null, null).stream()
                .map(ObjectName::toString)
                .collect(Collectors.toCollection(TreeSet::new));
        var handles = (long) server.getAttribute(
                new ObjectName(ManagementFactory.OPERATING_SYSTEM_MXBEAN_NAME), "OpenFileDescriptorCount");
        return new Remains(threads, beans, handles, bytes, instances);
    }

    private static boolean isWatched(String type) {
        return (type.startsWith("io.mqconnector.") || type.startsWith("org.apache.kafka."))
                && !type.startsWith(Remains.class.getPackageName() + ".");
    }
}
