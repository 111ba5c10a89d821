// SPDX-License-Identifier: MIT
package io.mqconnector.servers;

import java.nio.file.Path;

class LibertyLoadIT extends LoadContract {
    @Override
    Administrator administrator(Administrator.Order order, Path directory) {
        return new LibertyAdministrator(order, directory);
    }
}
