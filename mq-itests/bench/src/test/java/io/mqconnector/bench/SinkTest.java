// SPDX-License-Identifier: MIT
package io.mqconnector.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SinkTest {
    @Test
    void isCompleteWithTheLastRecord() {
        var sink = new Sink(2);
        sink.accept("a", 0);
        assertThat(sink.isComplete()).isFalse();

        sink.accept("b", 0);

        assertThat(sink.isComplete()).isTrue();
        assertThatCode(() -> sink.verify("run")).doesNotThrowAnyException();
        assertThat(sink.perSecond()).isPositive();
    }

    @Test
    void findsMissingRecords() {
        var sink = new Sink(2);

        sink.accept("a", 0);

        assertThatThrownBy(() -> sink.verify("run")).hasMessageContaining("1 records handled of 2");
    }

    @Test
    void findsRecordsBeyondTheLast() {
        var sink = new Sink(1);

        sink.accept("a", 0);
        sink.accept("b", 1);

        assertThatThrownBy(() -> sink.verify("run")).isInstanceOf(WrongResultException.class);
    }

    @Test
    void findsDisorderWithinAKey() {
        var sink = new Sink(2);

        sink.accept("a", 5);
        sink.accept("a", 4);

        assertThatThrownBy(() -> sink.verify("run")).hasMessageContaining("1 of them out of order");
    }
}
