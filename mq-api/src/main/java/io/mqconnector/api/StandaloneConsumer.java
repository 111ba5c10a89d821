// SPDX-License-Identifier: MIT
package io.mqconnector.api;

import io.mqconnector.spi.MqRuntime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A consumer with a connector of its own, which is closed with it. As thread-safe as that. */
final class StandaloneConsumer implements MqConsumer {
    private final MqRuntime runtime;
    private final MqConsumer consumer;

    StandaloneConsumer(MqRuntime runtime, MqConsumer consumer) {
        this.runtime = runtime;
        this.consumer = consumer;
    }

    @Override
    public String name() {
        return consumer.name();
    }

    @Override
    public String group() {
        return consumer.group();
    }

    @Override
    public List<String> topics() {
        return consumer.topics();
    }

    @Override
    public State state() {
        return consumer.state();
    }

    @Override
    public MqConsumerStats stats() {
        return consumer.stats();
    }

    @Override
    public void pause() {
        consumer.pause();
    }

    @Override
    public void resume() {
        consumer.resume();
    }

    @Override
    public void restart() {
        consumer.restart();
    }

    @Override
    public void subscribe(String... topics) {
        consumer.subscribe(topics);
    }

    @Override
    public void unsubscribe(String... topics) {
        consumer.unsubscribe(topics);
    }

    @Override
    public Set<MqPartition> assignment() {
        return consumer.assignment();
    }

    @Override
    public Map<MqPartition, Long> positions() {
        return consumer.positions();
    }

    @Override
    public Map<MqPartition, Long> committed() {
        return consumer.committed();
    }

    @Override
    public void commit(Duration timeout) {
        consumer.commit(timeout);
    }

    @Override
    public void commit(Map<MqPartition, Long> offsets, boolean force, Duration timeout) {
        consumer.commit(offsets, force, timeout);
    }

    @Override
    public void seek(MqPartition partition, long offset, Duration timeout) {
        consumer.seek(partition, offset, timeout);
    }

    @Override
    public void seekToBeginning(Set<MqPartition> partitions, Duration timeout) {
        consumer.seekToBeginning(partitions, timeout);
    }

    @Override
    public void seekToEnd(Set<MqPartition> partitions, Duration timeout) {
        consumer.seekToEnd(partitions, timeout);
    }

    @Override
    public void seekToTime(Set<MqPartition> partitions, Instant time, Duration timeout) {
        consumer.seekToTime(partitions, time, timeout);
    }

    @Override
    public void close() {
        consumer.close();
        runtime.close();
    }

    @Override
    public boolean close(Duration timeout) {
        boolean complete = consumer.close(timeout);
        runtime.close();
        return complete;
    }

    @Override
    public String toString() {
        return consumer.toString();
    }
}
