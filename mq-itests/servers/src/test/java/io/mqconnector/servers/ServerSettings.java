// SPDX-License-Identifier: MIT
package io.mqconnector.servers;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * What a test asks of a server.
 *
 * @param name distinguishes servers of one product, in their directories; a file name
 * @param systemProperties for the server's JVM; neither names nor values with spaces
 * @param transactionTimeout of transactions that name none; whole seconds
 * @param configuration edits the server's main configuration file before its first start; gets and returns the text
 */
public record ServerSettings(
        String name,
        Map<String, String> systemProperties,
        Duration transactionTimeout,
        UnaryOperator<String> configuration) {
    public ServerSettings {
        systemProperties = Map.copyOf(systemProperties);
    }

    public static ServerSettings named(String name) {
        return new ServerSettings(name, Map.of(), Duration.ofMinutes(5), UnaryOperator.identity());
    }

    public ServerSettings withSystemProperty(String key, String value) {
        var properties = new LinkedHashMap<>(systemProperties);
        properties.put(key, value);
        return new ServerSettings(name, properties, transactionTimeout, configuration);
    }

    public ServerSettings withTransactionTimeout(Duration timeout) {
        return new ServerSettings(name, systemProperties, timeout, configuration);
    }

    /** Another edit of the main configuration file, after those given before. */
    public ServerSettings withConfiguration(UnaryOperator<String> edit) {
        return new ServerSettings(
                name, systemProperties, transactionTimeout, text -> edit.apply(configuration.apply(text)));
    }
}
