// SPDX-License-Identifier: MIT
package io.mqconnector.engine.inbound;

import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Records of one poll for one mailbox, in Kafka's own list, and how far they are delivered. Confined to the server. */
final class Run {
    final List<ConsumerRecord<byte[], byte[]>> records;
    int next;

    Run(List<ConsumerRecord<byte[], byte[]>> records) {
        this.records = records;
    }
}
