// SPDX-License-Identifier: MIT
package io.mqconnector.api;

import java.time.Duration;

/** The pool of a connector that is closed with it. As thread-safe as that. */
final class StandalonePool implements MqStandalonePool {
    private final Mq mq;
    private final MqProducerPool pool;

    StandalonePool(Mq mq) {
        this.mq = mq;
        this.pool = mq.pool();
    }

    @Override
    public MqPooledProducer borrow() {
        return pool.borrow();
    }

    @Override
    public MqPooledProducer borrow(Duration timeout) {
        return pool.borrow(timeout);
    }

    @Override
    public MqPoolStats stats() {
        return pool.stats();
    }

    @Override
    public MqPing ping(Duration timeout) {
        return pool.ping(timeout);
    }

    @Override
    public void evict() {
        pool.evict();
    }

    @Override
    public void close() {
        mq.close();
    }
}
