// SPDX-License-Identifier: MIT
/** Messages as rows of a database table, and the relay that sends them; for {@code runtime}. */
@NullMarked
package io.mqconnector.engine.outbound.outbox;

import org.jspecify.annotations.NullMarked;
