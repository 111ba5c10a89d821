// SPDX-License-Identifier: MIT
/** The way out: from a producer call over a stripe to Kafka and back with the acknowledgement. */
@NullMarked
package io.mqconnector.engine.outbound;

import org.jspecify.annotations.NullMarked;
