// SPDX-License-Identifier: MIT
/** What {@code docs/osgi.md} shows: a bundle of its own, as a reader would write it. */
@NullMarked
package io.mqconnector.itests.osgi.docs;

import org.jspecify.annotations.NullMarked;
