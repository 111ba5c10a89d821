// SPDX-License-Identifier: MIT
/** Tests of the OSGi component without a framework. */
@NullMarked
package io.mqconnector.osgi;

import org.jspecify.annotations.NullMarked;
