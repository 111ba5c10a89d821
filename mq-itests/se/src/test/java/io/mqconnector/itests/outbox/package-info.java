// SPDX-License-Identifier: MIT
/** The outbox on real databases. */
@NullMarked
package io.mqconnector.itests.outbox;

import org.jspecify.annotations.NullMarked;
