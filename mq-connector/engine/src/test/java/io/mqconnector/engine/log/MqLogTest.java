// SPDX-License-Identifier: MIT
package io.mqconnector.engine.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MqLogTest {
    /** A strong reference: the LogManager keeps loggers weakly. */
    private final Logger logger = Logger.getLogger(MqLogTest.class.getName());

    private final List<String> lines = new ArrayList<>();
    private final Handler kept = new Handler() {
        @Override
        public void publish(LogRecord line) {
            lines.add(line.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @BeforeEach
    void listen() {
        logger.addHandler(kept);
    }

    @AfterEach
    void leave() {
        logger.removeHandler(kept);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "\r", "\u0085", "\u2028", "\u2029", "\u000b", "\u001b[2K\r"})
    void beginsNoLineWithWhatOthersHaveWritten(String separator) {
        var log = MqLog.of(MqLogTest.class);

        log.configurationWarning("x" + separator + "MQ1005 forged");
        log.unexpected("x" + separator + "MQ1005 forged", new IllegalStateException("of a test"));

        assertThat(lines).hasSize(2).allSatisfy(line -> {
            assertThat(line.chars()).noneMatch(LogText::isControl);
            assertThat(line).endsWith("MQ1005 forged");
        });
    }

    @Test
    void leavesOtherTextAsItIs() {
        MqLog.of(MqLogTest.class).configurationWarning("listener 'größer \uD83D\uDE00 {0}'");

        assertThat(lines).containsExactly("MQ1003 configuration: listener 'größer \uD83D\uDE00 {0}'");
    }
}
