// SPDX-License-Identifier: MIT
package io.mqconnector.engine.inbound;

import org.jspecify.annotations.Nullable;

/** Through runs that the poll thread adds at the other end. */
final class RunCursor extends Cursor {
    /** The last run added; confined to the poll thread. */
    private @Nullable Run tail;
    /** The first run ever; written before the mailbox is offered for the first time. */
    private @Nullable Run first;
    /** The run of the current record, or the one used up last. */
    private @Nullable Run run;

    /** Adds records; by the poll thread. */
    void add(Run added) {
        var before = tail;
        tail = added;
        if (before == null) {
            first = added;
        } else {
            before.next = added;
        }
    }

    @Override
    boolean hasMore() {
        return next() != null;
    }

    @Override
    boolean take() {
        var next = next();
        if (next == null) {
            return false;
        }
        run = next;
        first = null;
        at(next.segment, next.first);
        return true;
    }

    @Override
    int following(Segment of, int current) {
        var at = run;
        return at == null || at.isSingle ? -1 : of.next(current);
    }

    private @Nullable Run next() {
        var at = run;
        return at == null ? first : at.next;
    }
}
