// SPDX-License-Identifier: MIT
package io.mqconnector.servers;

class LibertyServerIT extends ServerContract {
    @Override
    AppServer newServer(ServerSettings settings) {
        return new Liberty(settings);
    }

    @Override
    String farewell() {
        return "CWWKE0036I";
    }
}
