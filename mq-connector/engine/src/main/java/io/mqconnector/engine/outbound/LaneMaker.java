// SPDX-License-Identifier: MIT
package io.mqconnector.engine.outbound;

/** Makes the lane of a stripe, under the stripe's lock. */
interface LaneMaker {
    /** A lane whose gate is open or closed. */
    Lane make(Stripe stripe, boolean isOpen);
}
