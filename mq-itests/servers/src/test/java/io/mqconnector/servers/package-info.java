// SPDX-License-Identifier: MIT
/** Application servers as test fixtures, and what was learnt by running the product's building blocks on each of them. */
@NullMarked
package io.mqconnector.servers;

import org.jspecify.annotations.NullMarked;
