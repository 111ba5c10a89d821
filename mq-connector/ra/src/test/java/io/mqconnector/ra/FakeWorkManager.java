// SPDX-License-Identifier: MIT
package io.mqconnector.ra;

import jakarta.resource.spi.work.ExecutionContext;
import jakarta.resource.spi.work.Work;
import jakarta.resource.spi.work.WorkEvent;
import jakarta.resource.spi.work.WorkException;
import jakarta.resource.spi.work.WorkListener;
import jakarta.resource.spi.work.WorkManager;
import jakarta.resource.spi.work.WorkRejectedException;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** A server's work manager whose works run when the test says so, on the test's thread. */
final class FakeWorkManager implements WorkManager {
    /** How a work is refused: servers differ. */
    enum Refusal {
        THROWN,
        TOLD_AT_ONCE,
        TOLD_AND_THROWN,
        TOLD_LATER,
        COMPLETED_WITHOUT_A_RUN
    }

    private record Accepted(
            Work work, WorkListener listener, @Nullable WorkException refusal) {}

    private final ArrayDeque<Accepted> queue = new ArrayDeque<>();
    int rejectCount;
    Refusal refusal = Refusal.THROWN;
    /** Works that are accepted and not at their end. */
    int outstandingCount;

    int mostOutstanding;
    boolean runsTwice;
    Runnable beforeRefusal = () -> {};

    @Override
    public void scheduleWork(
            Work work, long startTimeout, @Nullable ExecutionContext context, @Nullable WorkListener listener)
            throws WorkException {
        if (listener == null) {
            throw new AssertionError("nobody hears of a rejection");
        }
        if (rejectCount > 0) {
            rejectCount--;
            refuse(work, listener);
            return;
        }
        mostOutstanding = Math.max(mostOutstanding, ++outstandingCount);
        queue.add(new Accepted(work, listener, null));
    }

    private void refuse(Work work, WorkListener listener) throws WorkException {
        var why = new WorkRejectedException("full");
        beforeRefusal.run();
        switch (refusal) {
            case THROWN -> throw why;
            case TOLD_AT_ONCE -> listener.workRejected(new WorkEvent(this, WorkEvent.WORK_REJECTED, work, why));
            case TOLD_AND_THROWN -> {
                listener.workRejected(new WorkEvent(this, WorkEvent.WORK_REJECTED, work, why));
                throw why;
            }
            case TOLD_LATER, COMPLETED_WITHOUT_A_RUN -> queue.add(new Accepted(work, listener, why));
        }
    }

    /** Runs works, and those that they start, until none is left. */
    void runAll() {
        while (runNext()) {}
    }

    boolean runNext() {
        var next = queue.poll();
        if (next == null) {
            return false;
        }
        if (next.refusal() != null) {
            if (refusal == Refusal.TOLD_LATER) {
                next.listener().workRejected(new WorkEvent(this, WorkEvent.WORK_REJECTED, next.work(), next.refusal()));
            } else {
                next.listener()
                        .workCompleted(new WorkEvent(this, WorkEvent.WORK_COMPLETED, next.work(), next.refusal()));
            }
            return true;
        }
        try {
            next.work().run();
            if (runsTwice) {
                next.work().run();
            }
        } finally {
            outstandingCount--;
            next.listener().workCompleted(new WorkEvent(this, WorkEvent.WORK_COMPLETED, next.work(), null));
        }
        return true;
    }

    @Override
    public void doWork(Work work) {
        throw new AssertionError("doWork waits");
    }

    @Override
    public void doWork(Work work, long startTimeout, ExecutionContext context, WorkListener listener) {
        throw new AssertionError("doWork waits");
    }

    @Override
    public long startWork(Work work) {
        throw new AssertionError("startWork waits");
    }

    @Override
    public long startWork(Work work, long startTimeout, ExecutionContext context, WorkListener listener) {
        throw new AssertionError("startWork waits");
    }

    @Override
    public void scheduleWork(Work work) throws WorkException {
        scheduleWork(work, INDEFINITE, null, null);
    }
}
