// SPDX-License-Identifier: MIT
package io.mqconnector.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import java.util.logging.Filter;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KafkaLogsTest {
    @ParameterizedTest
    @ValueSource(strings = {"org.apache.kafka", "kafka", "state.change.logger"})
    void quietLeavesWarnings(String name) throws IOException {
        KafkaLogs.quiet();
        System.gc(); // a level set on a logger that nobody holds would go with it

        assertThat(Logger.getLogger(name).getLevel()).isEqualTo(Level.WARNING);
        assertThat(resource().getProperty(name + ".level")).isEqualTo("WARNING");
    }

    @Test
    void quietLeavesOutTheKitsOwnClientsOnly() {
        KafkaLogs.quiet();

        Filter filter =
                Logger.getLogger("org.apache.kafka.clients.NetworkClient").getFilter();
        assertThat(filter.isLoggable(line("[AdminClient clientId=mq-broker-kit-1] Connection to node -1")))
                .isFalse();
        assertThat(filter.isLoggable(line("[Producer clientId=producer-1] Connection to node -1")))
                .isTrue();
        assertThat(filter.isLoggable(line(null))).isTrue();
    }

    private static LogRecord line(String text) {
        return new LogRecord(Level.WARNING, text);
    }

    private static Properties resource() throws IOException {
        var properties = new Properties();
        try (InputStream in = KafkaLogs.class.getResourceAsStream("/logging.properties")) {
            properties.load(in);
        }
        return properties;
    }
}
