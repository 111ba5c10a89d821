// SPDX-License-Identifier: MIT
/** Tests of the chat backend without a broker. */
@NullMarked
package io.mqconnector.examples.chat;

import org.jspecify.annotations.NullMarked;
