// SPDX-License-Identifier: MIT
package io.mqconnector.itests.delivery;

/** A member of a world's group, whatever it runs in. Used by one thread. */
interface Member extends AutoCloseable {
    /** Its name, which no other member of the world has or will have. */
    String name();

    /** Writes down what has happened to it since the last look, and lets partitions go on that stand still. */
    void look();

    /** Whether it has ended without having been told so by the test. */
    boolean isEnded();

    /** Leaves the group in order. Idempotent. */
    @Override
    void close();
}
