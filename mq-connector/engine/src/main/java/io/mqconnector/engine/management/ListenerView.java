// SPDX-License-Identifier: MIT
package io.mqconnector.engine.management;

import io.mqconnector.api.MqConsumer;
import io.mqconnector.api.MqConsumerStats;
import io.mqconnector.api.MqPartition;
import io.mqconnector.engine.config.ConfigKeys;
import io.mqconnector.engine.config.ListenerConfig;
import io.mqconnector.engine.inbound.PartitionStanding;
import io.mqconnector.engine.inbound.Subscription;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;

/** A subscription as JMX shows it. Thread-safe. */
record ListenerView(Subscription subscription, AttributeSettings settings) implements ListenerMXBean {
    /** Longest wait for a repositioning, beyond what records that have begun may take. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Override
    public String getGroup() {
        return subscription.group();
    }

    @Override
    public List<String> getTopics() {
        return subscription.topics();
    }

    @Override
    public String getState() {
        return subscription.state().name();
    }

    @Override
    public boolean isPaused() {
        return subscription.isPaused();
    }

    @Override
    public MqConsumerStats getStats() {
        return subscription.stats();
    }

    @Override
    public List<Setting> getConfiguration() {
        return Setting.of(config().effective());
    }

    @Override
    public List<String> getAssignment() {
        return subscription.assignment().stream()
                .map(MqPartition::toString)
                .sorted()
                .toList();
    }

    @Override
    public String getFailurePolicy() {
        return config().failurePolicy().name().toLowerCase(Locale.ROOT);
    }

    @Override
    public String getDeadLetterTopic() {
        return config().deadLetterTopic();
    }

    @Override
    public int getWorkers() {
        return config().workers();
    }

    @Override
    public void setWorkers(int value) {
        settings.write(ConfigKeys.LISTENER_WORKERS, value);
    }

    @Override
    public int getConsumers() {
        return config().consumers();
    }

    @Override
    public void setConsumers(int value) {
        settings.write(ConfigKeys.LISTENER_CONSUMERS, value);
    }

    @Override
    public int getMaxInFlight() {
        return config().maxInFlight();
    }

    @Override
    public void setMaxInFlight(int value) {
        settings.write(ConfigKeys.LISTENER_MAX_IN_FLIGHT, value);
    }

    @Override
    public int getMaxInFlightPerKey() {
        return config().maxInFlightPerKey();
    }

    @Override
    public void setMaxInFlightPerKey(int value) {
        settings.write(ConfigKeys.LISTENER_MAX_IN_FLIGHT_PER_KEY, value);
    }

    @Override
    public int getMaxSpan() {
        return config().maxSpan();
    }

    @Override
    public void setMaxSpan(int value) {
        settings.write(ConfigKeys.LISTENER_MAX_SPAN, value);
    }

    @Override
    public int getRetryAttempts() {
        return config().retryAttempts();
    }

    @Override
    public void setRetryAttempts(int value) {
        settings.write(ConfigKeys.LISTENER_RETRY_ATTEMPTS, value);
    }

    @Override
    public long getRetryBackoffMillis() {
        return config().retryBackoff().toMillis();
    }

    @Override
    public void setRetryBackoffMillis(long millis) {
        settings.writeMillis(ConfigKeys.LISTENER_RETRY_BACKOFF, millis);
    }

    @Override
    public long getRetryMaxBackoffMillis() {
        return config().retryMaxBackoff().toMillis();
    }

    @Override
    public void setRetryMaxBackoffMillis(long millis) {
        settings.writeMillis(ConfigKeys.LISTENER_RETRY_MAX_BACKOFF, millis);
    }

    @Override
    public long getHandlerTimeoutMillis() {
        return config().handlerTimeout().toMillis();
    }

    @Override
    public void setHandlerTimeoutMillis(long millis) {
        settings.writeMillis(ConfigKeys.LISTENER_HANDLER_TIMEOUT, millis);
    }

    @Override
    public long getStuckTimeoutMillis() {
        return config().stuckTimeout().toMillis();
    }

    @Override
    public void setStuckTimeoutMillis(long millis) {
        settings.writeMillis(ConfigKeys.LISTENER_STUCK_TIMEOUT, millis);
    }

    @Override
    public long getStallTimeoutMillis() {
        return config().stallTimeout().toMillis();
    }

    @Override
    public void setStallTimeoutMillis(long millis) {
        settings.writeMillis(ConfigKeys.LISTENER_STALL_TIMEOUT, millis);
    }

    @Override
    public long getDrainTimeoutMillis() {
        return config().drainTimeout().toMillis();
    }

    @Override
    public void setDrainTimeoutMillis(long millis) {
        settings.writeMillis(ConfigKeys.LISTENER_DRAIN_TIMEOUT, millis);
    }

    @Override
    public long getCloseTimeoutMillis() {
        return config().closeTimeout().toMillis();
    }

    @Override
    public void setCloseTimeoutMillis(long millis) {
        settings.writeMillis(ConfigKeys.LISTENER_CLOSE_TIMEOUT, millis);
    }

    @Override
    public double getRetryMultiplier() {
        return config().retryMultiplier();
    }

    @Override
    public void setRetryMultiplier(double value) {
        settings.write(ConfigKeys.LISTENER_RETRY_MULTIPLIER, value);
    }

    @Override
    public double getRetryJitter() {
        return config().retryJitter();
    }

    @Override
    public void setRetryJitter(double value) {
        settings.write(ConfigKeys.LISTENER_RETRY_JITTER, value);
    }

    @Override
    public int getBatchMaxRecords() {
        return config().batchMaxRecords();
    }

    @Override
    public void setBatchMaxRecords(int value) {
        settings.write(ConfigKeys.LISTENER_BATCH_MAX_RECORDS, value);
    }

    @Override
    public long getBatchMaxWaitMillis() {
        return config().batchMaxWait().toMillis();
    }

    @Override
    public void setBatchMaxWaitMillis(long millis) {
        settings.writeMillis(ConfigKeys.LISTENER_BATCH_MAX_WAIT, millis);
    }

    @Override
    public long getAckTimeoutMillis() {
        return config().ackTimeout().toMillis();
    }

    @Override
    public void setAckTimeoutMillis(long millis) {
        settings.writeMillis(ConfigKeys.LISTENER_ACK_TIMEOUT, millis);
    }

    @Override
    public long getCommitIntervalMillis() {
        return config().autoCommitInterval().toMillis();
    }

    @Override
    public void setCommitIntervalMillis(long millis) {
        settings.writeMillis(ConfigKeys.CONSUMER_AUTO_COMMIT_INTERVAL, millis);
    }

    @Override
    public int getCommitRecords() {
        return config().autoCommitRecords();
    }

    @Override
    public void setCommitRecords(int value) {
        settings.write(ConfigKeys.CONSUMER_AUTO_COMMIT_RECORDS, value);
    }

    @Override
    public int getMaxPollRecords() {
        return config().maxPollRecords();
    }

    @Override
    public void setMaxPollRecords(int value) {
        settings.write(ConfigKeys.CONSUMER_MAX_POLL_RECORDS, value);
    }

    @Override
    public int getRestartAttempts() {
        return config().restartAttempts();
    }

    @Override
    public void setRestartAttempts(int value) {
        settings.write(ConfigKeys.LISTENER_RESTART_ATTEMPTS, value);
    }

    @Override
    public long getRestartBackoffMillis() {
        return config().restartBackoff().toMillis();
    }

    @Override
    public void setRestartBackoffMillis(long millis) {
        settings.writeMillis(ConfigKeys.LISTENER_RESTART_BACKOFF, millis);
    }

    @Override
    public long getRestartMaxBackoffMillis() {
        return config().restartMaxBackoff().toMillis();
    }

    @Override
    public void setRestartMaxBackoffMillis(long millis) {
        settings.writeMillis(ConfigKeys.LISTENER_RESTART_MAX_BACKOFF, millis);
    }

    @Override
    public List<PartitionStanding> partitions() {
        return subscription.standings();
    }

    @Override
    public void pause() {
        subscription.pause();
    }

    @Override
    public void resume() {
        subscription.resume();
    }

    @Override
    public boolean stop() {
        return subscription.stop();
    }

    @Override
    public void start() {
        subscription.startAgain();
    }

    @Override
    public void restart() {
        var state = subscription.state();
        if (state == MqConsumer.State.STOPPED || state == MqConsumer.State.CLOSING) {
            throw new IllegalStateException("listener '" + subscription.name() + "' is " + state
                    + ": a restart would change nothing; start it"
                    + (state == MqConsumer.State.CLOSING ? ", which waits until it is STOPPED" : ""));
        }
        subscription.restart();
    }

    @Override
    public int enforceRebalance() {
        return subscription.enforceRebalance();
    }

    @Override
    public void seek(String topic, int partition, long offset) {
        subscription.seek(new MqPartition(topic, partition), offset, patience());
    }

    @Override
    public int seekToBeginning() {
        return reposition(all -> subscription.seekToBeginning(all, patience()));
    }

    @Override
    public int seekToEnd() {
        return reposition(all -> subscription.seekToEnd(all, patience()));
    }

    @Override
    public int resetToTimestamp(long epochMillis) {
        if (epochMillis < 0) {
            throw new IllegalArgumentException("epochMillis " + epochMillis + " is negative; allowed are 0 or more");
        }
        return reposition(all -> subscription.seekToTime(all, Instant.ofEpochMilli(epochMillis), patience()));
    }

    private int reposition(Consumer<Set<MqPartition>> how) {
        var assigned = subscription.assignment();
        if (assigned.isEmpty()) {
            throw new IllegalStateException("listener '" + subscription.name() + "' has no partition just now, it is "
                    + subscription.state() + "; positions can be changed where partitions are assigned");
        }
        how.accept(assigned);
        return assigned.size();
    }

    private Duration patience() {
        return config().drainTimeout().plus(PATIENCE);
    }

    private ListenerConfig config() {
        return subscription.config();
    }
}
