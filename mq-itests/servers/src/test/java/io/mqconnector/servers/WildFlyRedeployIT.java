// SPDX-License-Identifier: MIT
package io.mqconnector.servers;

import java.nio.file.Path;
import java.util.regex.Pattern;

class WildFlyRedeployIT extends RedeployContract {
    @Override
    Administrator administrator(Administrator.Order order, Path directory) {
        return new WildFlyAdministrator(order, directory);
    }

    /** A thread of its pools remembers the last task, and with it the context class loader, until it gets the next. */
    @Override
    Pattern heldByTheServer() {
        return Pattern.compile("^Java frame org\\.jboss\\.threads\\.EnhancedQueueExecutor\\$Task$");
    }
}
