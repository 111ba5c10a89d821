// SPDX-License-Identifier: MIT
package io.mqconnector.servers.chat;

import io.mqconnector.api.MqMessage;
import io.mqconnector.api.MqMetadata;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;

/** What was delivered, a line each: who, text, key, partition, offset, attempt, note. Thread-safe. */
@ApplicationScoped
public class Received {
    private final ConcurrentLinkedQueue<String> lines = new ConcurrentLinkedQueue<>();

    public void write(String who, MqMessage message, MqMetadata metadata, String note) {
        lines.add(String.join(
                "\t",
                who,
                String.valueOf(message.text()),
                String.valueOf(message.keyText()),
                Integer.toString(metadata.partitionNumber()),
                Long.toString(metadata.offset()),
                Integer.toString(metadata.attempt()),
                note));
    }

    public List<String> lines() {
        return List.copyOf(lines);
    }
}
