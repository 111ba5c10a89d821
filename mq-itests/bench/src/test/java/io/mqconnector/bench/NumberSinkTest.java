// SPDX-License-Identifier: MIT
package io.mqconnector.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class NumberSinkTest {
    @Test
    void acceptsAnyOrderOfDifferentKeys() throws Exception {
        var sink = new NumberSink(3, 2);

        sink.accept(value(1, 1));
        sink.accept(value(0, 0));
        sink.accept(value(2, 0));

        assertThat(sink.isComplete()).isTrue();
        assertThatCode(() -> sink.verify("run")).doesNotThrowAnyException();
    }

    @Test
    void findsARecordThatCameTwice() throws Exception {
        var sink = new NumberSink(2, 1);

        sink.accept(value(0, 0));
        sink.accept(value(0, 0));

        assertThatThrownBy(() -> sink.verify("run")).hasMessageContaining("1 of them out of order or again");
    }

    @Test
    void aFailingRecordIsTakenTheThirdTime() throws Exception {
        var sink = new FailingSink(2, 1);

        for (int i = 0; i < FailingSink.FAILURES; i++) {
            assertThatThrownBy(() -> sink.accept(value(0, 0))).isInstanceOf(FailingSink.TransientException.class);
        }
        sink.accept(value(0, 0));
        sink.accept(value(1, 0));

        assertThatCode(() -> sink.verify("run")).doesNotThrowAnyException();
        assertThat(sink.measured()).hasSize(2);
    }

    @Test
    void findsAFailedRecordThatCameTooOften() throws Exception {
        var sink = new FailingSink(1, 1);

        for (int i = 0; i < FailingSink.FAILURES; i++) {
            assertThatThrownBy(() -> sink.accept(value(0, 0))).isInstanceOf(FailingSink.TransientException.class);
        }
        sink.accept(value(0, 0));
        sink.accept(value(0, 0));

        assertThatThrownBy(() -> sink.verify("run")).isInstanceOf(WrongResultException.class);
    }

    @Test
    void seesWhatTheThreadAllocatesAfterTheFirstRecord() throws Exception {
        var sink = new AllocationSink(2, 1, () -> ThreadUse.ofCurrentThread(ThreadUse.Resource.ALLOCATED_BYTES));

        byte[] before = value(0, 0);
        sink.accept(before);
        byte[][] between = new byte[10][100_000];
        sink.accept(value(between.length, 0));
        sink.await(Duration.ZERO);

        assertThat(sink.measured()[0]).isBetween(500_000.0, 700_000.0);
    }

    @Test
    void aZipfKeyOfRankOneComesHalfAsOftenAsTheFirst() {
        int[] counts = new int[200];
        var keys = new ZipfKeys(counts.length);

        for (int i = 0; i < 100_000; i++) {
            counts[keys.applyAsInt(i)]++;
        }

        assertThat(counts[0]).isBetween(16_000, 18_000);
        assertThat(counts[1]).isBetween(8_000, 9_000);
        assertThat(counts[199]).isPositive();
    }

    private static byte[] value(int number, int key) {
        byte[] value = new byte[16];
        NumberedValue.write(value, number, key, 0);
        return value;
    }
}
