// SPDX-License-Identifier: MIT
/** The connector's bundles in Felix, with a broker outside the framework. */
@NullMarked
package io.mqconnector.itests.osgi;

import org.jspecify.annotations.NullMarked;
