// SPDX-License-Identifier: MIT
package io.mqconnector.engine.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mqconnector.api.MqConfig;
import io.mqconnector.engine.inbound.WorkerThreads;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.management.ObjectName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ConnectorTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    static List<Throwable> failures() {
        return List.of(new NoClassDefFoundError("some/library/Type"), new IllegalStateException("no work manager"));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void leavesNothingBehindWhenItsStartFailsHalfWay(Throwable failure) throws Exception {
        var threads = new ArrayList<Thread>();

        assertThatThrownBy(() -> startFailing(failure, threads)).isSameAs(failure);

        assertThat(mbeans()).isEmpty();
        assertThat(threads).isNotEmpty();
        for (Thread thread : threads) {
            thread.join(PATIENCE.toMillis());
            assertThat(thread.isAlive()).as(thread.getName()).isFalse();
        }
    }

    private static void startFailing(Throwable failure, List<Thread> threads) {
        var config = MqConfig.builder()
                .set("mq.client.brokers", "localhost:1")
                .set("mq.instance-id", "half")
                .build();
        Connector.start(config, "a test", ConnectorTest.class.getClassLoader(), (read, starter) -> {
            assertThat(mbeans()).as("before it fails").isNotEmpty();
            Thread.getAllStackTraces().keySet().stream()
                    .filter(thread -> thread.getName().startsWith("mq-half-"))
                    .forEach(threads::add);
            return failing(failure);
        });
    }

    private static WorkerThreads failing(Throwable failure) {
        if (failure instanceof Error error) {
            throw error;
        }
        throw (RuntimeException) failure;
    }

    private static Set<ObjectName> mbeans() {
        try {
            return ManagementFactory.getPlatformMBeanServer()
                    .queryNames(new ObjectName("io.mqconnector:connector=half,*"), null);
        } catch (javax.management.MalformedObjectNameException e) {
            throw new AssertionError(e);
        }
    }
}
