// SPDX-License-Identifier: MIT
package io.mqconnector.bench;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * The loop that the plain client's documentation shows: poll, handle each record, commit. For one thread.
 *
 * @param <K> how it reads keys
 * @param <T> what is done with each record
 */
final class RawConsume<K, T extends Trial> implements Contender {
    static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final Duration POLL = Duration.ofMillis(100);

    private final String name;
    private final RecordSource source;
    private final ConsumeSettings settings;
    private final Commit commit;
    private final Deserializer<K> keys;
    private final Supplier<T> trials;
    private final RecordHandler<K, T> handler;
    private int runs;

    /**
     * @param commit how it commits
     * @param keys used by one run after another
     * @param trials one for each run
     * @param handler hands each record to the trial
     */
    RawConsume(
            String name,
            RecordSource source,
            ConsumeSettings settings,
            Commit commit,
            Deserializer<K> keys,
            Supplier<T> trials,
            RecordHandler<K, T> handler) {
        this.name = name;
        this.source = source;
        this.settings = settings;
        this.commit = commit;
        this.keys = keys;
        this.trials = trials;
        this.handler = handler;
    }

    /** How the application commits; always once at the end. */
    enum Commit {
        /** After each poll, and waits for it. */
        SYNC {
            @Override
            void afterPoll(KafkaConsumer<?, ?> consumer) {
                consumer.commitSync();
            }
        },
        /** After each poll, and waits for none. */
        ASYNC {
            @Override
            void afterPoll(KafkaConsumer<?, ?> consumer) {
                consumer.commitAsync();
            }
        },
        /** Not before the end. */
        AT_END {
            @Override
            void afterPoll(KafkaConsumer<?, ?> consumer) {}
        };

        abstract void afterPoll(KafkaConsumer<?, ?> consumer);
    }

    /**
     * What the application does.
     *
     * @param <K> type of the keys
     * @param <T> type of the trial
     */
    interface RecordHandler<K, T> {
        void accept(T trial, ConsumerRecord<K, byte[]> read) throws Exception;
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
        try (var consumer = new KafkaConsumer<>(settings.raw(group), keys, new ByteArrayDeserializer())) {
            consumer.subscribe(List.of(topic.name()));
            var assigned = new AtomicInteger();
            var feeding = new FutureTask<>(() -> source.feed(topic, assigned::get), true);
            new Thread(feeding, "feed-" + group).start();
            long start = System.nanoTime();
            while (!trial.isComplete() && System.nanoTime() - start < PATIENCE.toNanos()) {
                var records = consumer.poll(POLL);
                assigned.set(consumer.assignment().size());
                for (ConsumerRecord<K, byte[]> read : records) {
                    handle(group, trial, read);
                }
                if (!records.isEmpty()) {
                    commit.afterPoll(consumer);
                }
            }
            trial.await(Duration.ZERO);
            end(group, feeding);
            consumer.commitSync(); // what was not committed or not waited for; after the last record, so not in the
            // time
        }
        trial.verify(group);
        topic.verifyCommitted(group);
        source.release(topic);
        return trial.measured();
    }

    private void handle(String group, T trial, ConsumerRecord<K, byte[]> read) throws InterruptedException {
        try {
            handler.accept(trial, read);
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            throw new WrongResultException(group + ": offset " + read.offset() + " failed", e);
        }
    }

    private static void end(String group, Future<Boolean> feeding) throws InterruptedException {
        try {
            feeding.get();
        } catch (ExecutionException e) {
            throw new WrongResultException(group + ": not fed", e);
        }
    }

    @Override
    public void close() {}
}
