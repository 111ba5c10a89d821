// SPDX-License-Identifier: MIT
package io.mqconnector.itests.delivery;

import io.mqconnector.api.MqContext;
import io.mqconnector.api.MqDelivery;
import io.mqconnector.api.MqHeaders;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** What the connector would deliver, and what the listener then says of it. */
final class FakeDelivery implements MqDelivery, MqContext {
    private final long id;
    private final int attempt;
    private final boolean counts;
    final AtomicInteger acknowledged = new AtomicInteger();
    final AtomicInteger acknowledgedUpTo = new AtomicInteger();
    final AtomicInteger stopped = new AtomicInteger();

    /**
     * @param id of the record; also its offset
     * @param attempt which
     * @param counts whether it may be acknowledged
     */
    FakeDelivery(long id, int attempt, boolean counts) {
        this.id = id;
        this.attempt = attempt;
        this.counts = counts;
    }

    @Override
    public String topic() {
        return "orders";
    }

    @Override
    public byte @Nullable [] key() {
        return null;
    }

    @Override
    public byte @Nullable [] value() {
        return Stamp.value(id, 0);
    }

    @Override
    public MqHeaders headers() {
        var headers = MqHeaders.none();
        for (var header : Stamp.headers(id, 0, value())) {
            headers = headers.with(header.key(), header.value());
        }
        return headers;
    }

    @Override
    public OptionalLong timestamp() {
        return OptionalLong.of(0);
    }

    @Override
    public OptionalInt partition() {
        return OptionalInt.of(0);
    }

    @Override
    public int partitionNumber() {
        return 0;
    }

    @Override
    public long offset() {
        return id;
    }

    @Override
    public long timestampMillis() {
        return 0;
    }

    @Override
    public int attempt() {
        return attempt;
    }

    @Override
    public MqContext context() {
        return this;
    }

    @Override
    public String listener() {
        return "orders";
    }

    @Override
    public String group() {
        return "orders";
    }

    @Override
    public void stop() {
        stopped.incrementAndGet();
    }

    @Override
    public void skip(String reason) {
        throw new IllegalStateException("no listener of the model skips: " + reason);
    }

    @Override
    public boolean isManual() {
        return true;
    }

    @Override
    public boolean acknowledge() {
        acknowledged.incrementAndGet();
        return counts;
    }

    @Override
    public boolean acknowledgeUpTo() {
        acknowledgedUpTo.incrementAndGet();
        return counts;
    }
}
