// SPDX-License-Identifier: MIT
/** An application whose transactions write to a database and send: deployed into servers, never run in the test's JVM. */
@NullMarked
package io.mqconnector.servers.orders;

import org.jspecify.annotations.NullMarked;
