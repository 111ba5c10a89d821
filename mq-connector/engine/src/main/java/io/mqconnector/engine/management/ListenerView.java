// SPDX-License-Identifier: MIT
package io.mqconnector.engine.management;

import io.mqconnector.api.MqConfigException;
import io.mqconnector.api.MqConsumerStats;
import io.mqconnector.api.MqPartition;
import io.mqconnector.engine.config.ConfigKey;
import io.mqconnector.engine.config.ConfigKeys;
import io.mqconnector.engine.inbound.Subscription;
import java.util.List;

/** A subscription as JMX shows it. Thread-safe. */
record ListenerView(Subscription subscription) implements ListenerMXBean {
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
    public List<ConnectorMXBean.Setting> getConfiguration() {
        return Management.settings(subscription.config().effective());
    }

    @Override
    public List<String> getAssignment() {
        return subscription.assignment().stream()
                .map(MqPartition::toString)
                .sorted()
                .toList();
    }

    @Override
    public int getWorkers() {
        return subscription.config().workers();
    }

    @Override
    public void setWorkers(int value) {
        change(ConfigKeys.LISTENER_WORKERS, value);
    }

    @Override
    public int getConsumers() {
        return subscription.config().consumers();
    }

    @Override
    public void setConsumers(int value) {
        change(ConfigKeys.LISTENER_CONSUMERS, value);
    }

    @Override
    public int getMaxInFlight() {
        return subscription.config().maxInFlight();
    }

    @Override
    public void setMaxInFlight(int value) {
        change(ConfigKeys.LISTENER_MAX_IN_FLIGHT, value);
    }

    @Override
    public int getMaxInFlightPerKey() {
        return subscription.config().maxInFlightPerKey();
    }

    @Override
    public void setMaxInFlightPerKey(int value) {
        change(ConfigKeys.LISTENER_MAX_IN_FLIGHT_PER_KEY, value);
    }

    @Override
    public int getMaxSpan() {
        return subscription.config().maxSpan();
    }

    @Override
    public void setMaxSpan(int value) {
        change(ConfigKeys.LISTENER_MAX_SPAN, value);
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
    public void restart() {
        subscription.restart();
    }

    /** A JMX client need not know our exceptions. */
    private void change(ConfigKey<Integer> key, int value) {
        try {
            subscription.change(key, Integer.toString(value), "JMX");
        } catch (MqConfigException e) {
            throw new IllegalArgumentException(e.getMessage());
        }
    }
}
