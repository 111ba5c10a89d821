// SPDX-License-Identifier: MIT
/** Microbenchmarks of the hot path, by JMH. Nobody uses them but people who change it. */
@NullMarked
package io.mqconnector.jmh;

import org.jspecify.annotations.NullMarked;
