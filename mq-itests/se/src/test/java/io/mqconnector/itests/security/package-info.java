// SPDX-License-Identifier: MIT
/** Brokers that ask who is there, and what clients say when they are not let in. */
@NullMarked
package io.mqconnector.itests.security;

import org.jspecify.annotations.NullMarked;
