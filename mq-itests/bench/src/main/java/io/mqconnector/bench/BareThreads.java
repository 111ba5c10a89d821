// SPDX-License-Identifier: MIT
package io.mqconnector.bench;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What a number of threads reaches at best: each calls the handler of {@link SleepingSink} again and again, without any
 * records. For one thread.
 */
final class BareThreads implements Contender {
    private final int threads;
    private final int calls;

    /** @param calls of all threads together */
    BareThreads(int threads, int calls) {
        this.threads = threads;
        this.calls = calls;
    }

    @Override
    public String name() {
        return Workload.RAW;
    }

    @Override
    public double[] run() throws InterruptedException {
        // a key for each call: nothing has to come in order
        var sink = new SleepingSink(calls, calls);
        var next = new AtomicInteger();
        var ready = new CountDownLatch(threads);
        for (int i = 0; i < threads; i++) {
            var thread = new Thread(() -> call(sink, next, ready), "bare-" + i);
            thread.setDaemon(true);
            thread.start();
        }
        sink.await(RawConsume.PATIENCE);
        sink.verify(threads + " bare threads");
        return sink.measured();
    }

    private void call(SleepingSink sink, AtomicInteger next, CountDownLatch ready) {
        byte[] value = new byte[ConsumeTopic.VALUE_BYTES];
        try {
            ready.countDown();
            ready.await();
            for (int i = next.getAndIncrement(); i < calls; i = next.getAndIncrement()) {
                NumberedValue.write(value, i, i, 0);
                sink.accept(value);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // nobody does; the count tells
        }
    }

    @Override
    public void close() {}
}
