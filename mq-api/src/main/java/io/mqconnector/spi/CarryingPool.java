// SPDX-License-Identifier: MIT
package io.mqconnector.spi;

import io.mqconnector.api.MqPing;
import io.mqconnector.api.MqPoolStats;
import io.mqconnector.api.MqPooledProducer;
import io.mqconnector.api.MqProducerPool;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/**
 * A pool whose producers put what is current on the sender's thread into each message, as {@link CarryingProducer} does.
 * Thread-safe.
 */
public final class CarryingPool implements MqProducerPool {
    private final MqProducerPool pool;
    private final Carriers carriers;

    private CarryingPool(MqProducerPool pool, Carriers carriers) {
        this.pool = pool;
        this.carriers = carriers;
    }

    /**
     * The pool itself where there are no carriers.
     *
     * @param pool lends the producers
     * @param carriers asked in this order
     * @param failures as with {@link CarryingProducer#of}
     */
    public static MqProducerPool of(
            MqProducerPool pool, List<MqContextCarrier> carriers, Consumer<Throwable> failures) {
        return carriers.isEmpty() ? pool : new CarryingPool(pool, new Carriers(carriers, failures));
    }

    @Override
    public MqPooledProducer borrow() {
        return new Loan(pool.borrow(), carriers);
    }

    @Override
    public MqPooledProducer borrow(Duration timeout) {
        return new Loan(pool.borrow(timeout), carriers);
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

    private static final class Loan extends CarryingSender<MqPooledProducer> implements MqPooledProducer {
        Loan(MqPooledProducer producer, Carriers carriers) {
            super(producer, carriers);
        }

        @Override
        public String clientId() {
            return sender.clientId();
        }

        @Override
        public void flush(Duration timeout) {
            sender.flush(timeout);
        }

        @Override
        public MqPing ping(Duration timeout) {
            return sender.ping(timeout);
        }

        @Override
        public void invalidate() {
            sender.invalidate();
        }

        @Override
        public void close() {
            sender.close();
        }
    }
}
