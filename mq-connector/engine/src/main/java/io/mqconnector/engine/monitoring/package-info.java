// SPDX-License-Identifier: MIT
/** Whether all is well, and who is told when it is not: metrics of all parts, thresholds, lag of groups, health. Used by management and runtime. */
@NullMarked
package io.mqconnector.engine.monitoring;

import org.jspecify.annotations.NullMarked;
