// SPDX-License-Identifier: MIT
package io.mqconnector.examples.chat.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.mqconnector.api.MqConsumerStats;
import javax.management.MBeanServer;
import javax.management.MBeanServerFactory;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;

class ConnectorStatsTest {
    private final MBeanServer server = MBeanServerFactory.newMBeanServer();

    @Test
    void withoutConnectorsAllIsZero() {
        assertThat(ConnectorStats.read(server)).isEqualTo(new ConnectorStats(0, 0, 0, 0, 0, 0));
    }

    @Test
    void listenersAndPoolsAreAddedUp() throws Exception {
        register("type=Listener,connector=logic-1,name=\"a\"", listener(2, 1, 4, 30));
        register("type=Listener,connector=logic-2,name=\"a\"", listener(1, 0, 4, 12));
        register("type=ProducerPool,connector=logic-1,name=\"default\"", (PoolMXBean) () -> new PoolStats(20, 2));
        register("type=ProducerPool,connector=logic-2,name=\"default\"", (PoolMXBean) () -> new PoolStats(20, 1));

        assertThat(ConnectorStats.read(server)).isEqualTo(new ConnectorStats(2, 8, 42, 4, 3, 40));
    }

    @Test
    void lagIsUnknownWhileOneListenerDoesNotKnow() throws Exception {
        register("type=Listener,connector=logic-1,name=\"a\"", listener(0, 0, 4, 30));
        register("type=Listener,connector=logic-2,name=\"a\"", listener(0, 0, 4, -1));

        assertThat(ConnectorStats.read(server).lag()).isEqualTo(-1);
    }

    private static ListenerMXBean listener(long cutOff, long restarts, int assigned, long lag) {
        return () ->
                new MqConsumerStats(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, cutOff, restarts, 0, assigned, 0, 0, lag);
    }

    private void register(String keys, Object bean) throws Exception {
        server.registerMBean(bean, new ObjectName("io.mqconnector:" + keys));
    }

    /** As the connector's own. */
    public interface ListenerMXBean {
        MqConsumerStats getStats();
    }

    /** As the connector's own. */
    public interface PoolMXBean {
        PoolStats getStats();
    }

    /** Of the pool's numbers those that are read. */
    public record PoolStats(int maxCount, int activeCount) {}
}
