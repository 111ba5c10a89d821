// SPDX-License-Identifier: MIT
package io.mqconnector.engine.management;

import io.mqconnector.engine.config.ConfigKeys;
import io.mqconnector.engine.outbound.CircuitBreaker;
import io.mqconnector.engine.outbound.StripedProducer;

/** A circuit breaker as JMX sees it. Thread-safe. */
record BreakerView(StripedProducer producer, AttributeSettings settings) implements BreakerMXBean {
    @Override
    public CircuitBreaker.View getStatus() {
        return producer.breaker()
                .map(CircuitBreaker::view)
                .orElseGet(() -> new CircuitBreaker.View("DISABLED", 0, 0, producer.breakerOpenedCount()));
    }

    @Override
    public boolean isEnabled() {
        return settings.read(ConfigKeys.BREAKER_ENABLED);
    }

    @Override
    public void setEnabled(boolean value) {
        settings.write(ConfigKeys.BREAKER_ENABLED, value);
    }

    @Override
    public int getFailureThreshold() {
        return settings.read(ConfigKeys.BREAKER_FAILURE_THRESHOLD);
    }

    @Override
    public void setFailureThreshold(int failureThreshold) {
        settings.write(ConfigKeys.BREAKER_FAILURE_THRESHOLD, failureThreshold);
    }

    @Override
    public long getOpenDurationMillis() {
        return settings.readMillis(ConfigKeys.BREAKER_OPEN_DURATION);
    }

    @Override
    public void setOpenDurationMillis(long millis) {
        settings.writeMillis(ConfigKeys.BREAKER_OPEN_DURATION, millis);
    }

    @Override
    public int getTrialCount() {
        return settings.read(ConfigKeys.BREAKER_TRIAL_COUNT);
    }

    @Override
    public void setTrialCount(int trialCount) {
        settings.write(ConfigKeys.BREAKER_TRIAL_COUNT, trialCount);
    }

    @Override
    public void close() {
        producer.breaker()
                .orElseThrow(() -> new IllegalStateException(
                        "there is no circuit breaker to close; set Enabled (mq.breaker.enabled) to true to have one"))
                .reset();
    }
}
