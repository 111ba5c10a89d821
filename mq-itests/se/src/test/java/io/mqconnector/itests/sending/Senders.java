// SPDX-License-Identifier: MIT
package io.mqconnector.itests.sending;

import io.mqconnector.api.MqBatchResult;
import io.mqconnector.api.MqMessage;
import io.mqconnector.api.MqReceipt;
import io.mqconnector.api.MqSendException;
import io.mqconnector.itests.model.Chance;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The threads that send, each for keys of its own, in all forms; every second one never waits for an outcome. What
 * callbacks send goes to any key. Until it is closed.
 */
final class Senders implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int MOST_OPEN = 400;
    private static final int BATCH = 12;
    private static final int BURST = 100;
    private static final int HOPS = 5;

    private final SeedPlan plan;
    private final SendJournal journal;
    private final Outlet outlet;
    private final String topic;
    private final Pace pace;
    private final List<Thread> threads = new ArrayList<>();
    private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
    private final AtomicLong hops = new AtomicLong();
    private volatile boolean isClosed;

    Senders(SeedPlan plan, SendJournal journal, Outlet outlet, String topic, Pace pace) {
        this.plan = plan;
        this.journal = journal;
        this.outlet = outlet;
        this.topic = topic;
        this.pace = pace;
        for (int i = 0; i < plan.senderCount(); i++) {
            var sender = new Sender(i);
            var thread = new Thread(sender::run, "model-sender-" + i);
            thread.setDaemon(true);
            threads.add(thread);
        }
        threads.forEach(Thread::start);
    }

    /** What senders or callbacks were thrown that they should not have been. */
    List<Throwable> failures() {
        return List.copyOf(failures);
    }

    /** Sends nothing any more; those that hang are left behind. */
    @Override
    public void close() {
        isClosed = true;
        long start = System.nanoTime();
        try {
            for (Thread thread : threads) {
                long left = PATIENCE.toNanos() - (System.nanoTime() - start);
                thread.join(Math.max(1, TimeUnit.NANOSECONDS.toMillis(left)));
                if (thread.isAlive()) {
                    var stuck = new IllegalStateException(thread.getName() + " hangs");
                    stuck.setStackTrace(thread.getStackTrace());
                    failures.add(stuck);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Sends with a callback; on the thread of another message's callback, or of a sender. */
    private void sendWithCallback(Attempt attempt) {
        MqMessage message = attempt.message(topic);
        attempt.starting();
        try {
            outlet.sendAsync(message, attempt);
        } catch (RuntimeException e) {
            failures.add(e);
        }
        attempt.returned();
    }

    /** What a callback does: it sends the next one, to the same key or any. */
    private void hop(Attempt before, int left) {
        if (left == 0 || isClosed) {
            return;
        }
        long hop = hops.incrementAndGet();
        int key = Chance.below(2, plan.seed(), 1, hop) == 0
                ? before.lane().key()
                : Chance.below(plan.keyCount(), plan.seed(), 2, hop);
        sendWithCallback(journal.add(new Lane(key, -1), Form.CHAINED, done -> hop(done, left - 1)));
    }

    /** One thread. */
    private final class Sender {
        private final int number;
        private final SplittableRandom random;
        private final Semaphore permits = new Semaphore(MOST_OPEN);

        Sender(int number) {
            this.number = number;
            random = new SplittableRandom(Chance.mix(plan.seed(), 3, number));
        }

        void run() {
            try {
                while (!isClosed) {
                    runOnce();
                }
            } catch (RuntimeException | Error e) {
                failures.add(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        private void runOnce() throws InterruptedException {
            if (random.nextInt(100) == 0) {
                for (int i = 0; i < BURST && acquire(1); i++) {
                    sendWithCallback(journal.add(lane(), Form.CALLBACK, this::release));
                }
            } else {
                sendOne();
            }
            pace.pause(random, journal.size());
        }

        private void sendOne() throws InterruptedException {
            boolean waits = number % 2 == 0;
            int drawn = random.nextInt(100);
            if (drawn < 15) {
                sendBatch(waits && drawn < 5);
            } else if (drawn < 25 && waits) {
                sendSync();
            } else if (drawn < 45) {
                sendStaged();
            } else if (drawn < 60 && plan.hasChains()) {
                startChain();
            } else if (acquire(1)) {
                sendWithCallback(journal.add(lane(), Form.CALLBACK, this::release));
            }
        }

        private void startChain() throws InterruptedException {
            int left = 1 + random.nextInt(HOPS);
            if (acquire(1)) {
                sendWithCallback(journal.add(new Lane(key(), -1), Form.CALLBACK, done -> {
                    permits.release();
                    hop(done, left);
                }));
            }
        }

        private void sendSync() throws InterruptedException {
            if (!acquire(1)) {
                return;
            }
            var attempt = journal.add(lane(), Form.SYNC, this::release);
            MqMessage message = attempt.message(topic);
            attempt.starting();
            try {
                attempt.acknowledged(outlet.send(message));
            } catch (MqSendException e) {
                attempt.failed(e);
            }
            attempt.returned();
        }

        private void sendStaged() throws InterruptedException {
            if (!acquire(1)) {
                return;
            }
            var attempt = journal.add(lane(), Form.STAGE, this::release);
            MqMessage message = attempt.message(topic);
            attempt.starting();
            var unused = outlet.sendAsync(message).whenComplete((receipt, failure) -> {
                if (failure == null) {
                    attempt.acknowledged(receipt);
                } else {
                    fail(attempt, failure);
                }
            });
            attempt.returned();
        }

        private void sendBatch(boolean waits) throws InterruptedException {
            int size = 2 + random.nextInt(BATCH - 1);
            if (!plan.hasBatches() || !acquire(size)) {
                return;
            }
            var lanes = new ArrayList<Lane>();
            for (int i = 0; i < size; i++) {
                lanes.add(lane());
            }
            var attempts = journal.addBatch(lanes, waits ? Form.BATCH : Form.BATCH_STAGE, this::release);
            var messages =
                    attempts.stream().map(attempt -> attempt.message(topic)).toList();
            attempts.forEach(Attempt::starting);
            if (waits) {
                try {
                    settle(attempts, outlet.sendBatch(messages));
                } catch (MqSendException e) { // of the batch as a whole
                    attempts.forEach(attempt -> attempt.failed(e));
                }
            } else {
                var unused = outlet.sendBatchAsync(messages).whenComplete((result, failure) -> {
                    if (failure == null) {
                        settle(attempts, result);
                    } else {
                        failures.add(failure);
                    }
                });
            }
            attempts.forEach(Attempt::returned);
        }

        private void settle(List<Attempt> attempts, MqBatchResult result) {
            for (int i = 0; i < attempts.size(); i++) {
                var attempt = attempts.get(i);
                var each = result.results().get(i);
                each.receipt().ifPresent((MqReceipt receipt) -> attempt.acknowledged(receipt));
                each.failure().ifPresent((MqSendException failure) -> attempt.failed(failure));
            }
        }

        private void fail(Attempt attempt, Throwable failure) {
            Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
            if (cause instanceof MqSendException told) {
                attempt.failed(told);
            } else {
                failures.add(failure);
            }
        }

        /** Of a message that has its outcome. */
        private void release(Attempt done) {
            permits.release();
        }

        private boolean acquire(int count) throws InterruptedException {
            while (!permits.tryAcquire(count, 10, TimeUnit.MILLISECONDS)) {
                if (isClosed) {
                    return false;
                }
            }
            return true;
        }

        private int key() {
            int own = plan.keyCount() / plan.senderCount();
            return number + plan.senderCount() * random.nextInt(own);
        }

        private Lane lane() {
            int drawn = random.nextInt(100);
            if (drawn < 8 && plan.hasKeyless()) {
                boolean isFree = drawn < 5 || !plan.hasPartitions();
                return isFree ? Lane.FREE : new Lane(-1, random.nextInt(plan.partitionCount()));
            }
            boolean isChosen = drawn >= 92 && plan.hasPartitions();
            return new Lane(key(), isChosen ? random.nextInt(plan.partitionCount()) : -1);
        }
    }
}
