// SPDX-License-Identifier: MIT
package io.mqconnector.servers;

import java.nio.file.Path;

class LibertyTroubleIT extends TroubleContract {
    @Override
    AppServer newServer(ServerSettings settings) {
        return LibertyAdministrator.serverOf(settings);
    }

    @Override
    Administrator administrator(Administrator.Order order, Path directory, AppServer target) {
        return new LibertyAdministrator(order, directory, (Liberty) target);
    }

    @Override
    String logOfFailing(Administrator administrator) {
        int logLength = administrator.server().log().length();
        administrator.deployAdapter();
        var log = administrator.server().log().substring(logLength);
        administrator.undeployAdapter();
        return log;
    }
}
