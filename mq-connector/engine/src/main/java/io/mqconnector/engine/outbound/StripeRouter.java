// SPDX-License-Identifier: MIT
package io.mqconnector.engine.outbound;

import io.mqconnector.api.MqMessage;
import java.util.Arrays;

/**
 * Which stripe a message takes: one key always the same one, so that order per key holds.
 *
 * <p>The hash is not the partitioner's: with murmur2 each stripe would be tied to some partitions, and its batches cut to
 * a quarter. A message without a key but with an explicit partition is routed by topic and partition, which keeps its order
 * too; one with neither stays on a stripe per thread.
 */
final class StripeRouter {
    private static final int GOLDEN = 0x9E3779B9;

    private final int stripeCount;

    StripeRouter(int stripeCount) {
        this.stripeCount = stripeCount;
    }

    int route(MqMessage message) {
        return route(hash(message));
    }

    /** Multiplies to mix, then scales to the range without a division: Lemire's reduction. */
    int route(int hash) {
        long mixed = Integer.toUnsignedLong(hash * GOLDEN);
        return (int) ((mixed * stripeCount) >>> 32);
    }

    /** What the stripe is chosen by, however many there are; on the sending thread. */
    static int hash(MqMessage message) {
        byte[] key = message.key();
        if (key != null) {
            return Arrays.hashCode(key);
        }
        if (message.partition().isPresent()) {
            return 31 * message.topic().hashCode() + message.partition().getAsInt();
        }
        return Long.hashCode(Thread.currentThread().getId());
    }
}
