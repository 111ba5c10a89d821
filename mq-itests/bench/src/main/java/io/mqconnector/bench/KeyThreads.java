// SPDX-License-Identifier: MIT
package io.mqconnector.bench;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * A thread for each key, fed by one plain consumer: no key waits for another, or for a free thread. Whoever made it closes
 * it.
 */
final class KeyThreads implements RawConsume.RecordHandler<byte[], ZipfSink>, AutoCloseable {
    private final ExecutorService[] threads;

    /** @param keys how many keys */
    KeyThreads(int keys) {
        this.threads = new ExecutorService[keys];
        for (int key = 0; key < keys; key++) {
            String name = "key-" + key;
            threads[key] = Executors.newSingleThreadExecutor(task -> {
                var thread = new Thread(task, name);
                thread.setDaemon(true);
                return thread;
            });
        }
    }

    @Override
    public void accept(ZipfSink sink, ConsumerRecord<byte[], byte[]> read) {
        byte[] value = read.value();
        threads[NumberedValue.key(value)].execute(() -> {
            try {
                sink.accept(value);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt(); // nobody does; the count tells
            }
        });
    }

    @Override
    public void close() {
        for (ExecutorService thread : threads) {
            thread.shutdown();
        }
    }
}
