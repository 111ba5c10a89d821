// SPDX-License-Identifier: MIT
/** An application with many message-driven beans of one class; what it does is seen over JMX. */
@NullMarked
package io.mqconnector.servers.load;

import org.jspecify.annotations.NullMarked;
