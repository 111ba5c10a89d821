// SPDX-License-Identifier: MIT
/** The pool of live Kafka producers. Used by outbound only. */
@NullMarked
package io.mqconnector.engine.pool;

import org.jspecify.annotations.NullMarked;
