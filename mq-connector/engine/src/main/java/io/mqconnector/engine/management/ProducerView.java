// SPDX-License-Identifier: MIT
package io.mqconnector.engine.management;

import io.mqconnector.api.MqProducerStats;
import io.mqconnector.engine.outbound.CircuitBreaker;
import io.mqconnector.engine.outbound.RotationCause;
import io.mqconnector.engine.outbound.RotationReport;
import io.mqconnector.engine.outbound.RotationStats;
import io.mqconnector.engine.outbound.StripedProducer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;

/** A producer as JMX sees it. Thread-safe. */
final class ProducerView implements ProducerMXBean {
    private static final CircuitBreaker.View DISABLED = new CircuitBreaker.View("DISABLED", 0, 0, 0);

    private final StripedProducer producer;

    ProducerView(StripedProducer producer) {
        this.producer = producer;
    }

    @Override
    public MqProducerStats getStats() {
        return producer.stats();
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
    public RotationStats getRotations() {
        return producer.rotations();
    }

    @Override
    public String rotate() {
        return inWords(producer.rotate(RotationCause.REQUESTED));
    }

    @Override
    public String evict(int stripe) {
        return inWords(producer.evict(stripe));
    }

    @Override
    public String getBreakerState() {
        return view().state();
    }

    @Override
    public int getBreakerFailureCount() {
        return view().failureCount();
    }

    @Override
    public int getBreakerOpenedCount() {
        return view().openedCount();
    }

    @Override
    public int getBreakerFailureThreshold() {
        return producer.breaker()
                .map(breaker -> breaker.settings().failureThreshold())
                .orElse(0);
    }

    @Override
    public void setBreakerFailureThreshold(int failureThreshold) {
        change(old -> new CircuitBreaker.Settings(failureThreshold, old.openDuration(), old.trialCount()));
    }

    @Override
    public long getBreakerOpenDurationMillis() {
        return producer.breaker()
                .map(breaker -> breaker.settings().openDuration().toMillis())
                .orElse(0L);
    }

    @Override
    public void setBreakerOpenDurationMillis(long millis) {
        change(old -> new CircuitBreaker.Settings(old.failureThreshold(), Duration.ofMillis(millis), old.trialCount()));
    }

    @Override
    public int getBreakerTrialCount() {
        return producer.breaker()
                .map(breaker -> breaker.settings().trialCount())
                .orElse(0);
    }

    @Override
    public void setBreakerTrialCount(int trialCount) {
        change(old -> new CircuitBreaker.Settings(old.failureThreshold(), old.openDuration(), trialCount));
    }

    @Override
    public void closeBreaker() {
        breaker().reset();
    }

    private void change(UnaryOperator<CircuitBreaker.Settings> change) {
        var breaker = breaker();
        breaker.settings(change.apply(breaker.settings()));
    }

    private CircuitBreaker breaker() {
        return producer.breaker()
                .orElseThrow(() -> new IllegalStateException(
                        "there is no circuit breaker; set mq.breaker.enabled to true and restart"));
    }

    private CircuitBreaker.View view() {
        return producer.breaker().map(CircuitBreaker::view).orElse(DISABLED);
    }

    private static String inWords(CompletableFuture<RotationReport> operation) {
        var report = operation.join();
        var failure = report.failure();
        return failure == null
                ? report.replacedCount() + " replaced, senders held for " + report.longestHoldMicros() + " us, "
                        + report.unfinishedCount() + " messages not finished"
                : "not all replaced: " + failure.getMessage();
    }
}
