// SPDX-License-Identifier: MIT
package io.mqconnector.bench;

import java.util.Arrays;
import java.util.Random;
import java.util.function.IntUnaryOperator;

/** Keys of which the one of rank r comes 1/(r+1) times as often as the first; the same ones each time. For one thread. */
final class ZipfKeys implements IntUnaryOperator {
    private final double[] cumulated;
    private final Random random = new Random(20_26);

    /** @param count how many keys */
    ZipfKeys(int count) {
        this.cumulated = new double[count];
        double sum = 0;
        for (int rank = 0; rank < count; rank++) {
            sum += 1.0 / (rank + 1);
            cumulated[rank] = sum;
        }
    }

    /** The rank of the next record's key. */
    @Override
    public int applyAsInt(int number) {
        int place = Arrays.binarySearch(cumulated, random.nextDouble() * cumulated[cumulated.length - 1]);
        return place < 0 ? -place - 1 : place;
    }
}
