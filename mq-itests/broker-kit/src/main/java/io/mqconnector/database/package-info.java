// SPDX-License-Identifier: MIT
/** Databases for tests, beside the broker. */
@NullMarked
package io.mqconnector.database;

import org.jspecify.annotations.NullMarked;
