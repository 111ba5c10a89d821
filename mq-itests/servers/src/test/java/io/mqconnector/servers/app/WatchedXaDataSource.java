// SPDX-License-Identifier: MIT
package io.mqconnector.servers.app;

import io.mqconnector.servers.probe.RecordingXaResource;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.logging.Logger;
import javax.sql.ConnectionEventListener;
import javax.sql.StatementEventListener;
import javax.sql.XAConnection;
import javax.sql.XADataSource;
import javax.transaction.xa.XAResource;
import org.h2.jdbcx.JdbcDataSource;

/** H2 in the file that a system property names; the calls on its XA resources are written down. */
public class WatchedXaDataSource implements XADataSource {
    /** The database file without its extension. */
    public static final String PATH_PROPERTY = "mq.probe.database";

    private final JdbcDataSource h2 = new JdbcDataSource();

    public WatchedXaDataSource() {
        h2.setURL("jdbc:h2:file:" + System.getProperty(PATH_PROPERTY) + ";WRITE_DELAY=0");
        h2.setUser("sa");
        h2.setPassword("sa");
    }

    /** Servers set both, and want a getter for each. */
    public String getUser() {
        return h2.getUser();
    }

    public void setUser(String user) {
        h2.setUser(user);
    }

    public String getPassword() {
        return h2.getPassword();
    }

    public void setPassword(String password) {
        h2.setPassword(password);
    }

    @Override
    public XAConnection getXAConnection() throws SQLException {
        return new WatchedXaConnection(h2.getXAConnection());
    }

    @Override
    public XAConnection getXAConnection(String user, String password) throws SQLException {
        return getXAConnection(); // there is one user
    }

    @Override
    public PrintWriter getLogWriter() {
        return h2.getLogWriter();
    }

    @Override
    public void setLogWriter(PrintWriter out) {
        h2.setLogWriter(out);
    }

    @Override
    public int getLoginTimeout() {
        return h2.getLoginTimeout();
    }

    @Override
    public void setLoginTimeout(int seconds) {
        h2.setLoginTimeout(seconds);
    }

    @Override
    public Logger getParentLogger() {
        return Logger.getLogger("org.h2");
    }

    private record WatchedXaConnection(XAConnection delegate) implements XAConnection {
        @Override
        public XAResource getXAResource() throws SQLException {
            return new RecordingXaResource("db", delegate.getXAResource());
        }

        @Override
        public Connection getConnection() throws SQLException {
            return delegate.getConnection();
        }

        @Override
        public void close() throws SQLException {
            delegate.close();
        }

        @Override
        public void addConnectionEventListener(ConnectionEventListener listener) {
            delegate.addConnectionEventListener(listener);
        }

        @Override
        public void removeConnectionEventListener(ConnectionEventListener listener) {
            delegate.removeConnectionEventListener(listener);
        }

        @Override
        public void addStatementEventListener(StatementEventListener listener) {
            delegate.addStatementEventListener(listener);
        }

        @Override
        public void removeStatementEventListener(StatementEventListener listener) {
            delegate.removeStatementEventListener(listener);
        }
    }
}
