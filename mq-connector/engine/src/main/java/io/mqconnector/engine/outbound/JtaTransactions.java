// SPDX-License-Identifier: MIT
package io.mqconnector.engine.outbound;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The JTA transaction that surrounds the calling thread, as the environment knows it: the seam behind which a server's
 * transaction API stays. Thread-safe.
 */
public interface JtaTransactions {
    /** Where the transaction of the calling thread stands. */
    enum State {
        /** There is none, or it has been committed. */
        NONE,
        /** It may still be committed. */
        ACTIVE,
        /** It is marked for rollback, or rolled back. */
        DOOMED
    }

    /** Where the transaction of the calling thread stands. */
    State state();

    /** What was put for {@code key} in this transaction. */
    @Nullable
    Object find(Object key);

    /** Keeps something until the end of this transaction. */
    void put(Object key, Object value);

    /**
     * Has the end of this transaction told, on whichever thread ends it.
     *
     * @param completion hears whether it was committed
     * @throws IllegalStateException if it cannot be committed any more
     */
    void onCompletion(Consumer<Boolean> completion);
}
