// SPDX-License-Identifier: MIT
package io.mqconnector.bench;

import static java.util.Objects.requireNonNull;

import io.mqconnector.api.Mq;
import io.mqconnector.api.MqConfig;

/** A listener of the connector; its connector stays, its group is new in each run. For one thread. */
final class MqConsume implements Contender {
    private final String name;
    private final ConsumeTopic topic;
    private final ConsumeSettings settings;
    private final int workers;
    private final Mq mq;
    private int runs;

    MqConsume(String name, ConsumeTopic topic, ConsumeSettings settings, int workers) {
        this.name = name;
        this.topic = topic;
        this.settings = settings;
        this.workers = workers;
        this.mq = Mq.create(MqConfig.builder()
                .brokers(settings.brokers())
                .instanceId("bench-" + name)
                .build());
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public double[] run() throws InterruptedException {
        String group = topic.name() + "-" + name + "-" + ++runs;
        var sink = new Sink(topic.count());
        var builder = mq.consumer(group).topics(topic.name());
        settings.mq(workers).forEach(builder::set);
        var consumer =
                builder.start((message, metadata) -> sink.accept(requireNonNull(message.keyText()), metadata.offset()));
        sink.await(RawConsume.PATIENCE);
        consumer.close();
        sink.verify(group);
        topic.verifyCommitted(group);
        return new double[] {sink.perSecond()};
    }

    @Override
    public void close() {
        mq.close();
    }
}
