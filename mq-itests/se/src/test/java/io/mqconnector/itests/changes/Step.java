// SPDX-License-Identifier: MIT
package io.mqconnector.itests.changes;

import java.util.List;

/**
 * What is done next.
 *
 * @param kind of change
 * @param stir what goes on meanwhile
 */
record Step(Kind kind, Stir stir) {
    /** All there are, as often as they are to come. */
    static final List<Step> DECK = List.of(
            new Step(Kind.JMX, Stir.NONE),
            new Step(Kind.JMX, Stir.ROTATION),
            new Step(Kind.JMX, Stir.REBALANCE),
            new Step(Kind.SOURCE, Stir.NONE),
            new Step(Kind.SOURCE, Stir.ROTATION),
            new Step(Kind.SOURCE, Stir.MEMBER),
            new Step(Kind.BOTH, Stir.NONE),
            new Step(Kind.BOTH, Stir.ROTATION),
            new Step(Kind.BOTH, Stir.MEMBER),
            new Step(Kind.TWO_WRITERS, Stir.NONE),
            new Step(Kind.TWO_WRITERS, Stir.ROTATION),
            new Step(Kind.TWO_WRITERS, Stir.REBALANCE),
            new Step(Kind.RESET, Stir.NONE),
            new Step(Kind.RESET, Stir.NONE),
            new Step(Kind.BROKERS, Stir.NONE),
            new Step(Kind.WRONG_BROKERS, Stir.NONE),
            new Step(Kind.REFUSED_JMX, Stir.NONE),
            new Step(Kind.REFUSED_JMX, Stir.NONE),
            new Step(Kind.REFUSED_AMONG_OTHERS, Stir.NONE),
            new Step(Kind.REFUSED_SOURCE, Stir.NONE));

    /** By whom, and whether it is a good one. */
    enum Kind {
        JMX,
        SOURCE,
        /** An operator and the source at once. */
        BOTH,
        /** Two operators and the source at once. */
        TWO_WRITERS,
        /** Overrides are taken away. */
        RESET,
        /** The source has another address of the same brokers. */
        BROKERS,
        /** The source has an address where nobody is. */
        WRONG_BROKERS,
        /** By an operator. */
        REFUSED_JMX,
        /** By an operator, while another one makes a good one. */
        REFUSED_AMONG_OTHERS,
        /** By the source, and while that is so an operator makes a good one. */
        REFUSED_SOURCE
    }

    /** What goes on while a change is made. */
    enum Stir {
        NONE,
        /** All producers are replaced. */
        ROTATION,
        /** The group assigns its partitions anew. */
        REBALANCE,
        /** Another member joins or leaves. */
        MEMBER
    }
}
