// SPDX-License-Identifier: MIT
package io.mqconnector.bench;

import java.util.Arrays;

/**
 * Whether the first records of {@link ChatRecords} were read exactly once and in order per key: the numbers of a key
 * without a gap, and as many in all as were sent. For one thread.
 */
final class SequenceCheck {
    private final int count;
    private final int[] next = new int[ChatRecords.KEY_COUNT];
    private int seen;
    private int wrong;
    private String firstProblem = "";

    SequenceCheck(int count) {
        this.count = count;
        for (int i = 0; i < next.length; i++) {
            next[i] = i;
        }
    }

    /** Takes the next record of a partition. */
    void read(ChatRecords records, byte[] key, byte[] value) {
        seen++;
        int number = ChatRecords.numberOf(value);
        if (number < 0 || number >= ChatRecords.VALUE_COUNT || !Arrays.equals(key, records.key(number))) {
            problem("a record that nobody sent: number " + number);
            return;
        }
        int user = number % ChatRecords.KEY_COUNT;
        if (number != next[user]) {
            problem("user " + user + ": number " + number + " instead of " + next[user]);
        }
        next[user] = (number + ChatRecords.KEY_COUNT) % ChatRecords.VALUE_COUNT;
    }

    /**
     * After the last record.
     *
     * @param what names the run
     * @throws WrongResultException if anything is missing, too much or out of order
     */
    void finish(String what) {
        if (seen != count || wrong > 0) {
            throw new WrongResultException(what + ": " + seen + " records written of " + count + " sent, " + wrong
                    + " out of order or unknown" + (firstProblem.isEmpty() ? "" : "; first: " + firstProblem));
        }
    }

    private void problem(String text) {
        wrong++;
        if (firstProblem.isEmpty()) {
            firstProblem = text;
        }
    }
}
