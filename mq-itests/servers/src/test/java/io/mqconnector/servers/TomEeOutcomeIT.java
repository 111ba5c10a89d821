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

    /** Its transaction manager keeps open branches in a map by identity, and ends them in that order. */
    @Override
    String writtenDown(String journal) {
        return journal.replaceAll(
                "(ra|db)\\.end(-fail|), (?!\\1)(ra|db)\\.end\\2", "ra.end$2 and db.end$2 (order varies)");
    }
}
