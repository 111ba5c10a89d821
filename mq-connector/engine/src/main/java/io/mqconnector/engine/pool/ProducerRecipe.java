// SPDX-License-Identifier: MIT
package io.mqconnector.engine.pool;

/**
 * How to build producers, and which of all ways so far this is. Immutable.
 *
 * @param source builds them
 * @param generation what tells them from others
 */
public record ProducerRecipe(ProducerSource source, int generation) {}
