// SPDX-License-Identifier: MIT
/** MXBeans over the running engine. Used by runtime only. */
@NullMarked
package io.mqconnector.engine.management;

import org.jspecify.annotations.NullMarked;
