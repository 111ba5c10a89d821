// SPDX-License-Identifier: MIT
package io.mqconnector.servers;

import java.nio.file.Path;

class LibertyPrecedenceIT extends PrecedenceContract {
    @Override
    Administrator administrator(Administrator.Order order, Path directory) {
        return new LibertyAdministrator(order, directory);
    }

    @Override
    String configSource() {
        return "config source SysPropConfigSource";
    }
}
