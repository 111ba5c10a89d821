// SPDX-License-Identifier: MIT
/** Windows and counters cheap enough for the hot path, and their way into JMX through Dropwizard. Used by pool, outbound and inbound. */
@NullMarked
package io.mqconnector.engine.metrics;

import org.jspecify.annotations.NullMarked;
