// SPDX-License-Identifier: MIT
package io.mqconnector.itests.sending;

import io.mqconnector.itests.model.Counts;

/**
 * What the model sends through, and what it does to that: the connector, or a stand-in. Thread-safe.
 *
 * <p>An operation returns when it is done, or throws an {@link io.mqconnector.api.MqException} when it was not done.
 */
interface SendingSubject extends Outlet, AutoCloseable {
    /** Replaces the producer of one stripe, any. */
    void rotateOne(int chance);

    /** Replaces all producers at once. */
    void rotateAll();

    /** Changes the number of stripes. */
    void resize(int stripeCount);

    /** Changes settings of the producers; which, is drawn. */
    void reconfigure(int chance);

    /**
     * Makes the producer of one stripe useless, behind its owner's back.
     *
     * @return whether there was one to be killed
     */
    boolean kill(Death death, int chance);

    /** Adds what it has counted itself. */
    void count(Counts<Count> counts);

    @Override
    void close();
}
