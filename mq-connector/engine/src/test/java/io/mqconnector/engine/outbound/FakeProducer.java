// SPDX-License-Identifier: MIT
package io.mqconnector.engine.outbound;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A producer with an I/O thread of its own, as Kafka's: it writes and acknowledges in order, can be frozen, killed and told to
 * fail. A topic it does not know holds the sender, as long as it is told to.
 */
// MockProducer is not annotated; a lock of our own, or a held sender would keep all others out
@SuppressWarnings({"NullAway", "UnsynchronizedOverridesSynchronized"})
final class FakeProducer extends MockProducer<byte[], byte[]> {
    private record Entry(ProducerRecord<byte[], byte[]> record, Callback callback) {}

    private final FakeCluster cluster;
    private final String name;
    private final Thread ioThread;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    /** Guarded by lock. */
    private final Deque<Entry> buffer = new ArrayDeque<>();
    /** Guarded by lock: of what has been taken from the buffer without an outcome yet. */
    private boolean isBusy;

    private boolean isFrozen;
    private boolean isClosing;
    private boolean isAborting;
    /** Written by tests: thrown by sends. */
    volatile @Nullable RuntimeException sendFailure;
    /** Written by tests: thrown by sends whose record is in the buffer all the same, as Kafka does in an error state. */
    volatile @Nullable RuntimeException lateFailure;
    /** Fails what is buffered instead of writing it, for records of this value; guarded by the map. */
    final Map<String, Exception> ioFailures = new ConcurrentHashMap<>();
    /** Topics whose metadata is there; null: all. */
    volatile @Nullable Set<String> topics;
    /** Opened to let sends of unknown topics go on. */
    final CountDownLatch metadata = new CountDownLatch(1);
    /** Threads that are held inside send. */
    final Set<Thread> held = ConcurrentHashMap.newKeySet();

    FakeProducer(FakeCluster cluster, String name) {
        super(false, null, null, null);
        this.cluster = cluster;
        this.name = name;
        this.ioThread = new Thread(this::run, "io-of-" + name);
        ioThread.setDaemon(true);
        ioThread.start();
    }

    String name() {
        return name;
    }

    Thread ioThread() {
        return ioThread;
    }

    void freeze() {
        with(() -> isFrozen = true);
    }

    void thaw() {
        with(() -> isFrozen = false);
    }

    int bufferedCount() {
        lock.lock();
        try {
            return buffer.size();
        } finally {
            lock.unlock();
        }
    }

    boolean isEnded() {
        return !ioThread.isAlive();
    }

    @Override
    public Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record, Callback callback) {
        var failure = sendFailure;
        if (failure != null) {
            throw failure;
        }
        var known = topics;
        if (known != null && !known.contains(record.topic())) {
            held.add(Thread.currentThread());
            try {
                if (!metadata.await(20, TimeUnit.SECONDS)) {
                    callback.onCompletion(null, new TimeoutException("Topic not present in metadata"));
                    return new CompletableFuture<>();
                }
            } catch (InterruptedException e) {
                throw new org.apache.kafka.common.errors.InterruptException(e);
            } finally {
                held.remove(Thread.currentThread());
            }
        }
        lock.lock();
        try {
            if (isClosing) {
                throw new IllegalStateException("Cannot perform operation after producer has been closed");
            }
            buffer.add(new Entry(record, callback));
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        var late = lateFailure;
        if (late != null) {
            throw late;
        }
        return new CompletableFuture<>();
    }

    @Override
    public void flush() {
        lock.lock();
        try {
            while (!buffer.isEmpty() || isBusy) {
                changed.await();
            }
        } catch (InterruptedException e) {
            throw new org.apache.kafka.common.errors.InterruptException(e);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public List<PartitionInfo> partitionsFor(String topic) {
        if (cluster.password != null
                && !cluster.password.equals(cluster.properties().get("password"))) {
            throw new AuthenticationException("wrong password");
        }
        return List.of(new PartitionInfo(topic, 0, null, null, null));
    }

    @Override
    public Map<MetricName, Metric> metrics() {
        return Map.of();
    }

    @Override
    public void close(Duration timeout) {
        with(() -> {
            isClosing = true;
            isAborting |= timeout.isZero();
        });
        try {
            ioThread.join(timeout.toMillis() + 1);
            with(() -> isAborting = true);
            ioThread.join();
        } catch (InterruptedException e) {
            throw new org.apache.kafka.common.errors.InterruptException(e);
        }
    }

    /** Ends the producer under the feet of its user, as a fatal error would. */
    void kill() {
        with(() -> {
            isClosing = true;
            isAborting = true;
        });
    }

    private void run() {
        while (true) {
            Entry next;
            boolean aborts;
            lock.lock();
            try {
                isBusy = false;
                changed.signalAll();
                while (!isAborting && (buffer.isEmpty() || isFrozen) && !(isClosing && buffer.isEmpty())) {
                    changed.awaitUninterruptibly();
                }
                next = buffer.poll();
                if (next == null) {
                    return;
                }
                isBusy = true;
                aborts = isAborting;
            } finally {
                lock.unlock();
            }
            complete(next, aborts);
        }
    }

    private void complete(Entry entry, boolean aborts) {
        var partition = new TopicPartition(entry.record.topic(), 0);
        var text = new String(entry.record.value(), StandardCharsets.UTF_8);
        var failure = aborts ? new KafkaException("The producer is closed forcefully.") : ioFailures.remove(text);
        if (failure != null) {
            entry.callback.onCompletion(new RecordMetadata(partition, -1, -1, -1, -1, -1), failure);
        } else {
            long offset = cluster.append(text);
            entry.callback.onCompletion(new RecordMetadata(partition, offset, 0, 0, 1, 1), null);
        }
    }

    private void with(Runnable change) {
        lock.lock();
        try {
            change.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
