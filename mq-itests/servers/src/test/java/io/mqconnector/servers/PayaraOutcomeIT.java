// SPDX-License-Identifier: MIT
package io.mqconnector.servers;

import java.nio.file.Path;

class PayaraOutcomeIT extends OutcomeContract {
    @Override
    AppServer newServer(ServerSettings settings, Path directory) {
        return new Payara(settings);
    }
}
