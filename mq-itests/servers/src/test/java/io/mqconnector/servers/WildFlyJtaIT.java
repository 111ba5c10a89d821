// SPDX-License-Identifier: MIT
package io.mqconnector.servers;

import java.nio.file.Path;
import java.util.Map;

class WildFlyJtaIT extends JtaContract {
    private static final String DEFINITION =
            "/subsystem=resource-adapters/resource-adapter=mq-connector.rar/connection-definitions=";

    @Override
    AppServer started(ServerSettings settings) {
        var server = new WildFly(settings);
        server.start();
        return server;
    }

    @Override
    void addDataSources(AppServer target, Map<String, OrdersDatabase> databases, Path directory) {
        databases.forEach((name, database) -> {
            target.deploy(database.driver());
            ((WildFly) target)
                    .cli("data-source add --name=" + name + " --jndi-name=" + dataSource(name)
                            + " --driver-name=" + database.driver().getFileName() + " --user-name="
                            + database.user() + " --connection-url=\"" + database.url() + "\"");
        });
    }

    @Override
    void deploy(
            AppServer target, Administrator.Order order, Map<String, Map<String, String>> factories, Path directory) {
        var administrator = new WildFlyAdministrator(order, directory, (WildFly) target);
        administrator.prepare();
        var script = new StringBuilder();
        factories.forEach((name, properties) -> {
            script.append(
                    DEFINITION + name + ":add(class-name=io.mqconnector.ra.MqManagedConnectionFactory,jndi-name=\""
                            + factory(name) + "\",enabled=true)\n");
            properties.forEach((key, value) ->
                    script.append(DEFINITION + name + "/config-properties=" + key + ":add(value=\"" + value + "\")\n"));
        });
        ((WildFly) target).cli(script.toString());
        administrator.deployAdapter();
        administrator.deployApplication();
    }

    @Override
    String factory(String name) {
        return "java:/eis/" + name;
    }

    @Override
    String dataSource(String name) {
        return "java:/jdbc/" + name;
    }
}
