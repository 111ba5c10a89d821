// SPDX-License-Identifier: MIT
/** Two web applications for one archive: each tells whose environment its listener has around it. */
@NullMarked
package io.mqconnector.servers.twin;

import org.jspecify.annotations.NullMarked;
