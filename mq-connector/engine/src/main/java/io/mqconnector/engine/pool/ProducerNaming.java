// SPDX-License-Identifier: MIT
package io.mqconnector.engine.pool;

/**
 * How producers are named. Immutable.
 *
 * @param clientId followed by {@code -producer-} and a number that only grows
 * @param transactionalId followed by {@code -} and a slot; the same over restarts, and no other live connector's
 */
public record ProducerNaming(String clientId, String transactionalId) {}
