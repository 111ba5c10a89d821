// SPDX-License-Identifier: MIT
package io.mqconnector.servers;

import java.nio.file.Path;

class PayaraOutcomeIT extends OutcomeContract {
    @Override
    AppServer newServer(ServerSettings settings, Path directory) {
        return new Payara(settings);
    }

    /** It ends open branches in an order that differs from run to run. */
    @Override
    String writtenDown(String journal) {
        return Observation.withoutOrderOfEnds(journal);
    }
}
