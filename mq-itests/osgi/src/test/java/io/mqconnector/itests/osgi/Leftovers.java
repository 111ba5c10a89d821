// SPDX-License-Identifier: MIT
package io.mqconnector.itests.osgi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.lang.management.ManagementFactory;
import java.util.List;
import org.osgi.framework.BundleReference;

/** What must be gone when the connector is. */
final class Leftovers {
    private Leftovers() {}

    /**
     * No thread and no MBean of ours, none of Kafka's that names a client of ours. The broker's own, in the same JVM, stay.
     *
     * @param instancePrefix what the ids of all instances of the test begin with
     */
    static void assertNone(String instancePrefix) {
        var server = ManagementFactory.getPlatformMBeanServer();
        await().atMost(OsgiFramework.PATIENCE).untilAsserted(() -> {
            assertThat(threadNames().stream().filter(name -> name.contains("mq-" + instancePrefix)))
                    .as("threads")
                    .isEmpty();
            assertThat(server.queryNames(null, null).stream()
                            .map(Object::toString)
                            .filter(name ->
                                    name.startsWith("io.mqconnector:") || name.contains("mq-" + instancePrefix)))
                    .as("MBeans")
                    .isEmpty();
        });
    }

    /** No thread belongs to a bundle, be it by its class or by its context. */
    static void assertNoThreadOfABundle() {
        await().atMost(OsgiFramework.PATIENCE)
                .untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet().stream()
                                .filter(thread -> thread.getContextClassLoader() instanceof BundleReference
                                        || thread.getClass().getClassLoader() instanceof BundleReference))
                        .as("threads of bundles")
                        .isEmpty());
    }

    private static List<String> threadNames() {
        return Thread.getAllStackTraces().keySet().stream().map(Thread::getName).toList();
    }
}
