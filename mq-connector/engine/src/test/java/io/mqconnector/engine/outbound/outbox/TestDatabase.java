// SPDX-License-Identifier: MIT
package io.mqconnector.engine.outbound.outbox;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.h2.jdbcx.JdbcDataSource;

/** An H2 database in memory with an empty outbox, made by the statements that are shipped. Thread-safe. */
final class TestDatabase implements Database, AutoCloseable {
    private final JdbcDataSource dataSource = new JdbcDataSource();
    private final Connection keeper;

    TestDatabase() throws SQLException, IOException {
        dataSource.setURL("jdbc:h2:mem:" + UUID.randomUUID());
        keeper = dataSource.getConnection();
        execute(ddl());
    }

    private static String ddl() throws IOException {
        try (var in = Outbox.class.getResourceAsStream("/io/mqconnector/outbox/h2.sql")) {
            if (in == null) {
                throw new AssertionError("h2.sql is not there");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    JdbcDataSource dataSource() {
        return dataSource;
    }

    @Override
    public Connection connect() throws SQLException {
        return dataSource.getConnection();
    }

    void execute(String sql) throws SQLException {
        try (var statement = keeper.createStatement()) {
            statement.execute(sql);
        }
    }

    List<String> texts(String query) throws SQLException {
        var texts = new ArrayList<String>();
        try (var statement = keeper.createStatement();
                var found = statement.executeQuery(query)) {
            while (found.next()) {
                texts.add(found.getString(1));
            }
        }
        return texts;
    }

    @Override
    public void close() throws SQLException {
        keeper.close();
    }
}
