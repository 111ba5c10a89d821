// SPDX-License-Identifier: MIT
package io.mqconnector.bench;

/**
 * How a contender stands to a bar. Immutable.
 *
 * @param bar which one
 * @param reached over the counted rounds, in what the bar compares
 * @param isMet whether its median reaches the bar
 */
record Verdict(Bar bar, Spread reached, boolean isMet) {
    /** For a reader. */
    String word() {
        return isMet ? "met" : "not met";
    }
}
