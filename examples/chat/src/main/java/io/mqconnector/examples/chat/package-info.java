// SPDX-License-Identifier: MIT
/**
 * A chat backend of five CDI beans: users post through a gateway, logic fans out to all gateways, notifications and
 * analytics both follow what users do. The example that the README runs; copy from here.
 */
@NullMarked
package io.mqconnector.examples.chat;

import org.jspecify.annotations.NullMarked;
