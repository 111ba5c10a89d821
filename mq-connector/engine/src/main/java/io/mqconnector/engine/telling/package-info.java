// SPDX-License-Identifier: MIT
/** How somebody is told of things without whoever tells having to wait. Used by inbound, monitoring and management. */
@NullMarked
package io.mqconnector.engine.telling;

import org.jspecify.annotations.NullMarked;
