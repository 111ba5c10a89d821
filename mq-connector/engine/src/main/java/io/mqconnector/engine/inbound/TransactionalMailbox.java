// SPDX-License-Identifier: MIT
package io.mqconnector.engine.inbound;

import io.mqconnector.api.MqConsumerError;
import io.mqconnector.api.MqErrorCode;
import io.mqconnector.api.MqException;
import io.mqconnector.api.MqHeaders;
import io.mqconnector.api.MqMessage;
import io.mqconnector.api.MqOutcome;
import io.mqconnector.api.MqRejectedException;
import io.mqconnector.api.MqSendException;
import io.mqconnector.api.MqTransactionException;
import io.mqconnector.engine.config.FailurePolicy;
import io.mqconnector.engine.outbound.OffsetTransaction;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Delivers a run of records of a partition in one Kafka transaction, which also carries the position behind them: what the
 * listener sends and that its records are done is seen together or not at all.
 *
 * <p>When a run is aborted, its records are delivered again, up to the one that is to blame each in a transaction of its
 * own. A record that failed for good is settled by a transaction as well, with its dead letter in it. A run of which nobody
 * knows whether it was committed ends the consumer: the next one asks the broker how far the group has come.
 */
final class TransactionalMailbox extends Mailbox {
    /** Beyond that a run takes no more records: the commit costs a few milliseconds. */
    private static final long RUN_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private static final long NOWHERE = -1;

    /** Taken from the cursor and not done. */
    private final PendingRecords pending = new PendingRecords();
    /** Records up to this offset have a transaction each. */
    private long isolatedTo = NOWHERE;
    /** Whose attempts are counted. */
    private long failingOffset = NOWHERE;
    /** How many of them do not count. */
    private int forgiven;
    /** The record that has failed for good, and is to be settled when it is at the head. */
    private @Nullable Verdict verdict;
    /** Failures in a row to settle it. */
    private int verdictFailures;

    private record Verdict(long offset, Failure failure, Throwable last) {}

