// SPDX-License-Identifier: MIT
package io.mqconnector.engine.pool;

import org.apache.kafka.clients.producer.Producer;

/**
 * A live Kafka producer of the pool.
 *
 * @param kafka the producer; thread-safe
 * @param clientId its client id, unique in this connector
 */
public record PooledProducer(Producer<byte[], byte[]> kafka, String clientId) {}
