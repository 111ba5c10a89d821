// SPDX-License-Identifier: MIT
package io.mqconnector.examples.chat.demo;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SegmentedBitsTest {
    private final SegmentedBits bits = new SegmentedBits();

    @Test
    void bitsAreSetAndThePreviousWordIsReturned() {
        assertThat(bits.getAndSet(5, 0b01)).isZero();
        assertThat(bits.getAndSet(5, 0b10)).isEqualTo(0b01);
        assertThat(bits.get(5)).isEqualTo(0b11);
        assertThat(bits.get(4)).isZero();
    }

    @Test
    void wordsOfDifferentSegmentsAreDifferent() {
        bits.getAndSet(1_023, 1);
        bits.getAndSet(1_024, 2);

        assertThat(bits.get(1_023)).isEqualTo(1);
        assertThat(bits.get(1_024)).isEqualTo(2);
    }

    @Test
    void threeMillionMessagesOfOneByteTakeThreeMegabytes() {
        int messages = 3_000_000;
        for (long word = 0; word < messages / 8; word++) {
            bits.getAndSet(word, -1);
        }

        assertThat(bits.segmentCount() * 8_192L).isBetween(3_000_000L, 3_100_000L);
    }

    @Test
    void memoryIsTakenOnlyWhereABitIsSet() {
        bits.getAndSet(1L << 50, 1);

        assertThat(bits.get((1L << 50) - 1)).isZero();
        assertThat(bits.segmentCount()).isEqualTo(1);
    }
}
