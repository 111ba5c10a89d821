// SPDX-License-Identifier: MIT
/**
 * Kafka brokers for tests and demos (in this JVM, in a child JVM, in a container, somewhere else), a TCP proxy with
 * switchable faults to stand in front of one, and the JUnit extension that picks a broker.
 *
 * <p>For test code, benchmarks and the demo only: nothing that ships depends on it.
 */
@NullMarked
package io.mqconnector.broker;

import org.jspecify.annotations.NullMarked;
