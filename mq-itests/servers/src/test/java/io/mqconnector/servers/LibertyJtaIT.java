// SPDX-License-Identifier: MIT
package io.mqconnector.servers;

import java.nio.file.Path;
import java.util.Map;

class LibertyJtaIT extends JtaContract {
    private static final String CONFIGURED = "CWWKG001[78]I:";

    @Override
    AppServer started(ServerSettings settings) {
        var server = LibertyAdministrator.serverOf(settings);
        server.start();
        return server;
    }

    @Override
    void addDataSources(AppServer target, Map<String, OrdersDatabase> databases, Path directory) {
        var drivers = directory.resolve("drivers");
        var xml = new StringBuilder(
                "<library id=\"drivers\"><fileset dir=\"" + drivers + "\" includes=\"*.jar\"/></library>");
        databases.forEach((name, database) -> {
            drivers.toFile().mkdirs();
            Archive.copy(database.driver(), drivers);
            xml.append("<dataSource jndiName=\"" + dataSource(name) + "\" type=\"javax.sql.DataSource\">"
                    + "<jdbcDriver libraryRef=\"drivers\" javax.sql.DataSource=\""
                    + (name.equals("h2") ? "org.h2.jdbcx.JdbcDataSource" : "org.postgresql.ds.PGSimpleDataSource")
                    + "\"/><properties URL=\"" + database.url() + "\" user=\"" + database.user()
                    + "\" password=\"\"/></dataSource>\n");
        });
        ((Liberty) target)
                .reconfigure(
                        text -> text.replace("</featureManager>", "<feature>jdbc-4.3</feature></featureManager>")
                                .replace("</server>", xml + "</server>"),
                        "CWWKF0012I: .*jdbc-4.3");
    }

    @Override
    void deploy(
            AppServer target, Administrator.Order order, Map<String, Map<String, String>> factories, Path directory) {
        var administrator = new LibertyAdministrator(order, directory, (Liberty) target);
        administrator.prepare();
        administrator.deployAdapter();
        var xml = new StringBuilder();
        factories.forEach((name, properties) -> {
            xml.append("<connectionFactory jndiName=\"" + factory(name) + "\"><properties.mq");
            properties.forEach((key, value) -> xml.append(" " + key + "=\"" + value + "\""));
            xml.append("/></connectionFactory>\n");
        });
        ((Liberty) target).reconfigure(text -> text.replace("</server>", xml + "</server>"), CONFIGURED);
        administrator.deployApplication();
    }

    @Override
    void startRelays() {
        use(Mode.OUTBOX_H2);
    }

    @Override
    String factory(String name) {
        return "eis/" + name;
    }

    @Override
    String dataSource(String name) {
        return "jdbc/" + name;
    }
}
