// SPDX-License-Identifier: MIT
/** What must hold on a real broker, in Java SE; checked with plain Kafka clients, not with ours. */
@NullMarked
package io.mqconnector.itests;

import org.jspecify.annotations.NullMarked;
