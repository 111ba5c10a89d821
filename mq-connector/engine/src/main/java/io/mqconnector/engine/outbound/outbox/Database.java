// SPDX-License-Identifier: MIT
package io.mqconnector.engine.outbound.outbox;

import java.sql.Connection;
import java.sql.SQLException;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import javax.sql.DataSource;

/** Where the connections to an outbox come from. Thread-safe. */
public interface Database {
    /**
     * A connection, to be closed by the caller.
     *
     * @throws SQLException if there is none to be had
     */
    Connection connect() throws SQLException;

    /** A data source of the application. */
    static Database of(DataSource dataSource) {
        return dataSource::getConnection;
    }

    /** What is bound in JNDI, looked up each time: a server may replace it. */
    @SuppressWarnings("BanJNDI") // an administrator's name, looked up where the administrator has bound it
    static Database ofJndi(String name) {
        return () -> {
            Object found;
            try {
                found = new InitialContext().lookup(name);
            } catch (NamingException e) {
                throw new SQLException(
                        "no data source is bound as '" + name + "' (mq.outbox.data-source): " + e.getMessage(), e);
            }
            if (found instanceof DataSource dataSource) {
                return dataSource.getConnection();
            }
            throw new SQLException("'" + name + "' (mq.outbox.data-source) is no data source but "
                    + (found == null ? "null" : found.getClass().getName()));
        };
    }
}
