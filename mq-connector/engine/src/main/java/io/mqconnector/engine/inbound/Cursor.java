// SPDX-License-Identifier: MIT
package io.mqconnector.engine.inbound;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/** Where a mailbox is in its records. For whoever has the mailbox, but for what is said otherwise. */
abstract class Cursor {
    /** Of the current record; null when there is none. */
    private @Nullable Segment segment;

    private int index;

    /** Whether there is a record, or may be; once nobody has the mailbox, for the poll thread, too. */
    final boolean hasNext() {
        return segment != null || hasMore();
    }

    /** Makes the next record the current one, unless there is one; whether there is one now. */
    final boolean load() {
        return segment != null || take();
    }

    /** Of the current record. */
    final Segment segment() {
        return requireNonNull(segment, "segment");
    }

    /** Of the current record in its segment. */
    final int index() {
        return index;
    }

    /** Leaves the current record. */
    final void advance() {
        int next = following(segment(), index);
        index = next;
        if (next < 0) {
            segment = null;
        }
    }

    /** For {@link #take}: makes a record the current one. */
    final void at(Segment of, int first) {
        segment = of;
        index = first;
    }

    /** Whether there may be records beyond the current one. */
    abstract boolean hasMore();

    /** Moves {@link #at} the next record, when there is no current one; whether there was one. */
    abstract boolean take();

    /** The record of the same segment that comes next, negative if there is none. */
    abstract int following(Segment of, int current);

    /** Whether other mailboxes take from the same records, so that one that fails must not hold this one up. */
    boolean isShared() {
        return false;
    }
}
