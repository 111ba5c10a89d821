// SPDX-License-Identifier: MIT
package io.mqconnector.itests.sending;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Where a message is to go: messages of one lane have an order.
 *
 * @param key its number, -1 for none
 * @param partition the partition the sender insists on, -1 if none
 */
record Lane(int key, int partition) {
    /** Neither key nor partition: there is no order. */
    static final Lane FREE = new Lane(-1, -1);

    byte @Nullable [] keyBytes() {
        return key < 0 ? null : ("key-" + key).getBytes(StandardCharsets.UTF_8);
    }

    boolean isOrdered() {
        return key >= 0 || partition >= 0;
    }
}
