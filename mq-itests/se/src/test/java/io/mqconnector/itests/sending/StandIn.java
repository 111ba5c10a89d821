// SPDX-License-Identifier: MIT
package io.mqconnector.itests.sending;

import io.mqconnector.api.MqBatchResult;
import io.mqconnector.api.MqConnectionException;
import io.mqconnector.api.MqErrorCode;
import io.mqconnector.api.MqMessage;
import io.mqconnector.api.MqOutcome;
import io.mqconnector.api.MqReceipt;
import io.mqconnector.api.MqSendCallback;
import io.mqconnector.api.MqSendException;
import io.mqconnector.broker.Deadline;
import io.mqconnector.itests.model.Counts;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/**
 * What the connector should do in its simplest form, on plain Kafka producers behind one gate, and one defect if wanted.
 * Thread-safe.
 */
final class StandIn implements SendingSubject {
    private static final int FORGOTTEN = 3;
    private static final Duration SLACK = Duration.ofSeconds(1);

    private final SeedPlan plan;
    private final Defect defect;
    private final String brokers;
    private final String topic;
    private final AtomicInteger turn = new AtomicInteger();
    private final AtomicInteger rotations = new AtomicInteger();
    private final AtomicInteger waited = new AtomicInteger();
    /** One operation at a time. */
    private final ReentrantLock operation = new ReentrantLock();

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition opened = lock.newCondition();
    private final Deque<Pending> queue = new ArrayDeque<>(); // guarded by lock
    private List<StandInProducer> producers; // guarded by lock
    private boolean isShut; // guarded by lock

    private record Pending(MqMessage message, MqSendCallback callback) {}

    StandIn(SeedPlan plan, Defect defect, String brokers, String topic) {
        this.plan = plan;
        this.defect = defect;
        this.brokers = brokers;
        this.topic = topic;
        producers = build(plan.stripeCount());
    }

    private List<StandInProducer> build(int count) {
        var built = new ArrayList<StandInProducer>();
        try {
            for (int i = 0; i < count; i++) {
                built.add(new StandInProducer(brokers, topic, plan, defect));
            }
        } catch (KafkaException e) {
            built.forEach(producer -> producer.close(Duration.ZERO));
            throw new MqConnectionException(MqErrorCode.CONNECTION_FAILED, "no producer", e, true);
        }
        return built;
    }

    @Override
    public void sendAsync(MqMessage message, MqSendCallback callback) {
        lock.lock();
        try {
            if (isShut && defect == Defect.HOLDS_SENDERS) {
                hold();
            }
            if (isShut) {
                queue.add(new Pending(message, callback));
                waited.incrementAndGet();
            } else {
                pass(message, callback);
            }
        } finally {
            lock.unlock();
        }
    }

