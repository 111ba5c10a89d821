// SPDX-License-Identifier: MIT
package io.mqconnector.itests.outbox;

import io.mqconnector.api.Mq;
import io.mqconnector.api.MqOutbox;
import io.mqconnector.database.PostgresServer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.h2.tools.Server;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/** A database that several processes reach, with an outbox. Thread-safe. */
final class TestDatabase implements AutoCloseable {
    private final String url;
    private final Runnable stop;

    private TestDatabase(String url, Runnable stop) {
        this.url = url;
        this.stop = stop;
    }

    /** H2, served by this JVM. */
    static TestDatabase h2() throws Exception {
        var server = Server.createTcpServer("-tcpPort", "0", "-ifNotExists").start();
        return new TestDatabase(
                        "jdbc:h2:tcp://127.0.0.1:" + server.getPort() + "/mem:" + UUID.randomUUID()
                                + ";DB_CLOSE_DELAY=-1",
                        server::stop)
                .withOutbox("h2");
    }

    /** A PostgreSQL of its own. */
    static TestDatabase postgres() throws Exception {
        var server = PostgresServer.start();
        return new TestDatabase(server.jdbcUrl(), server::close).withOutbox("postgresql");
    }

    private TestDatabase withOutbox(String name) throws Exception {
        try (InputStream in = Mq.class.getResourceAsStream("/io/mqconnector/outbox/" + name + ".sql")) {
            if (in == null) {
                throw new IOException(name + ".sql is not there");
            }
            execute(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
        execute("CREATE TABLE counters (k VARCHAR(20) PRIMARY KEY, n BIGINT NOT NULL)");
        execute("CREATE TABLE orders (id VARCHAR(60) PRIMARY KEY, k VARCHAR(20) NOT NULL, n BIGINT NOT NULL,"
                + " message_id VARCHAR(60) NOT NULL)");
        for (int i = 0; i < OutboxProgram.KEYS; i++) {
            execute("INSERT INTO counters VALUES ('k" + i + "', 0)");
        }
        return this;
    }

    String url() {
        return url;
    }

    DataSource dataSource() {
        return dataSource(url);
    }

    static DataSource dataSource(String url) {
        if (url.startsWith("jdbc:h2:")) {
            var dataSource = new JdbcDataSource();
            dataSource.setURL(url);
            return dataSource;
        }
        var dataSource = new PGSimpleDataSource();
        dataSource.setUrl(url);
        return dataSource;
    }

    /** One transaction: a message, committed or rolled back. */
    void send(MqOutbox outbox, String topic, @Nullable String key, String text, boolean isCommitted)
            throws SQLException {
        try (Connection connection = dataSource().getConnection()) {
            connection.setAutoCommit(false);
            outbox.send(connection, topic, key, text);
            if (isCommitted) {
                connection.commit();
            } else {
                connection.rollback();
            }
        }
        outbox.relayNow();
    }

    void execute(String sql) throws SQLException {
        try (Connection connection = dataSource().getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** The first column of every row. */
    List<String> texts(String query) throws SQLException {
        var texts = new ArrayList<String>();
        try (Connection connection = dataSource().getConnection();
                var statement = connection.createStatement();
                var found = statement.executeQuery(query)) {
            while (found.next()) {
                texts.add(found.getString(1));
            }
        }
        return texts;
    }

    /** How many messages are in the outbox. */
    int waiting() throws SQLException {
        return Integer.parseInt(texts("SELECT COUNT(*) FROM mq_outbox").get(0));
    }

    @Override
    public void close() {
        stop.run();
    }
}
