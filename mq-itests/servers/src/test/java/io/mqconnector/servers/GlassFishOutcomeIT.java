// SPDX-License-Identifier: MIT
package io.mqconnector.servers;

import java.nio.file.Path;

class GlassFishOutcomeIT extends OutcomeContract {
    @Override
    AppServer newServer(ServerSettings settings, Path directory) {
        return new GlassFish(settings);
    }

    /** It ends open branches in an order that differs from run to run. */
    @Override
    String writtenDown(String journal) {
        return Observation.withoutOrderOfEnds(journal);
    }
}
