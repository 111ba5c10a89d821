// SPDX-License-Identifier: MIT
/** Whether the microbenchmarks run at all. */
@NullMarked
package io.mqconnector.jmh;

import org.jspecify.annotations.NullMarked;
