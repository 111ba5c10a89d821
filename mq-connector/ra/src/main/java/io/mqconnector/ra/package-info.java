// SPDX-License-Identifier: MIT
/**
 * The Jakarta Connectors contract over the engine; the only place that sees {@code jakarta.resource}. Named by
 * {@code ra.xml} and called by application servers.
 */
@NullMarked
package io.mqconnector.ra;

import org.jspecify.annotations.NullMarked;
