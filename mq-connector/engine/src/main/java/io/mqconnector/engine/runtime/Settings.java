// SPDX-License-Identifier: MIT
package io.mqconnector.engine.runtime;

import io.mqconnector.engine.client.ClusterWatch;
import io.mqconnector.engine.config.ConfigKeys;
import io.mqconnector.engine.config.ConnectionConfig;
import io.mqconnector.engine.outbound.CircuitBreaker;
import io.mqconnector.engine.outbound.RetryPolicy;
import io.mqconnector.engine.outbound.StripeSettings;
import io.mqconnector.engine.pool.PoolSettings;
import org.jspecify.annotations.Nullable;

/** What the configuration of a connection is for each of its parts. Stateless. */
final class Settings {
    private Settings() {}

    static String brokers(ConnectionConfig config) {
        return String.join(",", config.get(ConfigKeys.CLIENT_BROKERS));
    }

    static ClusterWatch.Settings cluster(ConnectionConfig config) {
        return new ClusterWatch.Settings(
                config.adminProperties(), brokers(config), config.get(ConfigKeys.POOL_HEALTH_CHECK_INTERVAL));
    }

    static PoolSettings pool(ConnectionConfig config) {
        return new PoolSettings(
                config.get(ConfigKeys.POOL_MAX_CONNECTIONS),
                config.get(ConfigKeys.POOL_MIN_IDLE),
                config.get(ConfigKeys.POOL_MAX_IDLE),
                config.get(ConfigKeys.POOL_MAX_IDLE_TIME),
                config.get(ConfigKeys.POOL_MAX_LIFETIME),
                config.get(ConfigKeys.POOL_BORROW_TIMEOUT),
                config.get(ConfigKeys.POOL_DRAIN_TIMEOUT),
                config.get(ConfigKeys.POOL_LEAK_DETECTION_THRESHOLD));
    }

    static StripeSettings stripes(ConnectionConfig config) {
        return new StripeSettings(
                config.get(ConfigKeys.POOL_STRIPES),
                config.get(ConfigKeys.POOL_DRAIN_TIMEOUT),
                config.get(ConfigKeys.POOL_MAX_LIFETIME),
                config.get(ConfigKeys.POOL_HEALTH_CHECK_INTERVAL),
                retry(config),
                breaker(config));
    }

    private static @Nullable RetryPolicy retry(ConnectionConfig config) {
        return config.get(ConfigKeys.RETRY_ENABLED)
                ? new RetryPolicy(
                        config.get(ConfigKeys.RETRY_ATTEMPTS),
                        config.get(ConfigKeys.RETRY_BACKOFF),
                        config.get(ConfigKeys.RETRY_MAX_BACKOFF),
                        config.get(ConfigKeys.RETRY_MULTIPLIER),
                        config.get(ConfigKeys.RETRY_JITTER),
                        config.get(ConfigKeys.RETRY_UNKNOWN))
                : null;
    }

    private static CircuitBreaker.@Nullable Settings breaker(ConnectionConfig config) {
        return config.get(ConfigKeys.BREAKER_ENABLED)
                ? new CircuitBreaker.Settings(
                        config.get(ConfigKeys.BREAKER_FAILURE_THRESHOLD),
                        config.get(ConfigKeys.BREAKER_OPEN_DURATION),
                        config.get(ConfigKeys.BREAKER_TRIAL_COUNT))
                : null;
    }
}
