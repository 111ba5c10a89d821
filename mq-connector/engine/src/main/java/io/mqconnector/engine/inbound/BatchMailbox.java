// SPDX-License-Identifier: MIT
package io.mqconnector.engine.inbound;

import io.mqconnector.api.MqBatchException;
import io.mqconnector.api.MqDelivery;
import io.mqconnector.api.MqRejectedException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Delivers several records at a time. A batch that fails is tried again as it is, without those that are done; when its
 * attempts are used up, its records are delivered one by one.
 */
final class BatchMailbox extends Mailbox {
    /** Taken from the cursor and not settled. */
    private final PendingRecords pending = new PendingRecords();
    /** Failures of the batch in a row. */
    private int batchFailures;
    /** Failures of the record at the head that do not count any more. */
    private int forgiven;
    /** Whether records of a failed batch are delivered one by one. */
    private boolean isIsolating;
    /** Whether the batch has waited for more. */
    private boolean hasGathered;

    BatchMailbox(PartitionAssignment assignment, Cursor cursor, boolean isStray) {
        super(assignment, cursor, isStray);
    }

    @Override
    boolean hasNext() {
        return !pending.isEmpty() || super.hasNext();
    }

    @Override
    boolean load() {
        return !pending.isEmpty() || super.load();
    }

    @Override
    boolean isEnough() {
        return waitingCount() >= deliveries.config().batchMaxRecords();
    }

    @Override
    boolean deliver(Worker worker) {
        var config = deliveries.config();
        if (pending.isEmpty()) {
            // nothing is left of a batch that failed: its last records were acknowledged all the same
            batchFailures = 0;
            settleIsolation();
        }
        if (batchFailures == 0 && !isIsolating) {
            collect(pending, config.batchMaxRecords());
            long wait = config.batchMaxWait().toNanos();
            if (!pending.isEmpty() && pending.size() < config.batchMaxRecords() && wait > 0 && !hasGathered) {
                hasGathered = true;
                gather(wait);
                return false;
            }
        }
        hasGathered = false;
        return pending.isEmpty() || deliver(worker, isIsolating ? 1 : pending.size());
    }

    private boolean deliver(Worker worker, int size) {
        var batch = new ArrayList<Delivery>(size);
        for (int i = 0; i < size; i++) {
            batch.add(delivery(pending.segment(i), pending.index(i)));
        }
        try {
            worker.deliver(Collections.<MqDelivery>unmodifiableList(batch));
        } catch (EndpointUnavailableException e) {
            batch.forEach(this::forget);
            unavailable(batch.get(0).record(), e);
            return false;
        } catch (MqBatchException e) {
            available();
            batch.forEach(this::heedStop);
            return called(worker, 1, partlyDone(batch, e));
        } catch (Throwable e) {
            // Error included: whatever a listener throws means that the batch is not done
            if (e instanceof InterruptedException) {
                Thread.interrupted();
            }
            batch.forEach(this::heedStop);
            return called(worker, 1, failed(batch, e));
        }
        available();
        settle(batch);
        batchFailures = 0;
        return true;
    }

    private Delivery delivery(Segment segment, int index) {
        var record = segment.record(index);
        int attempt = 1 + assignment.failuresOf(record.offset());
        if (attempt > 1) {
            deliveries.counters.redelivered.increment();
        }
        if (!assignment.isManual()) {
            return Delivery.of(record, assignment, attempt);
        }
        var context = new DeliveryContext(assignment, this, segment, index, record.offset(), attempt);
        assignment.awaitAcknowledgement(context);
        return Delivery.of(record, context, attempt);
    }

    private boolean partlyDone(List<Delivery> batch, MqBatchException partly) {
        var cause = partly.getCause() == null ? partly : partly.getCause();
        int doneCount = partly.doneCount();
        if (doneCount >= batch.size()) {
            settle(batch);
            batchFailures = 0;
            return true;
        }
        if (doneCount >= 0) {
            var done = batch.subList(0, doneCount);
            var failed = batch.get(doneCount);
            batch.subList(doneCount + 1, batch.size()).forEach(this::forget);
            settle(done);
            batchFailures = doneCount > 0 ? 0 : batchFailures;
            return failed(List.of(failed), cause);
        }
        Set<MqDelivery> named = Collections.newSetFromMap(new IdentityHashMap<>());
        named.addAll(partly.failed());
        var failed = batch.stream().filter(named::contains).toList();
        if (failed.isEmpty()) {
            // those it names are of some other batch
            return failed(batch, partly);
        }
        settle(batch, delivery -> !named.contains(delivery));
        batchFailures = failed.size() < batch.size() ? 0 : batchFailures;
        return failed(failed, cause);
    }

