// SPDX-License-Identifier: MIT
/** Tests of the demo without a broker. */
@NullMarked
package io.mqconnector.examples.chat.demo;

import org.jspecify.annotations.NullMarked;
