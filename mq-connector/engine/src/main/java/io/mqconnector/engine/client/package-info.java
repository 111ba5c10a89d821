// SPDX-License-Identifier: MIT
/** Kafka clients: how they are built, what their exceptions mean, whether their cluster answers. Used by pool, outbound and inbound. */
@NullMarked
package io.mqconnector.engine.client;

import org.jspecify.annotations.NullMarked;
