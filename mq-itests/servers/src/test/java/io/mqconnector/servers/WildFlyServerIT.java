// SPDX-License-Identifier: MIT
package io.mqconnector.servers;

class WildFlyServerIT extends ServerContract {
    @Override
    AppServer newServer(ServerSettings settings) {
        return new WildFly(settings);
    }

    @Override
    String farewell() {
        return "WFLYSRV0050";
    }
}
