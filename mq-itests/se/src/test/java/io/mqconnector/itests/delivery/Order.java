// SPDX-License-Identifier: MIT
package io.mqconnector.itests.delivery;

/** What is delivered one at a time and in order, as the key {@code ordering} says it. */
enum Order {
    PARTITION,
    KEY,
    UNORDERED
}
