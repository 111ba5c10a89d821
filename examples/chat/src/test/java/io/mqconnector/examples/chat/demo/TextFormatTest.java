// SPDX-License-Identifier: MIT
package io.mqconnector.examples.chat.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class TextFormatTest {
    private final TextFormat format = new TextFormat("run1-chat");

    @Test
    void numbersComeBack() {
        var numbers = new TextFormat.Numbers(123_456, 123, -987_654_321);

        String text = format.write(numbers, "hello | there", 300);

        assertThat(text).isEqualTo("run1-chat|123456|123|-987654321|hello | there");
        assertThat(format.isOurs(text)).isTrue();
        assertThat(format.read(text)).isEqualTo(numbers);
    }

    @Test
    void wordsAreCutAtTheLength() {
        String text = format.write(new TextFormat.Numbers(1, 2, 3), "x".repeat(1_000), 300);

        assertThat(text).hasSize(300);
        assertThat(format.read(text)).isEqualTo(new TextFormat.Numbers(1, 2, 3));
    }

    @Test
    void textsOfOthersAreNotOurs() {
        assertThat(format.isOurs("run2-chat|1|2|3|hello")).isFalse();
        assertThat(format.isOurs("run1-event|1|2|3|hello")).isFalse();
        assertThat(format.isOurs("{\"hello\":1}")).isFalse();
        assertThat(format.isOurs("")).isFalse();
        assertThat(format.isOurs(null)).isFalse();
    }

    @Test
    void damagedNumbersAreRefused() {
        assertThatThrownBy(() -> format.read("run1-chat|1|2|3")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> format.read("run1-chat|1|x|3|hello")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> format.read("run1-chat|")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aRunMustNotContainTheSeparator() {
        assertThatThrownBy(() -> new TextFormat("a|b")).isInstanceOf(IllegalArgumentException.class);
    }
}
