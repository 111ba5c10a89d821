// SPDX-License-Identifier: MIT
/** The way in: from a Kafka poll over mailboxes and workers to the listener, and from there to the commit. */
@NullMarked
package io.mqconnector.engine.inbound;

import org.jspecify.annotations.NullMarked;
