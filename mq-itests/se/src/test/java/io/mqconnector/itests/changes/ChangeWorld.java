// SPDX-License-Identifier: MIT
package io.mqconnector.itests.changes;

import io.mqconnector.broker.BrokerProcess;
import io.mqconnector.broker.FaultProxy;
import io.mqconnector.itests.model.LogReader;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** A broker in a process of its own, with two addresses: one behind a proxy, which is the connector's alone. */
final class ChangeWorld implements AutoCloseable {
    private final FaultProxy proxy = FaultProxy.open();
    private final BrokerProcess broker = BrokerProcess.builder()
            .advertisedPort(proxy.port())
            .property("group.min.session.timeout.ms", "1000")
            .build();

    ChangeWorld() {
        broker.start();
        proxy.target(broker::address);
    }

    /** Which is the connector's at first. */
    String proxied() {
        return broker.bootstrapServers();
    }

    String direct() {
        return broker.directBootstrapServers();
    }

    /** The other one. */
    String other(String address) {
        return address.equals(direct()) ? proxied() : direct();
    }

    /** How many clients go by the proxy's address. */
    int proxiedCount() {
        return proxy.connectionCount();
    }

    String createTopic(String prefix, int partitionCount) {
        return broker.uniqueTopic(prefix, partitionCount);
    }

    Map<Integer, Long> ends(String topic) {
        var ends = new HashMap<Integer, Long>();
        broker.endOffsets(topic).forEach((partition, end) -> ends.put(partition.partition(), end));
        return ends;
    }

    /** Everything in the log. */
    List<ConsumerRecord<byte[], byte[]>> read(String topic) {
        return LogReader.read(direct(), topic, false);
    }

    @Override
    public void close() {
        broker.close();
        proxy.close();
    }
}
