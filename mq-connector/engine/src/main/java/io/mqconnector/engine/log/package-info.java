// SPDX-License-Identifier: MIT
/** The engine's one catalogue of log lines; every package of the engine may use it. */
@NullMarked
package io.mqconnector.engine.log;

import org.jspecify.annotations.NullMarked;
