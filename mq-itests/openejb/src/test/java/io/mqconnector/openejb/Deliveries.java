// SPDX-License-Identifier: MIT
package io.mqconnector.openejb;

import io.mqconnector.api.MqMessage;
import io.mqconnector.api.MqMetadata;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/** What beans were given, in the order of arrival, in this JVM. Thread-safe. */
final class Deliveries {
    private static final ConcurrentLinkedQueue<Delivery> ALL = new ConcurrentLinkedQueue<>();

    private Deliveries() {}

    record Delivery(
            String bean, @Nullable String key, @Nullable String text, int partition, long offset, int attempt) {}

    static void clear() {
        ALL.clear();
    }

    static void write(String bean, MqMessage message, MqMetadata metadata) {
        ALL.add(new Delivery(
                bean,
                message.keyText(),
                message.text(),
                metadata.partitionNumber(),
                metadata.offset(),
                metadata.attempt()));
    }

    static List<Delivery> of(String bean) {
        return ALL.stream().filter(delivery -> delivery.bean().equals(bean)).toList();
    }

    static List<@Nullable String> texts(String bean) {
        return of(bean).stream().<@Nullable String>map(Delivery::text).toList();
    }
}
