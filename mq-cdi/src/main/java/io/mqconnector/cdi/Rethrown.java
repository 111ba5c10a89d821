// SPDX-License-Identifier: MIT
package io.mqconnector.cdi;

/** Throws what a listener threw, whatever it is: the engine sees it unwrapped. */
final class Rethrown {
    private Rethrown() {}

    /**
     * Never returns.
     *
     * @return a type for a throw statement around the call, so that the compiler knows
     */
    static RuntimeException unchanged(Throwable thrown) {
        throw Rethrown.<RuntimeException>unchecked(thrown);
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // erased: nothing is cast
    private static <E extends Throwable> E unchecked(Throwable thrown) throws E {
        throw (E) thrown;
    }
}
