// SPDX-License-Identifier: MIT
package io.mqconnector.engine.inbound;

import io.mqconnector.api.MqContext;
import io.mqconnector.api.MqMessage;
import io.mqconnector.api.MqMessageListener;
import io.mqconnector.api.MqMetadata;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Remembers each call as {@code offset/attempt}, and fails as often as it is told to. On the test's thread. */
final class ScriptedListener implements MqMessageListener {
    final List<String> calls = new ArrayList<>();
    /** What was told of each offset last. */
    final Map<Long, MqContext> contexts = new HashMap<>();

    RuntimeException failure = new IllegalStateException("told to fail");
    /** Before it fails or returns. */
    Consumer<MqMetadata> during = metadata -> {};

    private final Map<Long, Integer> failing = new HashMap<>();
    private boolean isAsked;

    /** Fails the next so many deliveries of a record. */
    ScriptedListener fail(long offset, int times) {
        failing.put(offset, times);
        return this;
    }

    /** Fails each delivery of a record. */
    ScriptedListener fail(long offset) {
        return fail(offset, Integer.MAX_VALUE);
    }

    /** Fails no more. */
    void recover() {
        failing.clear();
    }

    /** Asks for the context of each delivery, and keeps it. */
    ScriptedListener keepsContexts() {
        isAsked = true;
        return this;
    }

    MqContext context(long offset) {
        var context = contexts.get(offset);
        if (context == null) {
            throw new AssertionError(offset + " was never delivered: " + calls);
        }
        return context;
    }

    @Override
    public void onMessage(MqMessage message, MqMetadata metadata) {
        calls.add(metadata.offset() + "/" + metadata.attempt());
        if (isAsked) {
            contexts.put(metadata.offset(), metadata.context());
        }
        during.accept(metadata);
        int left = failing.getOrDefault(metadata.offset(), 0);
        if (left > 0) {
            failing.put(metadata.offset(), left - 1);
            throw failure;
        }
    }
}
