// SPDX-License-Identifier: MIT
package io.mqconnector.broker;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What the broker of {@link WithKafka} runs in: the values of {@code -Dmq.it.broker}, in lower case. */
public enum BrokerMode {
    /** {@link #TESTCONTAINERS} where a Docker engine answers and the library is there, else {@link #EMBEDDED}. */
    AUTO,
    /** A container of the image {@code apache/kafka}. */
    TESTCONTAINERS,
    /** An {@link EmbeddedBroker}. */
    EMBEDDED,
    /** A broker that somebody else runs, at {@code -Dmq.it.bootstrap}. */
    EXTERNAL;

    /** The system property that holds the mode. */
    public static final String PROPERTY = "mq.it.broker";

    /** The system property that says where the external broker is: {@code host:port[,host:port…]}. */
    public static final String BOOTSTRAP_PROPERTY = "mq.it.bootstrap";

    /**
     * The mode of that name; {@link #AUTO} for null and for an empty text.
     *
     * @throws IllegalArgumentException if there is none; names property, value and allowed values
     */
    public static BrokerMode of(@Nullable String value) {
        if (value == null || value.isBlank()) {
            return AUTO;
        }
        return Arrays.stream(values())
                .filter(mode -> mode.toString().equals(value.strip()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(PROPERTY + "=" + value + ": not one of "
                        + Arrays.stream(values()).map(BrokerMode::toString).collect(Collectors.joining(", "))));
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
