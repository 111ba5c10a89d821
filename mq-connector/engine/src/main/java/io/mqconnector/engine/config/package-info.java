// SPDX-License-Identifier: MIT
/**
 * The table of configuration keys and the immutable snapshot that is read from it, with the origin of every value. For
 * the engine's other packages only; depends on none of them.
 */
@NullMarked
package io.mqconnector.engine.config;

import org.jspecify.annotations.NullMarked;
