// SPDX-License-Identifier: MIT
package io.mqconnector.engine.client;

import java.util.HashMap;
import java.util.Map;

/**
 * The settings of a producer of the connector's own, for what must not get lost whatever the application's producer does: it
 * waits for all replicas, is idempotent, and takes records as large as its buffer, since what was taken once must not fail
 * here. Stateless.
 */
public final class DurableProducer {
    /** The longest time that a send holds its caller. */
    public static final int MAX_BLOCK_MILLIS = 5_000;
    /** The longest time until a record has its outcome. */
    public static final int DELIVERY_TIMEOUT_MILLIS = 30_000;

    private static final int REQUEST_TIMEOUT_MILLIS = 10_000;
    private static final int BUFFER_BYTES = 64 * 1024 * 1024;

    private DurableProducer() {}

    /**
     * These settings, with what makes them durable.
     *
     * @param properties of the application's producers
     */
    public static Map<String, Object> properties(Map<String, Object> properties) {
        var hardened = new HashMap<>(properties);
        hardened.put("acks", "all");
        hardened.put("enable.idempotence", true);
        hardened.put("max.in.flight.requests.per.connection", 5);
        hardened.put("retries", Integer.MAX_VALUE);
        hardened.put("linger.ms", 0);
        hardened.put("max.block.ms", MAX_BLOCK_MILLIS);
        hardened.put("request.timeout.ms", REQUEST_TIMEOUT_MILLIS);
        hardened.put("delivery.timeout.ms", DELIVERY_TIMEOUT_MILLIS);
        hardened.put("buffer.memory", (long) BUFFER_BYTES);
        hardened.put("max.request.size", BUFFER_BYTES);
        return hardened;
    }
}
