// SPDX-License-Identifier: MIT
/** Benchmarks of the connector beside the plain Kafka client, in one JVM with the broker; a program, nobody's library. */
@NullMarked
package io.mqconnector.bench;

import org.jspecify.annotations.NullMarked;
