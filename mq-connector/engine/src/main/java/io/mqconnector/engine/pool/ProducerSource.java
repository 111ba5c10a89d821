// SPDX-License-Identifier: MIT
package io.mqconnector.engine.pool;

import io.mqconnector.engine.client.SendLimits;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.Producer;
import org.jspecify.annotations.Nullable;

/** Where the pool gets its producers from. Thread-safe. */
public interface ProducerSource {
    /**
     * Builds one, off the caller's thread.
     *
     * @param clientId unique in this connector
     * @param transactionalId null for a plain one; a transactional one is initialised when it comes, and nothing is left of one
     *     that could not be
     */
    CompletableFuture<Producer<byte[], byte[]>> build(String clientId, @Nullable String transactionalId);

    /** What holds for those that it builds. */
    SendLimits limits();
}
