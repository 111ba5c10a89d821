// SPDX-License-Identifier: MIT
package io.mqconnector.engine.outbound;

/** Hears of stripes whose producers have died. Thread-safe. */
interface StripeOwner {
    /**
     * A send showed that the producer in use is dead, or that its credentials are. Must not block: it may be called on the
     * producer's I/O thread.
     */
    void died(Stripe stripe, Lane lane, ProducerDeath sign, Exception cause);
}
