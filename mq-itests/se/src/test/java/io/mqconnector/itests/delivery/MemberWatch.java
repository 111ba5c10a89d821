// SPDX-License-Identifier: MIT
package io.mqconnector.itests.delivery;

import io.mqconnector.api.MqConsumer;
import io.mqconnector.api.MqConsumerStats;

/** Reads a member's counters and writes down what they say of causes. Used by one thread. */
final class MemberWatch {
    private final String member;
    private final MqConsumer consumer;
    private final MemberJournal journal;
    private long lastNanos = System.nanoTime();
    private MqConsumerStats last;

    MemberWatch(String member, MqConsumer consumer, MemberJournal journal) {
        this.member = member;
        this.consumer = consumer;
        this.journal = journal;
        this.last = consumer.stats();
    }

    /** Looks once. */
    void look() {
        var stats = consumer.stats();
        long now = System.nanoTime();
        write(CauseKind.CUT_OFF, stats.cutOffCount() - last.cutOffCount(), now);
        write(CauseKind.LOST, stats.lostCount() - last.lostCount(), now);
        write(CauseKind.FAILED_COMMIT, stats.failedCommitCount() - last.failedCommitCount(), now);
        write(CauseKind.RESTARTED, stats.restartCount() - last.restartCount(), now);
        last = stats;
        lastNanos = now;
    }

    /** As of the last look. */
    MqConsumerStats stats() {
        return last;
    }

    /** Something that no counter tells. */
    void write(CauseKind kind) {
        write(kind, 1, System.nanoTime());
    }

    private void write(CauseKind kind, long count, long now) {
        if (count > 0) {
            journal.write(Cause.ofMember(kind, member, lastNanos, now));
        }
    }
}
