// SPDX-License-Identifier: MIT
package io.mqconnector.api;

import java.util.List;

/**
 * Takes several records at a time, in order, all of one partition; with ordering {@code key} all of one key.
 *
 * <p><b>Commit on success.</b> A normal return: all are done. {@link MqBatchException}: those it names as done are.
 * Anything else thrown, {@link Error} included: none is. What is not done is delivered again after a backoff, together;
 * when it has failed {@code mq.listener.retry-attempts} times it is delivered one by one, so that only the records that
 * really fail come to the failure policy. In a container transaction a batch is one transaction: then no part of it is
 * done alone.
 *
 * <p>How many: at most {@code mq.listener.batch-max-records}, and what has come within
 * {@code mq.listener.batch-max-wait}. Threads as {@link MqMessageListener}.
 */
@FunctionalInterface
public interface MqBatchListener {
    /**
     * Handles a batch.
     *
     * @param batch at least one record; unmodifiable
     * @throws MqBatchException if only some were handled
     * @throws Exception if none was handled
     */
    void onBatch(List<MqDelivery> batch) throws Exception;
}