    /** These records have failed: they are still pending, the first ones. */
    private boolean failed(List<Delivery> failed, Throwable failure) {
        assignment.counters.failed.increment();
        Failure last = null;
        int limit = deliveries.config().retryAttempts();
        for (Delivery delivery : failed) {
            if (isFailed(delivery, failure)) {
                last = assignment.failed(delivery.record(), failure);
            }
        }
        if (last == null) {
            // acknowledged before it threw
            return true;
        }
        batchFailures++;
        // a record on its own has its own attempts
        int attempts = isIsolating ? last.attempts() - forgiven : batchFailures;
        boolean isFinal = failure instanceof MqRejectedException || (limit > 0 && attempts >= limit);
        if (isFinal && (isIsolating || failed.size() == 1)) {
            return giveUpOn(failed.get(0).record(), last, failure);
        }
        if (isFinal) {
            isIsolating = true;
            return true;
        }
        var record = failed.get(0).record();
        long pause = deliveries.backoff().nanos(batchFailures);
        tellFailed(record, batchFailures, pause, failure);
        waitFor(pause);
        return false;
    }

    /** Whether a record that was delivered has failed; it has not if its listener had acknowledged it. */
    private boolean isFailed(Delivery delivery, Throwable failure) {
        var context = delivery.contextIfAny();
        if (context == null || !context.isManual()) {
            return true;
        }
        boolean decides = assignment.takeBack(context);
        if (!decides) {
            log.failedAfterAcknowledgement(deliveries.config().name(), place(delivery.record()), failure);
            leave(context);
        }
        return decides;
    }

    /** They were not handed over after all, or not tried: what is said of them from now on is void. */
    private void forget(Delivery delivery) {
        var context = delivery.contextIfAny();
        if (context != null && context.isManual() && !assignment.takeBack(context)) {
            leave(context);
        }
    }

    /** It was acknowledged: it is done, and no longer here. */
    private void leave(DeliveryContext context) {
        pending.leave(context.segment(), context.index());
        left();
    }

    /** All were handled. */
    private void settle(List<Delivery> batch) {
        for (int i = 0; i < batch.size(); i++) {
            settle(i, batch.get(i));
        }
        pending.skip(batch.size());
        settleIsolation();
    }

    /** Those that were handled leave, the others stay. */
    private void settle(List<Delivery> batch, Predicate<Delivery> isHandled) {
        var isKept = new boolean[batch.size()];
        for (int i = 0; i < isKept.length; i++) {
            isKept[i] = !isHandled.test(batch.get(i));
            if (!isKept[i]) {
                settle(i, batch.get(i));
            }
        }
        pending.leave(isKept.length, isKept);
        settleIsolation();
    }

    /** With manual acknowledgement it is done later, or already. */
    private void settle(int position, Delivery delivery) {
        heed(delivery);
        if (assignment.isManual()) {
            left();
            delivery.context().returned(deliveries.nanoTime.getAsLong());
        } else {
            settled(pending.segment(position), pending.index(position), delivery.offset());
        }
    }

    @Override
    boolean failed(int failedAttempt, Throwable failure) {
        collect(pending, 1);
        var record = pending.isEmpty() ? null : pending.record(0);
        if (record == null) {
            return true;
        }
        batchFailures = failedAttempt - 1;
        return failed(List.of(Delivery.of(record, assignment, failedAttempt)), failure);
    }

    @Override
    void forgive() {
        batchFailures = 0;
        var record = pending.isEmpty() ? null : pending.record(0);
        forgiven = record == null ? 0 : assignment.failuresOf(record.offset());
    }

    @Override
    void settleHead() {
        var record = pending.isEmpty() ? null : pending.record(0);
        if (record != null) {
            settled(pending.segment(0), pending.index(0), record.offset());
        }
        if (!pending.isEmpty()) {
            pending.skip(1);
        }
        batchFailures = 0;
        settleIsolation();
    }

    private void settleIsolation() {
        forgiven = 0;
        if (pending.isEmpty()) {
            isIsolating = false;
        }
    }
}
