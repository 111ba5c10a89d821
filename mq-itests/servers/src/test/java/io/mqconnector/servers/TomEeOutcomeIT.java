// SPDX-License-Identifier: MIT
package io.mqconnector.servers;

import java.nio.file.Path;

class TomEeOutcomeIT extends OutcomeContract {
    @Override
    AppServer newServer(ServerSettings settings, Path directory) {
        var tomEe = new TomEe(ProbeEar.forTomEe(settings));
        ProbeEar.writeLibraryForTomEe(tomEe.directory().resolve("lib"));
        return tomEe;
    }

    @Override
    Path writeEar(Path directory) {
        return ProbeEar.writeForTomEe(directory);
    }

    /** It ends open branches in an order that differs from run to run. */
    @Override
    String writtenDown(String journal) {
        return Observation.withoutOrderOfEnds(journal);
    }
}
