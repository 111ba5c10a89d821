// SPDX-License-Identifier: MIT
package io.mqconnector.servers;

import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import javax.management.JMException;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.openmbean.TabularData;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/**
 * A running server's JVM as its management sees it: MBeans and threads. Nothing of it is deployed, so that it can be
 * asked when nothing is. Thread-safe.
 */
final class ServerJvm implements AutoCloseable {
    private static final int MOST_FRAMES = 200;

    private final JMXConnector connector;
    private final MBeanServerConnection beans;

    private ServerJvm(JMXConnector connector) throws IOException {
        this.connector = connector;
        this.beans = connector.getMBeanServerConnection();
    }

    @SuppressWarnings("BanJNDI") // the address comes from the JVM that we started
    static ServerJvm of(AppServer server) {
        try {
            var jvm = VirtualMachine.attach(Long.toString(server.jvm().pid()));
            String address;
            try {
                address = jvm.startLocalManagementAgent();
            } finally {
                jvm.detach();
            }
            return new ServerJvm(JMXConnectorFactory.connect(new JMXServiceURL(address)));
        } catch (IOException | AttachNotSupportedException e) {
            throw new ServerException("cannot manage " + server, e);
        }
    }

    /** The names that match a pattern, as text. */
    Set<String> names(String pattern) {
        var names = new TreeSet<String>();
        try {
            beans.queryNames(new ObjectName(pattern), null).forEach(name -> names.add(name.getCanonicalName()));
        } catch (JMException e) {
            throw new IllegalArgumentException("no pattern of names: " + pattern, e);
        } catch (IOException e) {
            throw new UncheckedIOException("the server does not answer", e);
        }
        return names;
    }

    /** An attribute of an MXBean, in open types. */
    Object attribute(String bean, String attribute) {
        try {
            return beans.getAttribute(new ObjectName(bean), attribute);
        } catch (JMException e) {
            throw new AssertionError("no " + attribute + " of " + bean, e);
        } catch (IOException e) {
            throw new UncheckedIOException("the server does not answer", e);
        }
    }

    /** Empty if it is not set. */
    String systemProperty(String name) {
        var all = (TabularData) attribute(ManagementFactory.RUNTIME_MXBEAN_NAME, "SystemProperties");
        var found = all.get(new Object[] {name});
        return found == null ? "" : (String) found.get("value");
    }

    /** The names of the live threads in which the pattern is found. */
    List<String> threads(Pattern pattern) {
        try {
            var threads = ManagementFactory.newPlatformMXBeanProxy(
                    beans, ManagementFactory.THREAD_MXBEAN_NAME, ThreadMXBean.class);
            return Arrays.stream(threads.getThreadInfo(threads.getAllThreadIds()))
                    .filter(Objects::nonNull)
                    .map(ThreadInfo::getThreadName)
                    .filter(pattern.asPredicate())
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("the server does not answer", e);
        }
    }

    /** The stacks of threads that are in code of ours or of Kafka's, for people. */
    String stacks() {
        try {
            var threads = ManagementFactory.newPlatformMXBeanProxy(
                    beans, ManagementFactory.THREAD_MXBEAN_NAME, ThreadMXBean.class);
            var text = new StringBuilder();
            for (var thread : threads.getThreadInfo(threads.getAllThreadIds(), MOST_FRAMES)) {
                if (thread != null && Arrays.stream(thread.getStackTrace()).anyMatch(ServerJvm::isOurs)) {
                    text.append('\n').append(thread.getThreadName()).append(' ').append(thread.getLockName());
                    for (var frame : thread.getStackTrace()) {
                        text.append("\n    ").append(frame);
                    }
                }
            }
            return text.toString();
        } catch (IOException e) {
            throw new UncheckedIOException("the server does not answer", e);
        }
    }

    private static boolean isOurs(StackTraceElement frame) {
        return frame.getClassName().startsWith("io.mqconnector.")
                || frame.getClassName().startsWith("org.apache.kafka.");
    }

    @Override
    public void close() {
        try {
            connector.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot close the connection to the server", e);
        }
    }
}
