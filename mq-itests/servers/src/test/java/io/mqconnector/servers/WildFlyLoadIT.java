// SPDX-License-Identifier: MIT
package io.mqconnector.servers;

import java.nio.file.Path;

class WildFlyLoadIT extends LoadContract {
    @Override
    Administrator administrator(Administrator.Order order, Path directory) {
        return new WildFlyAdministrator(order, directory);
    }
}
