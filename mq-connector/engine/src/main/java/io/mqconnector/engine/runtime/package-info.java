// SPDX-License-Identifier: MIT
/** Puts the engine together and starts its threads; what ServiceLoader finds. */
@NullMarked
package io.mqconnector.engine.runtime;

import org.jspecify.annotations.NullMarked;
