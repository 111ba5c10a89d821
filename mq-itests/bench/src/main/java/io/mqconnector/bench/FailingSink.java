// SPDX-License-Identifier: MIT
package io.mqconnector.bench;

import java.util.concurrent.atomic.AtomicIntegerArray;

/** A handler that takes some records only when they come again. */
final class FailingSink extends NumberSink {
    /** One record of so many fails. */
    static final int FAILING_ONE_OF = 50;
    /** How often each of them fails. */
    static final int FAILURES = 2;

    /** How often each record came. */
    private final AtomicIntegerArray calls;

    FailingSink(int expected, int keys) {
        super(expected, keys);
        this.calls = new AtomicIntegerArray(expected);
    }

    @Override
    void accept(byte[] value) throws TransientException {
        begin();
        int number = NumberedValue.number(value);
        if (calls.incrementAndGet(number) < wantedCalls(number)) {
            throw new TransientException();
        }
        endInOrder(value);
    }

    @Override
    void verify(String what) {
        super.verify(what);
        for (int i = 0; i < calls.length(); i++) {
            if (calls.get(i) != wantedCalls(i)) {
                throw new WrongResultException(
                        what + ": record " + i + " came " + calls.get(i) + " times instead of " + wantedCalls(i));
            }
        }
    }

    /** Time to the last success from the start of the consumer, and from the first call. */
    @Override
    double[] measured() {
        return new double[] {millis(), millisFromFirst()};
    }

    private static int wantedCalls(int number) {
        return number % FAILING_ONE_OF == 0 ? FAILURES + 1 : 1;
    }

    /** Says that a record shall come again. */
    static final class TransientException extends Exception {
        private static final long serialVersionUID = 1L;

        TransientException() {
            super("try again");
        }
    }
}
