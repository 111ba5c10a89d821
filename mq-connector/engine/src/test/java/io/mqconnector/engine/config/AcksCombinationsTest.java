// SPDX-License-Identifier: MIT
package io.mqconnector.engine.config;

import static io.mqconnector.engine.config.SnapshotFixture.settings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.HashMap;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** All combinations of acks, idempotence and requests in flight, each set or not: resolved, or refused with the remedy. */
class AcksCombinationsTest {
    private static final String NOT_SET = "-";

    static Stream<Arguments> all() {
        return Stream.of(NOT_SET, "0", "1", "all")
                .flatMap(acks -> Stream.of(NOT_SET, "true", "false")
                        .flatMap(idempotence -> Stream.of(NOT_SET, "1", "5", "6", "100")
                                .map(inFlight -> Arguments.of(acks, idempotence, inFlight))));
    }

    @ParameterizedTest(name = "acks {0}, idempotence {1}, in flight {2}")
    @MethodSource("all")
    void isResolvedOrRefused(String acks, String idempotence, String inFlight) {
        var settings = settings();
        set(settings, "mq.producer.acks", acks);
        set(settings, "mq.producer.idempotence", idempotence);
        set(settings, "mq.producer.max-in-flight", inFlight);
        boolean isForAll = acks.equals(NOT_SET) || acks.equals("all");

        if (!isForAll && idempotence.equals("true")) {
            assertThat(settings.problems())
                    .singleElement()
                    .asString()
                    .contains(
                            "mq.producer.idempotence = 'true'",
                            "mq.producer.acks = '" + acks + "'",
                            "idempotence needs acks all; remove one of the two");
            return;
        }

        var snapshot = settings.read();
        boolean isIdempotent = idempotence.equals(NOT_SET) ? isForAll : Boolean.parseBoolean(idempotence);
        assertThat(snapshot.producerProperties())
                .containsEntry("acks", isForAll ? "all" : acks)
                .containsEntry("enable.idempotence", isIdempotent)
                .containsEntry("max.in.flight.requests.per.connection", requests(isIdempotent, inFlight));
        assertThat(snapshot.warnings())
                .as("idempotence that was switched off, a cap, an order that is not kept: each is said")
                .hasSize(warnings(isForAll, isIdempotent, idempotence, inFlight));
        assertKafkaAccepts(snapshot);
    }

    private static int requests(boolean isIdempotent, String inFlight) {
        if (inFlight.equals(NOT_SET)) {
            return isIdempotent ? 5 : 1;
        }
        int wanted = Integer.parseInt(inFlight);
        return isIdempotent ? Math.min(5, wanted) : wanted;
    }

    private static int warnings(boolean isForAll, boolean isIdempotent, String idempotence, String inFlight) {
        int requests = inFlight.equals(NOT_SET) ? 1 : Integer.parseInt(inFlight);
        int count = !isForAll && idempotence.equals(NOT_SET) ? 1 : 0;
        if (isIdempotent ? requests > 5 : requests > 1) {
            count++;
        }
        return count;
    }

    /** Kafka's own rules are the judge of what was not refused. */
    private static void assertKafkaAccepts(ConfigSnapshot snapshot) {
        var properties = new HashMap<String, Object>(snapshot.producerProperties());
        properties.put("key.serializer", ByteArraySerializer.class);
        properties.put("value.serializer", ByteArraySerializer.class);

        assertThatCode(() -> new ProducerConfig(properties)).doesNotThrowAnyException();
    }

    private static void set(SnapshotFixture settings, String key, String value) {
        if (!value.equals(NOT_SET)) {
            settings.explicit(key, value);
        }
    }
}
