// SPDX-License-Identifier: MIT
package io.mqconnector.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Set;
import javax.management.Attribute;
import javax.management.MBeanOperationInfo;
import javax.management.MBeanParameterInfo;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXConnectorServer;
import javax.management.remote.JMXConnectorServerFactory;
import javax.management.remote.JMXServiceURL;

/** A remote JMX connection to this JVM: what comes through it has been serialised. */
public final class LocalJmx implements AutoCloseable {
    private final JMXConnectorServer server;
    private final JMXConnector client;
    private final MBeanServerConnection connection;

    @SuppressWarnings("BanJNDI") // to a server of this JVM, whose address it gave us itself
    private LocalJmx() throws Exception {
        server = JMXConnectorServerFactory.newJMXConnectorServer(
                new JMXServiceURL("rmi", "127.0.0.1", 0), null, ManagementFactory.getPlatformMBeanServer());
        server.start();
        client = JMXConnectorFactory.connect(server.getAddress());
        connection = client.getMBeanServerConnection();
    }

    public static LocalJmx open() throws Exception {
        return new LocalJmx();
    }

    public MBeanServerConnection connection() {
        return connection;
    }

    /** Those of a connector. */
    public Set<ObjectName> names(String connector) throws Exception {
        return connection.queryNames(new ObjectName("io.mqconnector:connector=" + connector + ",*"), null);
    }

    /** The only one of its type. */
    public ObjectName only(String type, String connector) throws Exception {
        var names = connection.queryNames(
                new ObjectName("io.mqconnector:type=" + type + ",connector=" + connector + ",*"), null);
        assertThat(names).as(type).hasSize(1);
        return names.iterator().next();
    }

    public Object get(ObjectName name, String attribute) throws Exception {
        return connection.getAttribute(name, attribute);
    }

    public void set(ObjectName name, String attribute, Object value) throws Exception {
        connection.setAttribute(name, new Attribute(attribute, value));
    }

    /** Calls an operation, of which there is one of that name. */
    public Object invoke(ObjectName name, String operation, Object... arguments) throws Exception {
        for (MBeanOperationInfo info : connection.getMBeanInfo(name).getOperations()) {
            if (info.getName().equals(operation)) {
                return connection.invoke(name, operation, arguments, signature(info));
            }
        }
        throw new IllegalArgumentException(name + " has no operation " + operation);
    }

    public static String[] signature(MBeanOperationInfo operation) {
        return Arrays.stream(operation.getSignature())
                .map(MBeanParameterInfo::getType)
                .toArray(String[]::new);
    }

    @Override
    public void close() throws IOException {
        client.close();
        server.stop();
    }
}
