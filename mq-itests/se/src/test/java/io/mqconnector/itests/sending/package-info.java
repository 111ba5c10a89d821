// SPDX-License-Identifier: MIT
/** The model-based test of sending: random schedules of sends and faults, every outcome written down, held against the log. */
@NullMarked
package io.mqconnector.itests.sending;

import org.jspecify.annotations.NullMarked;
