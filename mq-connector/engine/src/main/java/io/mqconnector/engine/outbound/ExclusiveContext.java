// SPDX-License-Identifier: MIT
package io.mqconnector.engine.outbound;

import io.mqconnector.api.MqErrorCode;
import io.mqconnector.engine.metrics.TopicTraffic;
import io.mqconnector.engine.pool.ProducerPool;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * What those share who send through a producer of their own. Immutable; its parts are thread-safe.
 *
 * @param pool lends the producers
 * @param payloads makes messages of payloads
 * @param errors told the code of each failed send
 * @param traffic counts what is sent, by topic
 * @param executor runs what may block
 * @param nanoTime the clock
 */
public record ExclusiveContext(
        ProducerPool pool,
        Payloads payloads,
        Consumer<MqErrorCode> errors,
        TopicTraffic traffic,
        Executor executor,
        LongSupplier nanoTime) {}
