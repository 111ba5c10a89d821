// SPDX-License-Identifier: MIT
package io.mqconnector.itests.security;

import static org.awaitility.Awaitility.await;

import io.mqconnector.api.MqException;
import io.mqconnector.api.MqProducer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;

/** A thread that sends to one key without a pause, a bounded number at a time. Thread-safe; ends when it is closed. */
final class Load implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int IN_FLIGHT = 20;
    private static final int MORE = 100;

    private final MqProducer producer;
    private final String topic;
    private final Semaphore room = new Semaphore(IN_FLIGHT);
    private final List<String> sent = new CopyOnWriteArrayList<>();
    private final List<Throwable> failures = new CopyOnWriteArrayList<>();
    private final Thread thread = new Thread(this::run, "load");
    /** Set once. */
    private volatile boolean stopped;

    Load(MqProducer producer, String topic) {
        this.producer = producer;
        this.topic = topic;
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        try {
            for (int i = 0; !stopped; i++) {
                room.acquire();
                var text = Integer.toString(i);
                sent.add(text);
                var unused = producer.sendAsync(topic, "load", text).whenComplete((receipt, failure) -> {
                    if (failure != null) {
                        failures.add(failure);
                    }
                    room.release();
                });
            }
        } catch (InterruptedException | MqException e) {
            failures.add(e);
        }
    }

    /** Waits until it has sent some more. */
    void awaitMore() {
        int before = sent.size();
        await().atMost(PATIENCE).until(() -> sent.size() > before + MORE || !failures.isEmpty());
    }

    /** Ends it and waits for every outcome; everything that was sent, in order. */
    List<String> stop() throws InterruptedException {
        stopped = true;
        thread.join(PATIENCE.toMillis());
        await().atMost(PATIENCE).until(() -> room.availablePermits() == IN_FLIGHT);
        return sent;
    }

    /** What failed. */
    List<Throwable> failures() {
        return failures;
    }

    @Override
    public void close() {
        stopped = true;
    }
}
