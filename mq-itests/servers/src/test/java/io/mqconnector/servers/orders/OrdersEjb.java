// SPDX-License-Identifier: MIT
package io.mqconnector.servers.orders;

import io.mqconnector.api.MqConnection;
import io.mqconnector.api.MqConnectionFactory;
import io.mqconnector.api.MqProducer;
import jakarta.annotation.Resource;
import jakarta.ejb.EJBException;
import jakarta.ejb.SessionContext;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.CountDownLatch;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import javax.sql.DataSource;

/** One order is one transaction of the container. */
@Stateless
public class OrdersEjb {
    @Resource
    private SessionContext context;

    @Inject
    private Outcomes outcomes;

    /**
     * Writes an order into a database, if one is named, sends two messages, and ends as told.
     *
     * @param by {@code connection}, or {@code producer} for what an injected one is
     * @param end commit, rollback, exception, or never
     * @return what the receipt of the synchronous send said
     */
    public String order(String factory, String by, String database, String topic, String id, String end)
            throws NamingException, SQLException, InterruptedException {
        if (!database.isEmpty()) {
            try (Connection connection = ((DataSource) found(database)).getConnection();
                    var insert = connection.prepareStatement("INSERT INTO orders (id) VALUES (?)")) {
                insert.setString(1, id);
                insert.executeUpdate();
            }
        }
        var mq = (MqConnectionFactory) found(factory);
        String receipt;
        if (by.equals("connection")) {
            try (MqConnection connection = mq.getConnection()) {
                receipt = send(connection, topic, id);
            }
        } else {
            receipt = send(mq.runtime().producer(), topic, id);
        }
        switch (end) {
            case "rollback" -> context.setRollbackOnly();
            case "exception" -> throw new EJBException("on purpose");
            case "never" -> new CountDownLatch(1).await();
            default -> {}
        }
        return receipt;
    }

    private String send(MqProducer producer, String topic, String id) {
        var receipt = producer.send(topic, id, id);
        var later = id + "-async";
        producer.sendAsync(topic, id, later)
                .whenComplete((acknowledged, failure) -> outcomes.note(later, acknowledged, failure));
        return receipt.isPending() ? "pending" : "written";
    }

    @SuppressWarnings("BanJNDI") // a name of the test's, looked up in the server
    private static Object found(String name) throws NamingException {
        return new InitialContext().lookup(name);
    }
}
