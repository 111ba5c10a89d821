// SPDX-License-Identifier: MIT
package io.mqconnector.itests.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.mqconnector.broker.KafkaBroker;
import io.mqconnector.broker.WithKafka;
import io.mqconnector.itests.OnlyInCi;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** That killing processes finds what it is there to find: a stand-in for the outbox with one defect after another. */
@WithKafka
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(600)
@OnlyInCi
class OutboxDefectsIT {
    private static final long SEED = 5;
    private static final int ROUNDS = 2;

    private final KafkaBroker broker;
    private TestDatabase database;

    @SuppressWarnings("NullAway.Init") // before all tests
    OutboxDefectsIT(KafkaBroker broker) {
        this.broker = broker;
    }

    @BeforeAll
    void start() throws Exception {
        database = TestDatabase.h2();
    }

    @AfterAll
    void stop() {
        database.close();
    }

    private List<String> violations(Defect defect) throws Exception {
        return new KillRun(broker, database, defect, SEED).run(ROUNDS);
    }

    @Test
    void passesAStandInWithoutADefect() throws Exception {
        assertThat(violations(Defect.STAND_IN)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"NONE", "STAND_IN"})
    void findsTheDefect(Defect defect) throws Exception {
        assertThat(violations(defect)).anyMatch(violation -> violation.startsWith(defect.complaint()));
    }
}
