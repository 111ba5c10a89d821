// SPDX-License-Identifier: MIT
package io.mqconnector.cdi;

import static java.util.Objects.requireNonNull;

import io.mqconnector.api.MqConfig;
import io.mqconnector.api.MqConfigException;
import io.mqconnector.api.MqConsumer;
import io.mqconnector.api.MqConsumerStats;
import io.mqconnector.api.MqHealth;
import io.mqconnector.api.MqMessage;
import io.mqconnector.api.MqPartition;
import io.mqconnector.api.MqProducer;
import io.mqconnector.api.MqProducerPool;
import io.mqconnector.spi.MqNotifier;
import io.mqconnector.spi.MqRuntime;
import io.mqconnector.spi.SubscriptionRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A runtime without Kafka: remembers what it was asked, and delivers what a test hands it. */
class RecordingRuntime implements MqRuntime {
    final MqConfig config;
    final List<SubscriptionRequest> checked = new ArrayList<>();
    final Map<String, SubscriptionRequest> subscribed = new LinkedHashMap<>();
    final MqProducer producer;
    final MqProducer analytics;
    final List<MqNotifier> notifiers = new ArrayList<>();
    /** The context class loaders that notifiers were added with: they are told with it. */
    final List<ClassLoader> notifierLoaders = new ArrayList<>();

    MqHealth health = new MqHealth(List.of());
    boolean isClosed;
    private final String instanceId;
    private final Journal journal;
    private final TestApplication application;

    RecordingRuntime(MqConfig config, TestApplication application) {
        this("recording", config, application);
    }

    RecordingRuntime(String instanceId, MqConfig config, TestApplication application) {
        this.instanceId = instanceId;
        this.config = config;
        this.application = application;
        this.journal = application.journal();
        this.producer = new RecordingProducer(journal);
        this.analytics = new RecordingProducer(journal);
        journal.add("runtime created");
    }

    /** Delivers to the listener {@code name}, on this thread. */
    TestDelivery deliver(String name, MqMessage message) throws Exception {
        var delivery = new TestDelivery(message, 42);
        requireNonNull(request(name).listener()).onMessage(delivery, delivery);
        return delivery;
    }

    /** As {@link #deliver}, to a listener of batches. */
    void deliverBatch(String name, List<TestDelivery> batch) throws Exception {
        requireNonNull(request(name).batchListener()).onBatch(List.copyOf(batch));
    }

    SubscriptionRequest request(String name) {
        return requireNonNull(subscribed.get(name), () -> name + " is not among " + subscribed.keySet());
    }

    @Override
    public int apiVersion() {
        return application.apiVersion;
    }

    @Override
    public String instanceId() {
        return instanceId;
    }

    @Override
    public MqProducer producer() {
        return producer;
    }

    @Override
    public MqProducer producer(String connection) {
        if (connection.isEmpty()) {
            return producer;
        }
        if (!connection.equals("analytics")) {
            throw new MqConfigException(
                    List.of("there is no connection '" + connection + "'; there are default, analytics"));
        }
        return analytics;
    }

    @Override
    public MqProducerPool pool() {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<String> problems(SubscriptionRequest request) {
        checked.add(request);
        return application.runtimeProblems.getOrDefault(request.name(), List.of());
    }

    @Override
    public MqConsumer subscribe(SubscriptionRequest request) {
        if (request.name().equals(application.refusedListener)) {
            throw new MqConfigException(List.of("refused " + request.name()));
        }
        journal.add("subscribed " + request.name());
        subscribed.put(request.name(), request);
        return new Consumer(request);
    }

    @Override
    public MqHealth health() {
        return health;
    }

    @Override
    public Registration addNotifier(MqNotifier notifier) {
        notifiers.add(notifier);
        notifierLoaders.add(Thread.currentThread().getContextClassLoader());
        return () -> notifiers.remove(notifier);
    }

    @Override
    public void close() {
        if (!isClosed) {
            isClosed = true;
            journal.add("runtime closed");
        }
    }

    private final class Consumer implements MqConsumer {
        private final SubscriptionRequest request;

        Consumer(SubscriptionRequest request) {
            this.request = request;
        }

        @Override
        public String name() {
            return request.name();
        }

        @Override
        public String group() {
            return request.group();
        }

        @Override
        public List<String> topics() {
            return request.topics();
        }

        @Override
        public State state() {
            return subscribed.containsKey(name()) ? State.RUNNING : State.CLOSED;
        }

        @Override
        public MqConsumerStats stats() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void pause() {}

        @Override
        public void restart() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void subscribe(String... topics) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void unsubscribe(String... topics) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Set<MqPartition> assignment() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Map<MqPartition, Long> positions() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Map<MqPartition, Long> committed() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void commit(Duration timeout) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void commit(Map<MqPartition, Long> offsets, boolean force, Duration timeout) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void seek(MqPartition partition, long offset, Duration timeout) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void seekToBeginning(Set<MqPartition> partitions, Duration timeout) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void seekToEnd(Set<MqPartition> partitions, Duration timeout) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void seekToTime(Set<MqPartition> partitions, Instant time, Duration timeout) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void resume() {}

        @Override
        public void close() {
            if (subscribed.remove(name()) != null) {
                journal.add("closed " + name());
            }
        }

        @Override
        public boolean close(Duration timeout) {
            close();
            return true;
        }
    }
}
