// SPDX-License-Identifier: MIT
package io.mqconnector.itests.sending;

import org.jspecify.annotations.Nullable;

/**
 * A step, and what is done while it lasts.
 *
 * @param step what is done
 * @param meanwhile what else, if it lasts, or null
 */
record Move(Step step, @Nullable Step meanwhile) {
    static Move of(Step step) {
        return new Move(step, null);
    }

    @Override
    public String toString() {
        return meanwhile == null ? step.name() : step + "(" + meanwhile + ")";
    }
}
