// SPDX-License-Identifier: MIT
package io.mqconnector.servers;

import java.nio.file.Path;
import java.util.regex.Pattern;

class LibertyRedeployIT extends RedeployContract {
    private static final Pattern NOTHING = Pattern.compile("(?!)");

    @Override
    Administrator administrator(Administrator.Order order, Path directory) {
        return new LibertyAdministrator(order, directory);
    }

    @Override
    Pattern heldByTheServer() {
        return NOTHING;
    }
}
