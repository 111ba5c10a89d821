// SPDX-License-Identifier: MIT
package io.mqconnector.engine.inbound;

import org.jspecify.annotations.Nullable;

/** Records of one segment for one mailbox, and what comes after them: a node of the mailbox's queue. */
final class Run {
    final Segment segment;
    /** The index of its first record. */
    final char first;
    /** Whether that record is its only one, whatever the segment's links say. */
    final boolean isSingle;
    /** The next run; written by the poll thread when it is complete. */
    volatile @Nullable Run next;

    Run(Segment segment, int first, boolean isSingle) {
        this.segment = segment;
        this.first = (char) first;
        this.isSingle = isSingle;
    }
}
