// SPDX-License-Identifier: MIT
/** What many starts and stops of a connector leave behind in a JVM: nothing. */
@NullMarked
package io.mqconnector.itests.lives;

import org.jspecify.annotations.NullMarked;
