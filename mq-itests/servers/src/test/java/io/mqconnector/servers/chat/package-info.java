// SPDX-License-Identifier: MIT
/** An application that sends and receives in every way there is: deployed into servers, never run in the test's JVM. */
@NullMarked
package io.mqconnector.servers.chat;

import org.jspecify.annotations.NullMarked;
