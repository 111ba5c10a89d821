// SPDX-License-Identifier: MIT
package io.mqconnector.bench;

import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;

/** The loop that the plain client's documentation shows: poll, handle each record, commit. For one thread. */
final class RawConsume implements Contender {
    static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final Duration POLL = Duration.ofMillis(100);

    private final String name;
    private final ConsumeTopic topic;
    private final ConsumeSettings settings;
    private final boolean isCommitAsync;
    private int runs;

    /** @param isCommitAsync whether each poll's commit is not waited for */
    RawConsume(String name, ConsumeTopic topic, ConsumeSettings settings, boolean isCommitAsync) {
        this.name = name;
        this.topic = topic;
        this.settings = settings;
        this.isCommitAsync = isCommitAsync;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public double[] run() {
        String group = topic.name() + "-" + name + "-" + ++runs;
        var sink = new Sink(topic.count());
        try (var consumer = new KafkaConsumer<String, byte[]>(settings.raw(group))) {
            consumer.subscribe(List.of(topic.name()));
            long start = System.nanoTime();
            while (!sink.isComplete() && System.nanoTime() - start < PATIENCE.toNanos()) {
                var records = consumer.poll(POLL);
                for (ConsumerRecord<String, byte[]> read : records) {
                    sink.accept(read.key(), read.offset());
                }
                if (!records.isEmpty()) {
                    if (isCommitAsync) {
                        consumer.commitAsync();
                    } else {
                        consumer.commitSync();
                    }
                }
            }
            consumer.commitSync(); // what was not waited for; after the last record, so not in the time
        }
        sink.verify(group);
        topic.verifyCommitted(group);
        return new double[] {sink.perSecond()};
    }

    @Override
    public void close() {}
}
