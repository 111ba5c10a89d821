// SPDX-License-Identifier: MIT
package io.mqconnector.itests.delivery;

import static io.mqconnector.itests.delivery.MemberJournal.Stamped;

import io.mqconnector.api.MqBatchException;
import io.mqconnector.api.MqBatchListener;
import io.mqconnector.api.MqDelivery;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** A listener of batches that does what its plan's behaviour says, and writes it down before. Thread-safe. */
final class ModelBatchListener implements MqBatchListener {
    private final Behaviour behaviour;
    private final MemberJournal journal;
    private final CountDownLatch never = new CountDownLatch(1);

    ModelBatchListener(SeedPlan plan, MemberJournal journal) {
        this.behaviour = new Behaviour(plan);
        this.journal = journal;
    }

    private record Started(MqDelivery record, Stamped stamped, long delivery) {}

    @Override
    public void onBatch(List<MqDelivery> batch) throws Exception {
        var stamped = new ArrayList<Stamped>();
        batch.forEach(each -> stamped.add(ModelListener.stamped(each, each)));
        long first = journal.start(stamped);
        var started = new ArrayList<Started>();
        for (int i = 0; i < batch.size(); i++) {
            started.add(new Started(batch.get(i), stamped.get(i), first + i));
        }
        for (int i = 0; i < started.size(); i++) {
            try {
                act(started.get(i));
            } catch (Exception | ModelListener.PlannedError e) {
                throw failure(started, i, e);
            }
        }
        started.forEach(each -> journal.write(each.delivery(), EventKind.OK, each.stamped()));
    }

    private void act(Started each) throws Exception {
        ModelListener.checkContent(each.record());
        long id = each.stamped().recordId();
        int attempt = each.stamped().attempt();
        switch (behaviour.of(id, attempt)) {
            case OK -> {}
            case SLOW -> ModelListener.park(behaviour.slowNanos(id, attempt));
            case EXCEPTION -> throw new ModelListener.PlannedException("record " + id);
            case ERROR -> throw new ModelListener.PlannedError("record " + id);
            case BLOCK -> never.await();
            case STOP -> {
                journal.write(each.delivery(), EventKind.STOP, each.stamped());
                each.record().context().stop();
            }
        }
    }

    /** Writes down what becomes of each record, then says so. */
    private Exception failure(List<Started> started, int failed, Throwable cause) {
        var culprit = started.get(failed);
        boolean isInterrupted = cause instanceof InterruptedException;
        var style = isInterrupted
                ? Behaviour.BatchFailure.WHOLE
                : behaviour.batchFailure(
                        culprit.stamped().recordId(), culprit.stamped().attempt());
        var failing = new ArrayList<MqDelivery>();
        for (int i = 0; i < started.size(); i++) {
            var each = started.get(i);
            var kind = switch (style) {
                case WHOLE -> EventKind.FAIL;
                case AFTER_DONE -> i < failed ? EventKind.OK : i == failed ? EventKind.FAIL : EventKind.UNTRIED;
                case FAILED -> i < failed || !fails(each) ? EventKind.OK : EventKind.FAIL;
            };
            if (kind == EventKind.FAIL) {
                failing.add(each.record());
            }
            journal.write(each.delivery(), kind, each.stamped());
        }
        return switch (style) {
            case AFTER_DONE -> MqBatchException.afterDone(failed, cause);
            case FAILED -> MqBatchException.ofFailed(failing, cause);
            case WHOLE -> cause instanceof Exception exception ? exception : new IllegalStateException(cause);
        };
    }

    private boolean fails(Started each) {
        return switch (behaviour.of(each.stamped().recordId(), each.stamped().attempt())) {
            case OK, SLOW, STOP -> false;
            case EXCEPTION, ERROR, BLOCK -> true;
        };
    }
}
