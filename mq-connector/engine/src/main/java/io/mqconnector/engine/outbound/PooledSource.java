// SPDX-License-Identifier: MIT
package io.mqconnector.engine.outbound;

import io.mqconnector.api.MqPoolStats.Cause;
import io.mqconnector.engine.client.CredentialProof;
import io.mqconnector.engine.client.ProducerThread;
import io.mqconnector.engine.client.SendLimits;
import io.mqconnector.engine.log.MqLog;
import io.mqconnector.engine.pool.PooledProducer;
import io.mqconnector.engine.pool.ProducerPool;
import io.mqconnector.engine.pool.ProducerRecipe;
import io.mqconnector.engine.pool.ProducerSource;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiFunction;
import org.apache.kafka.common.KafkaException;

/** Producers out of the pool. Thread-safe. */
public final class PooledSource implements LaneSource {
    private final MqLog log = MqLog.of(PooledSource.class);
    private final ProducerPool pool;
    private final BiFunction<Map<String, Object>, SendLimits, ProducerSource> builder;
    private final CredentialProof proof;

    /** Held while the pool is told. */
    private final ReentrantLock changing = new ReentrantLock();
    /** Replaced whole; written under {@link #changing}. */
    private volatile Settings settings;

    private record Settings(Map<String, Object> properties, SendLimits limits) {}

    /**
     * @param pool lends the producers
     * @param properties what it builds them with
     * @param limits that go with them
     * @param builder what it builds them by, with given properties
     * @param proof tries credentials
     */
    public PooledSource(
            ProducerPool pool,
            Map<String, Object> properties,
            SendLimits limits,
            BiFunction<Map<String, Object>, SendLimits, ProducerSource> builder,
            CredentialProof proof) {
        this.pool = pool;
        this.settings = new Settings(properties, limits);
        this.builder = builder;
        this.proof = proof;
    }

    @Override
    public PooledProducer lease() {
        return pool.borrow();
    }

    @Override
    public PooledProducer leaseReplacement() {
        return pool.borrowReplacement();
    }

    @Override
    public void end(PooledProducer producer, Cause cause, boolean isAtOnce) {
        if (isAtOnce) {
            try {
                ProducerThread.close(producer.kafka(), Duration.ZERO);
            } catch (KafkaException e) {
                log.clientCloseFailed(producer.clientId(), e);
            }
        }
        pool.discard(producer, cause);
    }

    @Override
    public Map<String, Object> properties() {
        return settings.properties;
    }

    @Override
    public void renew() {
        changing.lock();
        try {
            pool.change(recipe(settings));
        } finally {
            changing.unlock();
        }
    }

    @Override
    public Prepared prepare(Map<String, Object> changed, SendLimits limits) {
        var next = new Settings(changed, limits);
        var recipe = recipe(next);
        return new Prepared() {
            @Override
            public PooledProducer lease() {
                return pool.borrowPrepared(recipe);
            }

            @Override
            public void adopt() {
                changing.lock();
                try {
                    settings = next;
                    pool.change(recipe);
                } finally {
                    changing.unlock();
                }
            }
        };
    }

    private ProducerRecipe recipe(Settings of) {
        return pool.recipe(builder.apply(of.properties, of.limits));
    }

    @Override
    public boolean isCurrent(PooledProducer producer) {
        return pool.isCurrent(producer);
    }

    @Override
    public void authenticate(Map<String, Object> tried, Duration timeout) {
        proof.require(tried, timeout);
    }
}
