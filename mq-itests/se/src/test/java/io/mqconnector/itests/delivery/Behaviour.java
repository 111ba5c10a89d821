// SPDX-License-Identifier: MIT
package io.mqconnector.itests.delivery;

import io.mqconnector.itests.model.Chance;

/**
 * What the listeners of a plan do with each attempt at each record. Decided by the numbers alone, so that all processes
 * decide alike; immutable.
 */
final class Behaviour {
    private static final int WHOLE = 10_000;

    private final SeedPlan plan;

    Behaviour(SeedPlan plan) {
        this.plan = plan;
    }

    /** What a listener does. */
    enum Action {
        OK,
        SLOW,
        EXCEPTION,
        ERROR,
        /** Blocks until it is interrupted. */
        BLOCK,
        /** Stops its subscription, and handles the record. */
        STOP
    }

    /** How a record is acknowledged by a listener that does so itself. */
    enum Acknowledgement {
        AT_ONCE,
        /** On another thread, later. */
        LATER,
        /** With all before it, on another thread, later. */
        UP_TO,
        NEVER
    }

    /** What happens with a batch in which a record fails. */
    enum BatchFailure {
        /** Those before the record are done. */
        AFTER_DONE,
        /** All but the record are done. */
        FAILED,
        /** Nothing is done. */
        WHOLE
    }

    /** Whether a record fails until it has come to the failure policy. */
    boolean isPoison(long id) {
        return draw(1, id, 0) < plan.rates().poison();
    }

    Action of(long id, int attempt) {
        // where its partition stands still, what it lacks is mended meanwhile
        boolean isMended = plan.policy() == Policy.STOP && attempt > plan.retryAttempts();
        if (isPoison(id) && !isMended) {
            return draw(2, id, attempt) % 2 == 0 ? Action.EXCEPTION : Action.ERROR;
        }
        var rates = plan.rates();
        if (attempt == 1 && draw(3, id, 0) < rates.stop()) {
            return Action.STOP;
        }
        // not the last attempt: what can be handled is not to fail for good
        int left = attempt < plan.retryAttempts() ? draw(4, id, attempt) : WHOLE;
        if (left < rates.exception()) {
            return Action.EXCEPTION;
        }
        left -= rates.exception();
        if (left < rates.error()) {
            return Action.ERROR;
        }
        left -= rates.error();
        if (left < rates.block()) {
            return Action.BLOCK;
        }
        return draw(5, id, attempt) < rates.slow() ? Action.SLOW : Action.OK;
    }

    Acknowledgement acknowledgement(long id, int attempt) {
        int drawn = draw(6, id, attempt);
        if (drawn < 20 && attempt < plan.retryAttempts()) {
            return Acknowledgement.NEVER;
        }
        if (drawn < 1_500) {
            return Acknowledgement.LATER;
        }
        return drawn < 2_000 ? Acknowledgement.UP_TO : Acknowledgement.AT_ONCE;
    }

    BatchFailure batchFailure(long id, int attempt) {
        int drawn = draw(7, id, attempt) % 3;
        if (drawn == 0) {
            return BatchFailure.WHOLE;
        }
        // leaves the failed one behind: not in order
        return drawn == 1 && plan.order() == Order.UNORDERED ? BatchFailure.FAILED : BatchFailure.AFTER_DONE;
    }

    /** How long the slow take. */
    long slowNanos(long id, int attempt) {
        return 1_000_000L * (1 + draw(8, id, attempt) % 4);
    }

    /** After how long what is acknowledged later is. */
    long ackDelayMillis(long id, int attempt) {
        return 1L + draw(9, id, attempt) % 20;
    }

    private int draw(int what, long id, int attempt) {
        return Chance.below(WHOLE, plan.seed(), what, id, attempt);
    }
}