    TransactionalMailbox(PartitionAssignment assignment, Cursor cursor, boolean isStray) {
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
    boolean deliver(Worker worker) {
        collect(pending, deliveries.config().batchMaxRecords());
        if (pending.isEmpty()) {
            return true;
        }
        var known = verdict;
        var sentence = known != null && known.offset == head().offset() ? known : null;
        if (sentence != null && deliveries.config().failurePolicy() == FailurePolicy.STOP) {
            verdict = null;
            return giveUpOn(head(), sentence.failure, sentence.last);
        }
        OffsetTransaction transaction;
        var group = assignment.runOffsets().group();
        try {
            if (group == null) {
                throw new IllegalStateException("not yet a member of its group");
            }
            transaction = deliveries.outlets.transactions().get();
        } catch (MqException | IllegalStateException e) {
            unavailable(head(), new EndpointUnavailableException("no transaction", e));
            return false;
        }
        assignment.began(transaction);
        try (transaction) {
            return sentence == null
                    ? run(worker, transaction, group)
                    : called(worker, 0, settle(transaction, group, sentence));
        } finally {
            assignment.ended(transaction);
        }
    }

    private boolean run(Worker worker, OffsetTransaction transaction, ConsumerGroupMetadata group) {
        var handled = new ArrayList<Delivery>();
        long start = deliveries.nanoTime.getAsLong();
        int limit = runLimit();
        while (handled.size() < limit) {
            var delivery = delivery(record(handled.size()), transaction);
            try {
                worker.deliver(delivery);
            } catch (EndpointUnavailableException e) {
                if (handled.isEmpty()) {
                    transaction.close();
                    unavailable(delivery.record(), e);
                    return false;
                }
                // the next run meets it
                break;
            } catch (Throwable e) {
                // Error included: whatever a listener throws means that the run is not done
                if (e instanceof InterruptedException) {
                    // the worker belongs to the pool: an interrupt that the listener took ends here
                    Thread.interrupted();
                }
                heedStop(delivery);
                transaction.close();
                return called(worker, handled.size() + 1, threw(delivery.record(), e));
            }
            handled.add(delivery);
            var context = delivery.contextIfAny();
            if ((context != null && context.isStop())
                    || !assignment.mayStart()
                    || deliveries.nanoTime.getAsLong() - start >= RUN_NANOS) {
                break;
            }
        }
        return called(worker, handled.size(), commit(transaction, group, handled));
    }

    /** Records that are to blame, or may be, are alone in their transaction; so is whoever comes before one that is judged. */
    private int runLimit() {
        return head().offset() <= isolatedTo ? 1 : pending.size();
    }

    private Delivery delivery(ConsumerRecord<byte[], byte[]> record, OffsetTransaction transaction) {
        int attempt = 1 + assignment.failuresOf(record.offset());
        if (attempt > 1) {
            deliveries.counters.redelivered.increment();
        }
        return Delivery.of(record, new DeliveryContext(assignment, transaction), attempt);
    }

    private boolean commit(OffsetTransaction transaction, ConsumerGroupMetadata group, List<Delivery> handled) {
        var last = handled.get(handled.size() - 1);
        try {
            commitAt(transaction, group, last.offset() + 1);
        } catch (MqTransactionException e) {
            return refused(handled.size(), e);
        }
        available();
        for (int i = 0; i < handled.size(); i++) {
            var delivery = handled.get(i);
            heed(delivery);
            settled(pending.segment(i), pending.index(i), delivery.offset());
        }
        pending.skip(handled.size());
        return true;
    }

    /** Whoever has lost the partition meanwhile must not say how far it has come. */
    private void commitAt(OffsetTransaction transaction, ConsumerGroupMetadata group, long offset) {
        if (assignment.isDropped()) {
            transaction.abort();
        }
        transaction.commit(assignment.runOffsets().at(offset, assignment.failureCounts()), group);
    }

    /** The records were handled, and their transaction was not committed. */
    private boolean refused(int count, MqTransactionException refusal) {
        if (refusal.outcome() == MqOutcome.UNKNOWN) {
            assignment.fail(refusal);
            return true;
        }
        if (assignment.isClosed()) {
            return true;
        }
        if (!isOfTheListener(refusal)) {
            unavailable(head(), new EndpointUnavailableException("the transaction was not committed", refusal));
            return false;
        }
        if (count == 1) {
            return threw(head(), refusal);
        }
        isolatedTo = record(count - 1).offset();
        return true;
    }

    /** Whether the same records will fail again: one of their sends was refused, or they took too long. */
    private static boolean isOfTheListener(MqTransactionException refusal) {
        return refusal.getCause() instanceof MqSendException send
                ? !send.isRetriable()
                : refusal.code() == MqErrorCode.TIMED_OUT;
    }

    private boolean threw(ConsumerRecord<byte[], byte[]> record, Throwable failure) {
        available();
        assignment.counters.failed.increment();
        int limit = deliveries.config().retryAttempts();
        if (record.offset() != failingOffset) {
            failingOffset = record.offset();
            // one attempt is left at least, or it would be given up by somebody who has never tried it
            forgiven = limit > 0 ? Math.max(0, 1 + assignment.failuresOf(failingOffset) - limit) : 0;
        }
        var known = assignment.failed(record, failure);
        isolatedTo = record.offset();
        int attempts = known.attempts() - forgiven;
        if (failure instanceof MqRejectedException || (limit > 0 && attempts >= limit)) {
            verdict = new Verdict(record.offset(), known, failure);
            return true;
        }
        long pause = deliveries.backoff().nanos(attempts);
        tellFailed(record, known.attempts(), pause, failure);
        waitFor(pause);
        return false;
    }

    /** The record at the head has failed for good: it is done, with its dead letter or without. */
    private boolean settle(OffsetTransaction transaction, ConsumerGroupMetadata group, Verdict sentence) {
        var config = deliveries.config();
        var record = head();
        boolean hasLetter = config.failurePolicy() == FailurePolicy.DEAD_LETTER;
        var topic = config.deadLetterTopic(record.topic());
        if (verdictFailures == 0) {
            log.recordGivenUp(
                    config.name(),
                    place(record),
                    sentence.failure.attempts(),
                    hasLetter ? "goes to " + topic : "skipped",
                    sentence.last,
                    deliveries.giveUpWarnings.permits());
        }
        try {
            if (hasLetter) {
                var unused = transaction.sendAsync(letter(record, sentence.failure, topic));
            }
            commitAt(transaction, group, record.offset() + 1);
        } catch (MqTransactionException e) {
            if (e.outcome() == MqOutcome.UNKNOWN) {
                assignment.fail(e);
                return true;
            }
            return unsettled(record, topic, e);
        }
        verdict = null;
        if (verdictFailures > 0) {
            verdictFailures = 0;
            deliveries.events.recovered();
        }
        settleUnhandled(hasLetter);
        return true;
    }

    /** Everything behind it waits. */
    private boolean unsettled(ConsumerRecord<byte[], byte[]> record, String topic, MqTransactionException failure) {
        deliveries.counters.failedDeadLetters.increment();
        verdictFailures++;
        if (verdictFailures == 1 && !assignment.isClosed()) {
            log.deadLetterFailed(deliveries.config().name(), place(record), topic, failure);
            deliveries.events.tell(
                    MqConsumerError.Kind.DEAD_LETTER_FAILED,
                    List.of(assignment.partition),
                    "the dead letter of " + place(record) + " could not be written to " + topic
                            + "; its partition waits, it is tried again",
                    failure);
        }
        waitFor(deliveries.backoff().nanos(verdictFailures));
        return false;
    }

    private MqMessage letter(ConsumerRecord<byte[], byte[]> record, Failure failure, String topic) {
        var config = deliveries.config();
        var letter = failure.toLetter(record, topic, config.name(), config.group());
        var headers = new ArrayList<MqHeaders.Entry>();
        for (var header : letter.headers()) {
            headers.add(new MqHeaders.Entry(header.key(), header.value()));
        }
        return MqMessage.builder(topic)
                .key(letter.key())
                .value(letter.value())
                .headers(MqHeaders.of(headers))
                .build();
    }

    @Override
    void forgive() {
        if (!pending.isEmpty()) {
            failingOffset = head().offset();
            forgiven = assignment.failuresOf(failingOffset);
        }
    }

    @Override
    void settleHead() {
        settled(pending.segment(0), pending.index(0), head().offset());
        pending.skip(1);
    }

    @Override
    boolean failed(int attempt, Throwable failure) {
        throw new IllegalStateException("records of a transactional listener do not go their own way");
    }

    private ConsumerRecord<byte[], byte[]> head() {
        return record(0);
    }

    private ConsumerRecord<byte[], byte[]> record(int position) {
        return pending.segment(position).record(pending.index(position));
    }
}
