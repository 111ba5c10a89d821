// SPDX-License-Identifier: MIT
/** The example of README.md, word for word. */
@NullMarked
package io.mqconnector.itests.readme;

import org.jspecify.annotations.NullMarked;
