// SPDX-License-Identifier: MIT
package io.mqconnector.itests;

import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.management.Attribute;
import javax.management.JMException;
import javax.management.MBeanServerConnection;
import javax.management.Notification;
import javax.management.NotificationFilterSupport;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;
import javax.rmi.ssl.SslRMIClientSocketFactory;

/**
 * A program that knows the JDK alone and looks at a connector in another JVM. It must stay in one class file, with
 * {@link JmxConsole} as the only other of ours beside it. Each line of its output begins with a word of those below.
 */
final class JmxProbe {
    /** An attribute was read: type.attribute and the class of its value. */
    static final String READ = "READ";
    /** An attribute was changed, and changed back: type.attribute. */
    static final String WROTE = "WROTE";
    /** A notification came: its type and the items of its user data. */
    static final String NOTIFIED = "NOTIFIED";
    /** Something was refused: what, and the class of the exception. */
    static final String REFUSED = "REFUSED";
    /** Something did not work. */
    static final String FAILED = "FAILED";

    private static final int PATIENCE_SECONDS = 30;

    private JmxProbe() {}

    /**
     * Looks.
     *
     * @param args port, user, password, and what to do: read, write, operate, intrude, press, mistype
     */
    @SuppressWarnings("BanJNDI") // to the address that the test gives
    public static void main(String[] args) throws Exception {
        Map<String, Object> environment = new HashMap<>();
        environment.put("com.sun.jndi.rmi.factory.socket", new SslRMIClientSocketFactory());
        if (!args[1].isEmpty()) {
            environment.put(JMXConnector.CREDENTIALS, new String[] {args[1], args[2]});
        }
        var url = new JMXServiceURL("service:jmx:rmi:///jndi/rmi://127.0.0.1:" + args[0] + "/jmxrmi");
        try (JMXConnector connector = JMXConnectorFactory.connect(url, environment)) {
            var connection = connector.getMBeanServerConnection();
            switch (args[3]) {
                case "read" -> read(connection);
                case "write" -> write(connection);
                case "operate" -> operate(connection);
                case "intrude" -> intrude(connection);
                case "press" -> JmxConsole.press(connection);
                case "mistype" -> JmxConsole.mistype(connection);
                default -> throw new IllegalArgumentException(args[3]);
            }
        } catch (SecurityException | IOException e) {
            say(REFUSED + " connect " + e.getClass().getName());
        }
    }

    private static Set<ObjectName> names(MBeanServerConnection connection) throws JMException, IOException {
        return new TreeSet<>(connection.queryNames(new ObjectName("io.mqconnector:*"), null));
    }

    static ObjectName only(MBeanServerConnection connection, String type) throws JMException, IOException {
        return connection
                .queryNames(new ObjectName("io.mqconnector:type=" + type + ",*"), null)
                .iterator()
                .next();
    }

    private static void read(MBeanServerConnection connection) throws Exception {
        for (var name : names(connection)) {
            for (var attribute : connection.getMBeanInfo(name).getAttributes()) {
                var what = name.getKeyProperty("type") + "." + attribute.getName();
                try {
                    var value = connection.getAttribute(name, attribute.getName());
                    say(READ + " " + what + " " + value.getClass().getName());
                } catch (JMException | IOException | RuntimeException e) {
                    say(FAILED + " " + what + " " + e);
                }
            }
        }
    }

    private static void write(MBeanServerConnection connection) throws Exception {
        for (var name : names(connection)) {
            for (var attribute : connection.getMBeanInfo(name).getAttributes()) {
                if (attribute.isWritable()) {
                    write(connection, name, attribute.getName());
                }
            }
        }
    }

    private static void write(MBeanServerConnection connection, ObjectName name, String attribute) {
        var what = name.getKeyProperty("type") + "." + attribute;
        try {
            Object before = connection.getAttribute(name, attribute);
            Object other = other(before);
            for (var value : new Object[] {other, before}) {
                connection.setAttribute(name, new Attribute(attribute, value));
                var now = connection.getAttribute(name, attribute);
                if (!now.equals(value)) {
                    say(FAILED + " " + what + " is " + now + " after it was set to " + value);
                    return;
                }
            }
            say(WROTE + " " + what);
        } catch (SecurityException e) {
            say(REFUSED + " " + what + " " + e.getClass().getName());
        } catch (JMException | IOException | RuntimeException e) {
            say(FAILED + " " + what + " " + e);
        }
    }

    private static Object other(Object value) {
        if (value instanceof Double number) {
            // of parts of a whole and of multipliers both
            return number < 1 ? number / 2 + 0.05 : number + 0.5;
        }
        if (value instanceof Boolean isSo) {
            return !isSo;
        }
        if (value instanceof String text) {
            return text.isEmpty() ? "some-group" : "";
        }
        return value instanceof Integer number ? (Object) (number + 1) : (Object) ((Long) value + 1_000);
    }

    private static void operate(MBeanServerConnection connection) throws Exception {
        var told = new LinkedBlockingQueue<Notification>();
        // not those of thresholds, which come when they like
        var filter = new NotificationFilterSupport();
        filter.enableType("io.mqconnector.listener");
        filter.enableType("io.mqconnector.config");
        connection.addNotificationListener(
                only(connection, "Connector"), (notification, handback) -> told.add(notification), filter, null);
        var listener = only(connection, "Listener");
        for (var operation : new String[] {"pause", "resume", "stop", "start", "restart"}) {
            connection.invoke(listener, operation, new Object[0], new String[0]);
            tell(told.poll(PATIENCE_SECONDS, TimeUnit.SECONDS));
        }
        var config = only(connection, "Config");
        var text = String.class.getName();
        connection.invoke(config, "set", new Object[] {"mq.producer.linger", "7ms"}, new String[] {text, text});
        tell(told.poll(PATIENCE_SECONDS, TimeUnit.SECONDS));
        var none = new Object[] {new String[0]};
        connection.invoke(config, "resetOverrides", none, new String[] {String[].class.getName()});
        tell(told.poll(PATIENCE_SECONDS, TimeUnit.SECONDS));
    }

    private static void tell(Notification notification) {
        if (notification == null) {
            say(FAILED + " nothing was told");
            return;
        }
        var data = (CompositeData) notification.getUserData();
        Object[] facts = notification.getType().contains(".listener.")
                ? data.getAll(new String[] {"listener", "group"})
                : new Object[] {((CompositeData[]) data.get("applied"))[0].get("key")};
        say(NOTIFIED + " " + notification.getType() + " " + Arrays.toString(facts));
    }

    /** What somebody with the access {@code readonly} must not do. */
    private static void intrude(MBeanServerConnection connection) throws Exception {
        read(connection);
        write(connection);
        for (var name : names(connection)) {
            for (var operation : connection.getMBeanInfo(name).getOperations()) {
                var what = name.getKeyProperty("type") + "." + operation.getName();
                var signature = Arrays.stream(operation.getSignature())
                        .map(parameter -> parameter.getType())
                        .toArray(String[]::new);
                try {
                    connection.invoke(name, operation.getName(), new Object[signature.length], signature);
                    say(FAILED + " " + what + " was allowed");
                } catch (SecurityException e) {
                    say(REFUSED + " " + what + " " + e.getClass().getName());
                } catch (JMException | IOException | RuntimeException e) {
                    say(FAILED + " " + what + " " + e);
                }
            }
        }
    }

    @SuppressWarnings("SystemOut") // a program: its output is what the test reads
    static void say(String line) {
        System.out.println(line);
    }
}
