// SPDX-License-Identifier: MIT
/** Changes of the configuration under load: by JMX, by the source, by both at once. */
@NullMarked
package io.mqconnector.itests.changes;

import org.jspecify.annotations.NullMarked;
