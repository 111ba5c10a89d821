// SPDX-License-Identifier: MIT
/** The resource adapter in OpenEJB, in the test's own JVM, with a real broker. */
@NullMarked
package io.mqconnector.openejb;

import org.jspecify.annotations.NullMarked;
