// SPDX-License-Identifier: MIT
/**
 * The demo: runs the chat backend as six instances in one JVM, puts load on it and keeps books of every message. For
 * {@code ./mq demo} and for integration tests; an application needs nothing of it.
 */
@NullMarked
package io.mqconnector.examples.chat.demo;

import org.jspecify.annotations.NullMarked;
