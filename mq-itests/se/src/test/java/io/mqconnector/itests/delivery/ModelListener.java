// SPDX-License-Identifier: MIT
package io.mqconnector.itests.delivery;

import static io.mqconnector.itests.delivery.MemberJournal.Stamped;

import io.mqconnector.api.MqContext;
import io.mqconnector.api.MqMessage;
import io.mqconnector.api.MqMessageListener;
import io.mqconnector.api.MqMetadata;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A listener of single records that does what its plan's behaviour says, and writes it down before. Thread-safe. */
final class ModelListener implements MqMessageListener {
    private final SeedPlan plan;
    private final Behaviour behaviour;
    private final MemberJournal journal;
    private final ScheduledExecutorService later;
    private final CountDownLatch never = new CountDownLatch(1);

    /**
     * @param plan what it does
     * @param journal where it writes
     * @param later for acknowledgements on other threads
     */
    ModelListener(SeedPlan plan, MemberJournal journal, ScheduledExecutorService later) {
        this.plan = plan;
        this.behaviour = new Behaviour(plan);
        this.journal = journal;
        this.later = later;
    }

    /** A failure that the plan asks for. */
    static final class PlannedException extends Exception {
        private static final long serialVersionUID = 1L;

        PlannedException(String message) {
            super(message, null, false, false);
        }
    }

    /** A failure that the plan asks for, not even an exception. */
    static final class PlannedError extends Error {
        private static final long serialVersionUID = 1L;

        PlannedError(String message) {
            super(message, null, false, false);
        }
    }

    @Override
    public void onMessage(MqMessage message, MqMetadata metadata) throws Exception {
        Stamped stamped = stamped(message, metadata);
        long delivery = journal.start(stamped);
        try {
            act(message, metadata, delivery, stamped);
            if (plan.form() == Form.MANUAL) {
                acknowledge(metadata.context(), delivery, stamped);
            }
        } catch (Throwable e) {
            journal.write(delivery, EventKind.FAIL, stamped);
            throw e;
        }
        journal.write(delivery, plan.form() == Form.MANUAL ? EventKind.RETURN : EventKind.OK, stamped);
    }

    /** Who a record is. */
    static Stamped stamped(MqMessage message, MqMetadata metadata) {
        return new Stamped(
                metadata.partitionNumber(),
                metadata.offset(),
                number(message, Stamp.ID),
                number(message, Stamp.KEY_SEQUENCE),
                metadata.attempt());
    }

    /** Whether what arrived is what was sent. */
    static void checkContent(MqMessage message) {
        if (number(message, Stamp.CRC) != Stamp.crc(message.value())) {
            throw new IllegalStateException("not as sent: " + message);
        }
    }

    private static long number(MqMessage message, String header) {
        return Stamp.number(message.headers().last(header).orElseThrow());
    }

    private void act(MqMessage message, MqMetadata metadata, long delivery, Stamped stamped) throws Exception {
        checkContent(message);
        long id = stamped.recordId();
        switch (behaviour.of(id, stamped.attempt())) {
            case OK -> {}
            case SLOW -> park(behaviour.slowNanos(id, stamped.attempt()));
            case EXCEPTION -> throw new PlannedException("record " + id);
            case ERROR -> throw new PlannedError("record " + id);
            case BLOCK -> never.await();
            case STOP -> {
                journal.write(delivery, EventKind.STOP, stamped);
                metadata.context().stop();
            }
        }
    }

    private void acknowledge(MqContext context, long delivery, Stamped stamped) {
        var style = behaviour.acknowledgement(stamped.recordId(), stamped.attempt());
        switch (style) {
            case AT_ONCE -> acknowledge(context, EventKind.ACK, delivery, stamped);
            case NEVER -> {}
            case LATER, UP_TO -> {
                var kind = style == Behaviour.Acknowledgement.UP_TO ? EventKind.UP_TO : EventKind.ACK;
                var unused = later.schedule(
                        () -> acknowledge(context, kind, delivery, stamped),
                        behaviour.ackDelayMillis(stamped.recordId(), stamped.attempt()),
                        TimeUnit.MILLISECONDS);
            }
        }
    }

    private void acknowledge(MqContext context, EventKind kind, long delivery, Stamped stamped) {
        journal.write(delivery, kind, stamped);
        boolean counts = kind == EventKind.UP_TO ? context.acknowledgeUpTo() : context.acknowledge();
        journal.write(delivery, counts ? EventKind.ACKED : EventKind.REFUSED, stamped);
    }

    /** Until then, or an interrupt. */
    static void park(long nanos) throws InterruptedException {
        long start = System.nanoTime();
        for (long left = nanos; left > 0; left = nanos - (System.nanoTime() - start)) {
            LockSupport.parkNanos(left);
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
    }
}
