// SPDX-License-Identifier: MIT
package io.mqconnector.engine.outbound;

import io.mqconnector.api.MqTransaction;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** A transaction that also says how far a consumer group has come. Thread-safe as any. */
public interface OffsetTransaction extends MqTransaction {
    /**
     * As {@link #commit()}, together with these positions.
     *
     * @param offsets next to be read
     * @param group which member of which generation says so: one that is no member any more is refused
     */
    void commit(Map<TopicPartition, OffsetAndMetadata> offsets, ConsumerGroupMetadata group);
}
