// SPDX-License-Identifier: MIT
/** What the model-based tests of delivery and of sending share. */
@NullMarked
package io.mqconnector.itests.model;

import org.jspecify.annotations.NullMarked;
