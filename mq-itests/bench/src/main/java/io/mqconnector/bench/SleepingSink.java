// SPDX-License-Identifier: MIT
package io.mqconnector.bench;

/** A handler that waits as for a database. */
class SleepingSink extends NumberSink {
    /** How long it waits; the operating system makes it some 8 % more. */
    static final int SLEEP_MILLIS = 2;

    SleepingSink(int expected, int keys) {
        super(expected, keys);
    }

    @Override
    void accept(byte[] value) throws InterruptedException {
        begin();
        Thread.sleep(SLEEP_MILLIS);
        endInOrder(value);
    }
}
