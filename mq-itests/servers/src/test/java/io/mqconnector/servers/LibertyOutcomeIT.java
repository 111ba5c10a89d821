// SPDX-License-Identifier: MIT
package io.mqconnector.servers;

import java.nio.file.Path;

class LibertyOutcomeIT extends OutcomeContract {
    @Override
    AppServer newServer(ServerSettings settings, Path directory) {
        return new Liberty(ProbeEar.forLiberty(settings, directory));
    }

    @Override
    Path writeEar(Path directory) {
        return ProbeEar.writeForLiberty(directory);
    }
}
