// SPDX-License-Identifier: MIT
@NullMarked
package io.mqconnector.bench;

import org.jspecify.annotations.NullMarked;