    /** With the lock held: it is free meanwhile. */
    private void hold() {
        long left = plan.drainTimeout().toNanos();
        try {
            while (isShut && left > 0) {
                left = opened.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** With the lock held: what passes first is sent first. */
    private void pass(MqMessage message, MqSendCallback callback) {
        int hash = defect == Defect.ROUND_ROBIN_STRIPES
                ? turn.incrementAndGet()
                : 31 * Arrays.hashCode(message.key())
                        + (message.key() == null ? message.partition().orElse(0) : 0);
        producers
                .get(Math.floorMod((hash * 0x9E3779B9) >>> 16, producers.size()))
                .send(message, callback);
    }

    @Override
    public MqReceipt send(MqMessage message) {
        try {
            return sendAsync(message)
                    .toCompletableFuture()
                    .get(plan.longestSend().plus(SLACK).toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof MqSendException failure) {
                throw failure;
            }
            throw new IllegalStateException(e);
        } catch (TimeoutException e) {
            throw failure(e, message, true);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failure(e, message, true);
        }
    }

    @Override
    public CompletionStage<MqReceipt> sendAsync(MqMessage message) {
        var stage = new CompletableFuture<MqReceipt>();
        sendAsync(message, new MqSendCallback() {
            @Override
            public void acknowledged(MqMessage sent, int partition, long offset, long timestampMillis) {
                stage.complete(new MqReceipt(sent.topic(), partition, offset, timestampMillis, 0));
            }

            @Override
            public void failed(MqMessage sent, MqSendException failure) {
                stage.completeExceptionally(failure);
            }
        });
        return stage;
    }

    @Override
    public MqBatchResult sendBatch(List<MqMessage> messages) {
        return sendBatchAsync(messages).toCompletableFuture().join();
    }

    @Override
    public CompletionStage<MqBatchResult> sendBatchAsync(List<MqMessage> messages) {
        var stages = messages.stream()
                .map(message -> sendAsync(message).toCompletableFuture())
                .toList();
        return CompletableFuture.allOf(stages.toArray(CompletableFuture<?>[]::new))
                .handle((nothing, failure) ->
                        new MqBatchResult(stages.stream().map(StandIn::result).toList()));
    }

    private static MqBatchResult.Result result(CompletableFuture<MqReceipt> stage) {
        try {
            return MqBatchResult.Result.of(stage.join());
        } catch (CompletionException e) {
            if (e.getCause() instanceof MqSendException failure) {
                return MqBatchResult.Result.of(failure);
            }
            throw e;
        }
    }

    @Override
    public void rotateOne(int chance) {
        replace(-1, chance);
    }

    @Override
    public void rotateAll() {
        replace(0, 0);
    }

    @Override
    public void resize(int stripeCount) {
        replace(stripeCount, 0);
    }

    @Override
    public void reconfigure(int chance) {
        replace(0, 0);
    }

    /** It has nobody who would notice. */
    @Override
    public boolean kill(Death death, int chance) {
        return false;
    }

    @Override
    public void count(Counts<Count> counts) {
        counts.add(Count.ROTATIONS, rotations.get());
        counts.add(Count.QUEUED, waited.get());
    }

    /**
     * Builds what is new, closes the gate, waits for what is old, opens the gate.
     *
     * @param count of producers afterwards; 0 for as many as before, -1 to replace one of them
     */
    private void replace(int count, int chance) {
        operation.lock();
        try {
            var next = new ArrayList<>(current());
            var old = new ArrayList<StandInProducer>();
            if (count < 0) {
                int index = chance % next.size();
                old.add(next.set(index, build(1).get(0)));
            } else {
                old.addAll(next);
                next.clear();
                next.addAll(build(count == 0 ? old.size() : count));
            }
            if (defect != Defect.GATE_OFF) {
                shut();
                drain(old);
            }
            open(next);
            old.forEach(producer -> producer.close(plan.drainTimeout()));
            rotations.addAndGet(old.size());
        } finally {
            operation.unlock();
        }
    }

    private void drain(List<StandInProducer> old) {
        boolean isDrained =
                Deadline.in(plan.drainTimeout()).await(() -> old.stream().allMatch(StandInProducer::isIdle));
        if (!isDrained) { // at once: each may take as long as a request
            CompletableFuture.allOf(old.stream()
                            .map(producer -> CompletableFuture.runAsync(() -> producer.close(Duration.ZERO)))
                            .toArray(CompletableFuture<?>[]::new))
                    .join();
        }
    }

    private List<StandInProducer> current() {
        lock.lock();
        try {
            return producers;
        } finally {
            lock.unlock();
        }
    }

    private void shut() {
        lock.lock();
        try {
            isShut = true;
        } finally {
            lock.unlock();
        }
    }

    private void open(List<StandInProducer> next) {
        lock.lock();
        try {
            producers = List.copyOf(next);
            int number = 0;
            for (Pending pending = take(); pending != null; pending = take()) {
                number++;
                if (defect == Defect.DROPS_ON_ROTATION && number % FORGOTTEN == 0) {
                    continue;
                }
                pass(pending.message(), pending.callback());
                if (defect == Defect.REPEATS_ON_ROTATION && number % FORGOTTEN == 0) {
                    pass(pending.message(), new Nobody());
                }
            }
            isShut = false;
            opened.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private @Nullable Pending take() {
        return defect == Defect.REVERSES_ON_ROTATION ? queue.pollLast() : queue.poll();
    }

    @Override
    public void close() {
        current().forEach(producer -> producer.close(plan.drainTimeout()));
    }

    /** Hears of nothing. */
    private static final class Nobody implements MqSendCallback {
        @Override
        public void acknowledged(MqMessage message, int partition, long offset, long timestampMillis) {}

        @Override
        public void failed(MqMessage message, MqSendException failure) {}
    }

    /** A failure as the connector tells it. */
    static MqSendException failure(Exception e, MqMessage message, boolean isUnknown) {
        return new MqSendException(
                MqErrorCode.TIMED_OUT,
                isUnknown ? MqOutcome.UNKNOWN : MqOutcome.NOT_WRITTEN,
                message.topic(),
                -1,
                String.valueOf(e.getMessage()),
                e,
                true,
                false);
    }
}
