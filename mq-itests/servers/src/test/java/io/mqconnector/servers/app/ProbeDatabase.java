// SPDX-License-Identifier: MIT
package io.mqconnector.servers.app;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import javax.sql.DataSource;

/** The one table of the XA data source, which the application defines, or the server under a name that it says. */
public final class ProbeDatabase {
    /** System property: the data source's JNDI name. */
    public static final String JNDI_NAME_PROPERTY = "mq.probe.data-source";

    /** The data source that the application defines. */
    public static final String OWN_JNDI_NAME = "java:app/probe/DataSource";

    private ProbeDatabase() {}

    static void create() throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE IF NOT EXISTS DELIVERED (ID INT GENERATED ALWAYS AS IDENTITY)");
        }
    }

    static void insertRow() {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("INSERT INTO DELIVERED DEFAULT VALUES");
        } catch (SQLException e) {
            throw new IllegalStateException("no row", e);
        }
    }

    static long countRows() throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT COUNT(*) FROM DELIVERED")) {
            rows.next();
            return rows.getLong(1);
        }
    }

    @SuppressWarnings("BanJNDI") // the name is the tests' own
    private static Connection connect() throws SQLException {
        var name = System.getProperty(JNDI_NAME_PROPERTY, OWN_JNDI_NAME);
        try {
            return ((DataSource) new InitialContext().lookup(name)).getConnection();
        } catch (NamingException e) {
            throw new SQLException("no " + name, e);
        }
    }
}
