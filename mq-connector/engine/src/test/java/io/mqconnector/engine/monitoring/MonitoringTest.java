// SPDX-License-Identifier: MIT
package io.mqconnector.engine.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.mqconnector.engine.inbound.ManualTimer;
import io.mqconnector.engine.metrics.ConnectorMetrics;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.management.MBeanServerFactory;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MonitoringTest {
    private static final Duration INTERVAL = Duration.ofSeconds(10);

    private final ManualTimer timer = new ManualTimer();
    private final ConnectorMetrics metrics =
            new ConnectorMetrics(MBeanServerFactory.newMBeanServer(), (metric, labels) -> name(metric), "node-1", "");
    private final Monitoring monitoring = new Monitoring(
            "node-1",
            metrics,
            Runnable::run,
            timer,
            Clock.systemUTC(),
            System::nanoTime,
            settings(INTERVAL, 1),
            new MonitoringObserver() {
                @Override
                public void alert(AlertState state, String text) {}

                @Override
                public void advice(ScaleAdvice advice) {}
            });

    @AfterEach
    void close() {
        monitoring.close();
        metrics.close();
        timer.shutdownNow();
    }

    private static ObjectName name(String metric) {
        try {
            return new ObjectName("test:name=" + metric);
        } catch (MalformedObjectNameException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static MonitoringSettings settings(Duration interval, long heapThresholdBytes) {
        return new MonitoringSettings(
                interval, 1, Duration.ZERO, 0, 0, 0, heapThresholdBytes, List.of(), "", Duration.ofSeconds(1));
    }

    /** Changes may be more frequent than looks. */
    @Test
    void looksWhenItWasDueThoughSomethingElseChanges() {
        monitoring.start();
        var due = List.copyOf(timer.tasks);

        monitoring.settings(settings(INTERVAL, 2));
        monitoring.settings(settings(INTERVAL, 3));

        assertThat(timer.tasks).containsExactlyElementsOf(due);
        timer.fire();
        assertThat(monitoring.alerts()).extracting(AlertState::threshold).containsExactly(3.0);
    }

    @Test
    void looksAfterAnotherInterval() {
        monitoring.start();
        timer.tasks.clear();

        monitoring.settings(settings(Duration.ofSeconds(1), 1));

        assertThat(timer.tasks).extracting(ManualTimer.Task::delayNanos).containsExactly(TimeUnit.SECONDS.toNanos(1));
    }
}
