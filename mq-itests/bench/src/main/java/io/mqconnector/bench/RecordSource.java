// SPDX-License-Identifier: MIT
package io.mqconnector.bench;

import java.util.function.IntSupplier;

/** Where the records of each run come from. One call after another. */
interface RecordSource {
    /** The topic of the next run. */
    ConsumeTopic topic();

    /**
     * While it is consumed: sends, if nothing was sent before.
     *
     * @param assigned how many partitions the consumer has by now
     */
    default void feed(ConsumeTopic topic, IntSupplier assigned) {}

    /** After the run was checked. */
    default void release(ConsumeTopic topic) {}
}
