// SPDX-License-Identifier: MIT
/** A resource adapter that delivers on demand and writes down everything it sees; packed into a RAR by the tests. */
@NullMarked
package io.mqconnector.servers.probe;

import org.jspecify.annotations.NullMarked;
