// SPDX-License-Identifier: MIT
/** An application whose message-driven bean sets nothing itself. */
@NullMarked
package io.mqconnector.servers.plain;

import org.jspecify.annotations.NullMarked;
