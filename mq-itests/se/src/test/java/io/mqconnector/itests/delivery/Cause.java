// SPDX-License-Identifier: MIT
package io.mqconnector.itests.delivery;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Something that explains deliveries of records that were done already.
 *
 * @param kind what
 * @param member whose; empty when it is everybody's
 * @param partition of which partition; -1 when of all
 * @param offset of a {@link CauseKind#SEEK}: where to
 * @param endOffset of a {@link CauseKind#SEEK}: where the group had got to for sure
 * @param sinceNanos not before
 * @param untilNanos over by then
 */
record Cause(
        CauseKind kind, String member, int partition, long offset, long endOffset, long sinceNanos, long untilNanos) {
    /** What lines of causes begin with. */
    static final String MARK = "C";

    /** A member learns late that it has lost its partitions: others may have them meanwhile. */
    private static final long LATE_NEWS_NANOS = Duration.ofSeconds(15).toNanos();
    /** Counters are read from time to time. */
    private static final long LATE_LOOK_NANOS = Duration.ofSeconds(2).toNanos();

    private static final int WORDS = 5;

    /** A cause that concerns all partitions of a member. */
    static Cause ofMember(CauseKind kind, String member, long sinceNanos, long untilNanos) {
        return new Cause(kind, member, -1, 0, 0, sinceNanos, untilNanos);
    }

    /** The broker was away. */
    static Cause ofBroker(long sinceNanos, long untilNanos) {
        return new Cause(CauseKind.BROKER, "", -1, 0, 0, sinceNanos, untilNanos);
    }

    /** Whether it lets {@code again} follow {@code first}, which was done. */
    boolean explains(Delivery first, Delivery again) {
        return switch (kind) {
            case KILL ->
                member.equals(first.member()) && first.startNanos() <= untilNanos && again.startNanos() >= sinceNanos;
            case LOST -> concerns(first, again, LATE_NEWS_NANOS);
            case CUT_OFF, FAILED_COMMIT, RESTARTED -> concerns(first, again, LATE_LOOK_NANOS);
            case BROKER -> first.startNanos() <= untilNanos && again.startNanos() >= sinceNanos;
            case SEEK, SEEK_ATTEMPT ->
                partition == again.partition() && offset <= again.offset() && again.startNanos() >= sinceNanos;
        };
    }

    /** Whether, in its time, the member may have had two assignments of a partition side by side. */
    boolean excusesOverlap(Delivery first, Delivery second) {
        boolean isOfBoth = member.isEmpty() || member.equals(first.member());
        boolean isThere = partition < 0 || partition == first.partition();
        return isOfBoth
                && isThere
                && first.startNanos() <= untilNanos
                && second.startNanos() >= sinceNanos - LATE_NEWS_NANOS;
    }

    /** Whether it makes the group deliver again what it has committed. */
    boolean isSeek() {
        return kind == CauseKind.SEEK || kind == CauseKind.SEEK_ATTEMPT;
    }

    private boolean concerns(Delivery first, Delivery again, long graceNanos) {
        return (member.equals(first.member()) || member.equals(again.member()))
                && first.startNanos() <= untilNanos
                && again.startNanos() >= sinceNanos - graceNanos;
    }

    /** One line, with its end; of a member's causes only. */
    String toLine() {
        return MARK + ' ' + kind + ' ' + member + ' ' + sinceNanos + ' ' + untilNanos + '\n';
    }

    /** Reads a line without its end; null if it is none of a cause. */
    static @Nullable Cause parse(String line) {
        String[] words = line.split(" ", -1);
        if (words.length != WORDS || !words[0].equals(MARK)) {
            return null;
        }
        return ofMember(CauseKind.valueOf(words[1]), words[2], Long.parseLong(words[3]), Long.parseLong(words[4]));
    }
}
