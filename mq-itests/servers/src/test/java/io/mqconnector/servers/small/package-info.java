// SPDX-License-Identifier: MIT
/** An application that only sends: deployed into servers in right and wrong ways, never run in the test's JVM. */
@NullMarked
package io.mqconnector.servers.small;

import org.jspecify.annotations.NullMarked;
