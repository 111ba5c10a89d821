// SPDX-License-Identifier: MIT
package io.mqconnector.itests.delivery;

/** How a listener takes records. */
enum Form {
    /** One by one; done when it returns. */
    RECORD,
    /** One by one; done when it says so. */
    MANUAL,
    /** Several at a time. */
    BATCH
}
