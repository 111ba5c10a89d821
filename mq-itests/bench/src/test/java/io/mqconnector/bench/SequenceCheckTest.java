// SPDX-License-Identifier: MIT
package io.mqconnector.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class SequenceCheckTest {
    private static final int COUNT = ChatRecords.VALUE_COUNT + 2_500;

    private final ChatRecords records = new ChatRecords(COUNT);
    private final SequenceCheck check = new SequenceCheck(COUNT);

    @Test
    void valuesHaveTheirLengthAndNumber() {
        for (int i = 0; i < 1_000; i++) {
            assertThat(records.value(i)).hasSizeBetween(ChatRecords.MIN_VALUE_BYTES, ChatRecords.MAX_VALUE_BYTES);
        }
        assertThat(ChatRecords.numberOf(records.value(12_345))).isEqualTo(12_345);
        assertThat(new String(records.value(0), StandardCharsets.UTF_8))
                .startsWith("{")
                .endsWith("\"}");
    }

    @Test
    void acceptsEachRecordOnceInOrder() {
        for (int i = 0; i < COUNT; i++) {
            read(i);
        }

        assertThatCode(() -> check.finish("run")).doesNotThrowAnyException();
    }

    @Test
    void acceptsAnyOrderOfDifferentKeys() {
        for (int key = 0; key < ChatRecords.KEY_COUNT; key++) {
            for (int i = key; i < COUNT; i += ChatRecords.KEY_COUNT) {
                read(i);
            }
        }

        assertThatCode(() -> check.finish("run")).doesNotThrowAnyException();
    }

    @Test
    void findsALostRecord() {
        for (int i = 0; i < COUNT; i++) {
            if (i != 5_007) {
                read(i);
            }
        }

        assertThatThrownBy(() -> check.finish("run"))
                .isInstanceOf(WrongResultException.class)
                .hasMessageContaining("run: 102499 records written of 102500 sent")
                .hasMessageContaining("user 7: number 6007 instead of 5007");
    }

    @Test
    void findsADuplicate() {
        for (int i = 0; i < COUNT; i++) {
            read(i);
            if (i == 5_007) {
                read(i);
            }
        }

        assertThatThrownBy(() -> check.finish("run")).isInstanceOf(WrongResultException.class);
    }

    @Test
    void findsTwoOfAKeyTheWrongWayRound() {
        for (int i = 0; i < COUNT; i++) {
            read(i == 7 ? 1_007 : i == 1_007 ? 7 : i);
        }

        assertThatThrownBy(() -> check.finish("run")).isInstanceOf(WrongResultException.class);
    }

    @Test
    void findsAForeignRecord() {
        check.read(records, records.key(0), new byte[3]);
        check.read(records, records.key(1), records.value(0));

        assertThatThrownBy(() -> check.finish("run")).hasMessageContaining("2 out of order or unknown");
    }

    private void read(int i) {
        check.read(records, records.key(i), records.value(i));
    }
}
