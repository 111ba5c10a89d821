// SPDX-License-Identifier: MIT
package io.mqconnector.engine.outbound;

import io.mqconnector.api.MqMessage;
import io.mqconnector.api.MqSendCallback;
import io.mqconnector.api.MqSendException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A callback that remembers. Thread-safe. */
class Recorder implements MqSendCallback {
    final List<String> acknowledged = new CopyOnWriteArrayList<>();
    final Map<String, MqSendException> failed = new ConcurrentHashMap<>();

    @Override
    public void acknowledged(MqMessage message, int partition, long offset, long timestampMillis) {
        acknowledged.add(text(message));
    }

    @Override
    public void failed(MqMessage message, MqSendException failure) {
        failed.put(text(message), failure);
    }

    static String text(MqMessage message) {
        return new String(message.value(), StandardCharsets.UTF_8);
    }
}
