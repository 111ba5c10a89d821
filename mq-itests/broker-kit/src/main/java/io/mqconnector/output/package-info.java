// SPDX-License-Identifier: MIT
/** What the JVMs of tests say, kept in files, and the search for secrets in it. For tests only. */
@NullMarked
package io.mqconnector.output;

import org.jspecify.annotations.NullMarked;
