// SPDX-License-Identifier: MIT
package io.mqconnector.itests.outbox;

import io.mqconnector.broker.KafkaBroker;
import io.mqconnector.itests.OnlyInCi;

@OnlyInCi
class OutboxH2IT extends OutboxContract {
    OutboxH2IT(KafkaBroker broker) {
        super(broker);
    }

    @Override
    TestDatabase open() throws Exception {
        return TestDatabase.h2();
    }
}
