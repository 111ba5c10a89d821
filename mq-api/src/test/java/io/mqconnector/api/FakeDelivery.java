// SPDX-License-Identifier: MIT
package io.mqconnector.api;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** A delivered record, which remembers why it was skipped. */
final class FakeDelivery implements MqDelivery, MqContext {
    final List<String> skips = new ArrayList<>();
    private final String topic;
    private final String value;
    private MqHeaders headers = MqHeaders.none();

    FakeDelivery(String topic, String value) {
        this.topic = topic;
        this.value = value;
    }

    FakeDelivery headers(MqHeaders wanted) {
        headers = wanted;
        return this;
    }

    @Override
    public String topic() {
        return topic;
    }

    @Override
    public byte @Nullable [] key() {
        return null;
    }

    @Override
    public byte @Nullable [] value() {
        return value.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public MqHeaders headers() {
        return headers;
    }

    @Override
    public OptionalLong timestamp() {
        return OptionalLong.of(timestampMillis());
    }

    @Override
    public OptionalInt partition() {
        return OptionalInt.of(partitionNumber());
    }

    @Override
    public int partitionNumber() {
        return 7;
    }

    @Override
    public long offset() {
        return 42;
    }

    @Override
    public long timestampMillis() {
        return 1_000;
    }

    @Override
    public int attempt() {
        return 2;
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
        return "g";
    }

    @Override
    public void stop() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void skip(String reason) {
        skips.add(reason);
    }

    @Override
    public boolean isManual() {
        return false;
    }

    @Override
    public boolean acknowledge() {
        return false;
    }

    @Override
    public boolean acknowledgeUpTo() {
        return false;
    }
}
