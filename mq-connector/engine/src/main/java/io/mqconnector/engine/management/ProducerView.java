// SPDX-License-Identifier: MIT
package io.mqconnector.engine.management;

import io.mqconnector.api.MqProducerStats;
import io.mqconnector.engine.config.ConfigKeys;
import io.mqconnector.engine.outbound.RotationCause;
import io.mqconnector.engine.outbound.RotationStats;
import io.mqconnector.engine.outbound.StripedProducer;

/** A producer as JMX sees it. Thread-safe. */
record ProducerView(StripedProducer producer, AttributeSettings settings) implements ProducerMXBean {
    @Override
    public MqProducerStats getStats() {
        return producer.stats();
    }

    @Override
    public RotationStats getRotations() {
        return producer.rotations();
    }

    @Override
    public int getOpenStripeCount() {
        return producer.openStripeCount();
    }

    @Override
    public int getStripeCount() {
        return producer.stripeCount();
    }

    @Override
    public void setStripeCount(int stripes) {
        settings.write(ConfigKeys.POOL_STRIPES, stripes);
    }

    @Override
    public long getLingerMillis() {
        return settings.readMillis(ConfigKeys.PRODUCER_LINGER);
    }

    @Override
    public void setLingerMillis(long millis) {
        settings.writeMillis(ConfigKeys.PRODUCER_LINGER, millis);
    }

    @Override
    public long getBatchSizeBytes() {
        return settings.read(ConfigKeys.PRODUCER_BATCH_SIZE);
    }

    @Override
    public void setBatchSizeBytes(long bytes) {
        settings.write(ConfigKeys.PRODUCER_BATCH_SIZE, bytes);
    }

    @Override
    public long getDeliveryTimeoutMillis() {
        return settings.readMillis(ConfigKeys.PRODUCER_DELIVERY_TIMEOUT);
    }

    @Override
    public void setDeliveryTimeoutMillis(long millis) {
        settings.writeMillis(ConfigKeys.PRODUCER_DELIVERY_TIMEOUT, millis);
    }

    @Override
    public long getMaxBlockMillis() {
        return settings.readMillis(ConfigKeys.PRODUCER_MAX_BLOCK);
    }

    @Override
    public void setMaxBlockMillis(long millis) {
        settings.writeMillis(ConfigKeys.PRODUCER_MAX_BLOCK, millis);
    }

    @Override
    public int getMaxBatchCount() {
        return settings.read(ConfigKeys.PRODUCER_MAX_BATCH_COUNT);
    }

    @Override
    public void setMaxBatchCount(int value) {
        settings.write(ConfigKeys.PRODUCER_MAX_BATCH_COUNT, value);
    }

    @Override
    public long getMaxBatchSizeBytes() {
        return settings.read(ConfigKeys.PRODUCER_MAX_BATCH_SIZE);
    }

    @Override
    public void setMaxBatchSizeBytes(long bytes) {
        settings.write(ConfigKeys.PRODUCER_MAX_BATCH_SIZE, bytes);
    }

    @Override
    public boolean isRetryEnabled() {
        return settings.read(ConfigKeys.RETRY_ENABLED);
    }

    @Override
    public void setRetryEnabled(boolean value) {
        settings.write(ConfigKeys.RETRY_ENABLED, value);
    }

    @Override
    public int getRetryAttempts() {
        return settings.read(ConfigKeys.RETRY_ATTEMPTS);
    }

    @Override
    public void setRetryAttempts(int value) {
        settings.write(ConfigKeys.RETRY_ATTEMPTS, value);
    }

    @Override
    public long getRetryBackoffMillis() {
        return settings.readMillis(ConfigKeys.RETRY_BACKOFF);
    }

    @Override
    public void setRetryBackoffMillis(long millis) {
        settings.writeMillis(ConfigKeys.RETRY_BACKOFF, millis);
    }

    @Override
    public double getRetryMultiplier() {
        return settings.read(ConfigKeys.RETRY_MULTIPLIER);
    }

    @Override
    public void setRetryMultiplier(double value) {
        settings.write(ConfigKeys.RETRY_MULTIPLIER, value);
    }

    @Override
    public long getRetryMaxBackoffMillis() {
        return settings.readMillis(ConfigKeys.RETRY_MAX_BACKOFF);
    }

    @Override
    public void setRetryMaxBackoffMillis(long millis) {
        settings.writeMillis(ConfigKeys.RETRY_MAX_BACKOFF, millis);
    }

    @Override
    public double getRetryJitter() {
        return settings.read(ConfigKeys.RETRY_JITTER);
    }

    @Override
    public void setRetryJitter(double value) {
        settings.write(ConfigKeys.RETRY_JITTER, value);
    }

    @Override
    public RotationResult rotate() {
        return RotationResult.of(producer.rotate(RotationCause.REQUESTED).join());
    }

    @Override
    public RotationResult evict(int stripe) {
        return RotationResult.of(producer.evict(stripe).join());
    }

    @Override
    public void flush(long timeoutMillis) {
        producer.flush(ConnectionView.timeout(timeoutMillis));
    }

    @Override
    public PingResult ping(long timeoutMillis) {
        return PingResult.of(producer.ping(ConnectionView.timeout(timeoutMillis)));
    }
}
