// SPDX-License-Identifier: MIT
package io.mqconnector.itests.sending;

/** Makes what a world sends through. */
@FunctionalInterface
interface SubjectFactory {
    /**
     * Ready to send.
     *
     * @param plan whose time-outs and stripes it has
     * @param brokers {@code host:port}
     * @param topic where everything goes
     */
    SendingSubject open(SeedPlan plan, String brokers, String topic);
}
