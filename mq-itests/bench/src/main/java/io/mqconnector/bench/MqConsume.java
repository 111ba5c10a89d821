// SPDX-License-Identifier: MIT
package io.mqconnector.bench;

import io.mqconnector.api.Mq;
import io.mqconnector.api.MqConfig;
import io.mqconnector.api.MqConsumer;
import io.mqconnector.api.MqConsumerBuilder;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/**
 * A listener of the connector; its connector stays, its group is new in each run. For one thread.
 *
 * @param <T> what is done with each record
 */
final class MqConsume<T extends Trial> implements Contender {
    private final String name;
    private final RecordSource source;
    private final Map<String, String> settings;
    private final Supplier<T> trials;
    private final BiFunction<MqConsumerBuilder, T, MqConsumer> start;
    private final Mq mq;
    private int runs;

    /**
     * @param own the listener's keys that only this contender sets
     * @param trials one for each run
     * @param start has a listener hand each record to the trial
     */
    MqConsume(
            String name,
            RecordSource source,
            ConsumeSettings settings,
            Map<String, String> own,
            Supplier<T> trials,
            BiFunction<MqConsumerBuilder, T, MqConsumer> start) {
        this.name = name;
        this.source = source;
        this.settings = settings.mq(own);
        this.trials = trials;
        this.start = start;
        this.mq = Mq.create(MqConfig.builder()
                .brokers(settings.brokers())
                .instanceId("bench-" + name)
                .set("mq.monitoring.lag-threshold", "0")
                .build());
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public double[] run() throws InterruptedException {
        var topic = source.topic();
        String group = topic.name() + "-" + name + "-" + ++runs;
        var trial = trials.get();
        var builder = mq.consumer(group).topics(topic.name());
        settings.forEach(builder::set);
        var consumer = start.apply(builder, trial);
        String stats;
        try {
            source.feed(topic, () -> consumer.assignment().size());
            trial.await(RawConsume.PATIENCE);
        } finally {
            stats = trial.isComplete() ? "" : " " + consumer.state() + " " + consumer.stats();
            consumer.close();
        }
        trial.verify(group + stats);
        topic.verifyCommitted(group);
        source.release(topic);
        return trial.measured();
    }

    @Override
    public void close() {
        mq.close();
    }
}
