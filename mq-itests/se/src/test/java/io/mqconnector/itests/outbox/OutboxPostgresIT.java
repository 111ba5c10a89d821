// SPDX-License-Identifier: MIT
package io.mqconnector.itests.outbox;

import io.mqconnector.broker.KafkaBroker;
import io.mqconnector.itests.OnlyInCi;

/** On a real PostgreSQL, which {@code .ci/run} installs where there is none. */
@OnlyInCi
class OutboxPostgresIT extends OutboxContract {
    OutboxPostgresIT(KafkaBroker broker) {
        super(broker);
    }

    @Override
    TestDatabase open() throws Exception {
        return TestDatabase.postgres();
    }
}
