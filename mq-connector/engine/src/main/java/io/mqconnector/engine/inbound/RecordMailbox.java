// SPDX-License-Identifier: MIT
package io.mqconnector.engine.inbound;

import io.mqconnector.api.MqRejectedException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** Delivers one record at a time. */
final class RecordMailbox extends Mailbox {
    /** Deliveries of the record at the head, counting the next; 0 when it has not been looked at. */
    private int attempt;
    /** How many of them do not count towards the limit. */
    private int forgiven;

    RecordMailbox(PartitionAssignment assignment, Cursor cursor, boolean isStray) {
        super(assignment, cursor, isStray);
    }

    @Override
    boolean deliver(Worker worker) {
        var segment = cursor.segment();
        int index = cursor.index();
        var record = segment.undone(index);
        if (record == null) {
            // known to be done when it was received
            skipped();
            cursor.advance();
            return true;
        }
        if (attempt == 0) {
            begin(assignment.failuresOf(record.offset()));
        }
        var context = assignment.isManual()
                ? new DeliveryContext(assignment, this, segment, index, record.offset(), attempt)
                : null;
        var delivery =
                context == null ? Delivery.of(record, assignment, attempt) : Delivery.of(record, context, attempt);
        if (attempt > 1) {
            deliveries.counters.redelivered.increment();
        }
        if (context != null) {
            assignment.awaitAcknowledgement(context);
        }
        try {
            worker.deliver(delivery);
        } catch (EndpointUnavailableException e) {
            if (context != null && !assignment.takeBack(context)) {
                // acknowledged all the same: done
                leave();
                return true;
            }
            unavailable(record, e);
            return false;
        } catch (Throwable e) {
            // Error included: whatever a listener throws means that the record is not done
            heedStop(delivery);
            return called(worker, 1, threw(record, context, e));
        }
        available();
        heed(delivery);
        if (context == null) {
            settled(segment, index, record.offset());
        } else {
            left();
            context.returned(deliveries.nanoTime.getAsLong());
        }
        attempt = 0;
        cursor.advance();
        return true;
    }

    /** One attempt is left at least, or a record would be given up by somebody who has never tried it. */
    private void begin(int failures) {
        int limit = deliveries.config().retryAttempts();
        attempt = 1 + failures;
        forgiven = limit > 0 ? Math.max(0, attempt - limit) : 0;
    }

    @Override
    boolean failed(int failedAttempt, Throwable failure) {
        if (!cursor.load()) {
            return true;
        }
        begin(failedAttempt - 1);
        var record = cursor.segment().undone(cursor.index());
        return record == null || failed(record, failure);
    }

    @Override
    void forgive() {
        forgiven = attempt;
        attempt++;
    }

    @Override
    void settleHead() {
        var segment = cursor.segment();
        var record = segment.undone(cursor.index());
        if (record != null) {
            settled(segment, cursor.index(), record.offset());
        }
        attempt = 0;
        cursor.advance();
    }

    /** The record at the head was acknowledged, whatever became of its delivery. */
    private void leave() {
        left();
        attempt = 0;
        cursor.advance();
    }

    private boolean threw(ConsumerRecord<byte[], byte[]> record, @Nullable DeliveryContext context, Throwable failure) {
        if (failure instanceof InterruptedException) {
            // the worker belongs to the pool: an interrupt that the listener took ends here
            Thread.interrupted();
        }
        if (context != null && !assignment.takeBack(context)) {
            log.failedAfterAcknowledgement(deliveries.config().name(), place(record), failure);
            leave();
            return true;
        }
        if (cursor.isShared()) {
            assignment.single(cursor.segment(), cursor.index()).failOutside(attempt, failure);
            attempt = 0;
            cursor.advance();
            return true;
        }
        return failed(record, failure);
    }

    private boolean failed(ConsumerRecord<byte[], byte[]> record, Throwable failure) {
        assignment.counters.failed.increment();
        var known = assignment.failed(record, failure);
        int limit = deliveries.config().retryAttempts();
        if (failure instanceof MqRejectedException || (limit > 0 && attempt - forgiven >= limit)) {
            return giveUpOn(record, known, failure);
        }
        long pause = deliveries.backoff().nanos(attempt - forgiven);
        tellFailed(record, attempt, pause, failure);
        if (attempt < Integer.MAX_VALUE) {
            attempt++;
        }
        waitFor(pause);
        return false;
    }
}
