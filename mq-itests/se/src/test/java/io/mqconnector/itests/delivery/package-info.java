// SPDX-License-Identifier: MIT
/** The model-based test of delivery: random worlds, a journal of what happened in them, and checks of that history. */
@NullMarked
package io.mqconnector.itests.delivery;

import org.jspecify.annotations.NullMarked;
