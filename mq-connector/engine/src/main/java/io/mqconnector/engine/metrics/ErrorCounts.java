// SPDX-License-Identifier: MIT
package io.mqconnector.engine.metrics;

import io.mqconnector.api.MqErrorCode;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/** How often each error occurred: all that fails at once may be very much. Thread-safe. */
public final class ErrorCounts implements Consumer<MqErrorCode> {
    /** Never changed after construction. */
    private final Map<MqErrorCode, LongAdder> counts = new EnumMap<>(MqErrorCode.class);

    /** All zero. */
    public ErrorCounts() {
        for (MqErrorCode code : MqErrorCode.values()) {
            counts.put(code, new LongAdder());
        }
    }

    @Override
    public void accept(MqErrorCode code) {
        counter(code).increment();
    }

    /** How often it occurred. */
    public long count(MqErrorCode code) {
        return counter(code).sum();
    }

    private LongAdder counter(MqErrorCode code) {
        var counter = counts.get(code);
        if (counter == null) {
            throw new AssertionError(code);
        }
        return counter;
    }
}
