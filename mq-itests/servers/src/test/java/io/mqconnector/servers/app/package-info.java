// SPDX-License-Identifier: MIT
/** The probe's web application: beans that misbehave on demand, an XA data source that is watched, a servlet to drive them. */
@NullMarked
package io.mqconnector.servers.app;

import org.jspecify.annotations.NullMarked;
