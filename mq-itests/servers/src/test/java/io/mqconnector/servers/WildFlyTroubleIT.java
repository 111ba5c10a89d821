// SPDX-License-Identifier: MIT
package io.mqconnector.servers;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;

class WildFlyTroubleIT extends TroubleContract {
    @Override
    AppServer newServer(ServerSettings settings) {
        return new WildFly(settings);
    }

    @Override
    Administrator administrator(Administrator.Order order, Path directory, AppServer target) {
        return new WildFlyAdministrator(order, directory, (WildFly) target);
    }

    @Override
    String logOfFailing(Administrator administrator) {
        var target = (WildFly) administrator.server();
        administrator.prepare();
        int logLength = target.log().length();
        assertThatThrownBy(administrator::deployAdapter)
                .isInstanceOf(ServerException.class)
                .hasMessageContaining("cannot deploy mq-connector.rar");
        var log = target.log().substring(logLength);
        target.cli("/subsystem=resource-adapters/resource-adapter=mq-connector.rar:remove");
        return log;
    }
}
