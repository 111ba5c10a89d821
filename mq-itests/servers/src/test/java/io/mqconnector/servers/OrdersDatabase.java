// SPDX-License-Identifier: MIT
package io.mqconnector.servers;

import io.mqconnector.database.PostgresServer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.h2.tools.Server;

/** A database with orders and an outbox, which outlives the server that uses it. Thread-safe. */
final class OrdersDatabase implements AutoCloseable {
    private final String url;
    private final String user;
    private final Path driver;
    private final Runnable stop;

    private OrdersDatabase(String url, String user, Path driver, Runnable stop) {
        this.url = url;
        this.user = user;
        this.driver = driver;
        this.stop = stop;
    }

    /** H2, served by this JVM. */
    static OrdersDatabase h2() throws Exception {
        var server = Server.createTcpServer("-tcpPort", "0", "-ifNotExists").start();
        return new OrdersDatabase(
                        "jdbc:h2:tcp://127.0.0.1:" + server.getPort() + "/mem:" + UUID.randomUUID()
                                + ";DB_CLOSE_DELAY=-1",
                        "sa",
                        Archive.locationOf(Server.class),
                        server::stop)
                .withTables("h2");
    }

    /** The PostgreSQL of this machine. */
    static OrdersDatabase postgres() throws Exception {
        var server = PostgresServer.start();
        return new OrdersDatabase(
                        server.jdbcUrl(),
                        PostgresServer.USER,
                        Archive.locationOf(org.postgresql.Driver.class),
                        server::close)
                .withTables("postgresql");
    }

    private OrdersDatabase withTables(String name) throws Exception {
        // the engine's jar is on the class path, its packages are nobody's business
        try (InputStream in = OrdersDatabase.class.getResourceAsStream("/io/mqconnector/outbox/" + name + ".sql")) {
            if (in == null) {
                throw new IOException(name + ".sql is not there");
            }
            execute(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
        execute("CREATE TABLE orders (id VARCHAR(100) PRIMARY KEY)");
        return this;
    }

    String url() {
        return url;
    }

    /** Who connects, without a password. */
    String user() {
        return user;
    }

    /** The jar with its driver. */
    Path driver() {
        return driver;
    }

    List<String> orders() {
        return texts("SELECT id FROM orders");
    }

    List<String> outbox() {
        return texts("SELECT topic FROM mq_outbox");
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url, user, "");
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private List<String> texts(String query) {
        var texts = new ArrayList<String>();
        try (Connection connection = DriverManager.getConnection(url, user, "");
                var statement = connection.createStatement();
                var found = statement.executeQuery(query)) {
            while (found.next()) {
                texts.add(found.getString(1));
            }
        } catch (SQLException e) {
            throw new AssertionError(query, e);
        }
        return texts;
    }

    @Override
    public void close() {
        stop.run();
    }
}
