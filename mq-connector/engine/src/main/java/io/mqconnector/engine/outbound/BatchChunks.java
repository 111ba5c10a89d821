// SPDX-License-Identifier: MIT
package io.mqconnector.engine.outbound;

import io.mqconnector.api.MqMessage;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Cuts a batch into parts that fit into a producer's buffer, in order. Stateless. */
final class BatchChunks {
    private BatchChunks() {}

    /**
     * The parts, views of the batch: as many messages and bytes as allowed, at least one message each.
     *
     * @param maxCount at least 1
     * @param maxBytes of keys, values and headers together
     */
    static List<List<MqMessage>> of(List<MqMessage> batch, int maxCount, long maxBytes) {
        var chunks = new ArrayList<List<MqMessage>>();
        int start = 0;
        long bytes = 0;
        for (int i = 0; i < batch.size(); i++) {
            long size = bytes(batch.get(i));
            if (i > start && (i - start == maxCount || bytes + size > maxBytes)) {
                chunks.add(batch.subList(start, i));
                start = i;
                bytes = 0;
            }
            bytes += size;
        }
        if (start < batch.size()) {
            chunks.add(batch.subList(start, batch.size()));
        }
        return chunks;
    }

    private static long bytes(MqMessage message) {
        long bytes = length(message.key()) + length(message.value());
        for (var header : message.headers()) {
            bytes += header.name().length() + length(header.value());
        }
        return bytes;
    }

    private static long length(byte @Nullable [] part) {
        return part == null ? 0 : part.length;
    }
}
