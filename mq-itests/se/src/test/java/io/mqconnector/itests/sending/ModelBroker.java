// SPDX-License-Identifier: MIT
package io.mqconnector.itests.sending;

import io.mqconnector.broker.BrokerProcess;
import io.mqconnector.broker.FaultProxy;
import io.mqconnector.itests.model.LogReader;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** The broker of a run, in a process of its own and behind a proxy; each world has a topic of it. For one thread. */
final class ModelBroker implements AutoCloseable {
    private static final Duration DELAY = Duration.ofMillis(10);
    private static final long BYTES_PER_SECOND = 60_000;

    private final FaultProxy proxy = FaultProxy.open();
    private final BrokerProcess broker =
            BrokerProcess.builder().advertisedPort(proxy.port()).build();

    ModelBroker() {
        broker.start();
        proxy.target(broker::address);
    }

    /** Behind the proxy. */
    String bootstrapServers() {
        return broker.bootstrapServers();
    }

    String createTopic(long seed, int partitionCount) {
        return broker.uniqueTopic("sending-" + seed, partitionCount);
    }

    /** Everything in the log. */
    List<ConsumerRecord<byte[], byte[]>> read(String topic) {
        return LogReader.read(broker.directBootstrapServers(), topic, false);
    }

    /** How many records there are. */
    long recordCount(String topic) {
        return broker.endOffsets(topic).values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    void restart(boolean isKilled) {
        if (isKilled) {
            broker.kill();
        }
        broker.restart();
    }

    void freeze() {
        broker.pause();
    }

    void cut(boolean isReset) {
        proxy.cut(isReset ? FaultProxy.Cut.RST : FaultProxy.Cut.FIN);
    }

    void blackHole() {
        proxy.blackhole();
    }

    void slow() {
        proxy.latency(DELAY);
        proxy.bandwidth(BYTES_PER_SECOND);
    }

    void refuse() {
        proxy.refuse();
    }

    /** Ends every fault. */
    void heal() {
        broker.resume();
        proxy.heal();
    }

    @Override
    public void close() {
        broker.close();
        proxy.close();
    }
}
