// SPDX-License-Identifier: MIT
package io.mqconnector.cdi;

import io.mqconnector.api.MqContext;
import io.mqconnector.api.MqDelivery;
import io.mqconnector.api.MqHeaders;
import io.mqconnector.api.MqMessage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** A delivered record, which remembers what was said of it. */
final class TestDelivery implements MqDelivery, MqContext {
    final List<String> skips = new ArrayList<>();
    int acknowledgements;
    boolean isStopped;
    private final MqMessage message;
    private final long offset;

    TestDelivery(MqMessage message, long offset) {
        this.message = message;
        this.offset = offset;
    }

    /** One after the other. */
    static List<TestDelivery> ofTexts(@Nullable String... values) {
        var all = new ArrayList<TestDelivery>();
        for (String value : values) {
            all.add(new TestDelivery(
                    MqMessage.of("t", value == null ? null : value.getBytes(StandardCharsets.UTF_8)), all.size()));
        }
        return all;
    }

    @Override
    public String topic() {
        return message.topic();
    }

    @Override
    public byte @Nullable [] key() {
        return message.key();
    }

    @Override
    public byte @Nullable [] value() {
        return message.value();
    }

    @Override
    public MqHeaders headers() {
        return message.headers();
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
        return 3;
    }

    @Override
    public long offset() {
        return offset;
    }

    @Override
    public long timestampMillis() {
        return 1_000;
    }

    @Override
    public int attempt() {
        return 1;
    }

    @Override
    public MqContext context() {
        return this;
    }

    @Override
    public String listener() {
        return "listener";
    }

    @Override
    public String group() {
        return "group";
    }

    @Override
    public void stop() {
        isStopped = true;
    }

    @Override
    public void skip(String reason) {
        skips.add(reason);
    }

    @Override
    public boolean isManual() {
        return true;
    }

    @Override
    public boolean acknowledge() {
        acknowledgements++;
        return true;
    }

    @Override
    public boolean acknowledgeUpTo() {
        return acknowledge();
    }

    @Override
    public String toString() {
        return "record " + offset;
    }
}
