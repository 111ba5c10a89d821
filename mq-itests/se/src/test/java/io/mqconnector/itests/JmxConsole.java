// SPDX-License-Identifier: MIT
package io.mqconnector.itests;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import javax.management.Attribute;
import javax.management.JMException;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanOperationInfo;
import javax.management.MBeanParameterInfo;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.RuntimeMBeanException;
import javax.management.openmbean.CompositeData;

/**
 * What an operator does who has JConsole and nothing else: reads all attributes of an MBean together, presses every button whose
 * parameters have fields, and mistypes. Part of {@link JmxProbe}'s program: the JDK alone, and no other class of ours but that.
 */
final class JmxConsole {
    /** An operation was called: type.operation. */
    static final String CALLED = "CALLED";
    /** A mistake was refused in words: of what, and the words. */
    static final String CORRECTED = "CORRECTED";

    /** What JConsole has fields for, of the types there are. */
    private static final Set<String> FIELDS = Set.of("int", "long", "double", "boolean", "java.lang.String");

    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(30);

    private JmxConsole() {}

    /** Presses every button once, with what somebody would type. */
    static void press(MBeanServerConnection connection) throws Exception {
        var calls = examples(topic(connection));
        for (var name : connection.queryNames(new ObjectName("io.mqconnector:*"), null)) {
            readAll(connection, name);
            if (name.getKeyProperty("type").equals("Metric")) {
                // Dropwizard's, which have one that tells their name
                continue;
            }
            for (var operation : connection.getMBeanInfo(name).getOperations()) {
                var what = name.getKeyProperty("type") + "." + operation.getName();
                boolean hasFields = Arrays.stream(operation.getSignature())
                        .allMatch(parameter -> FIELDS.contains(parameter.getType()));
                if (hasFields && !calls.containsKey(what)) {
                    JmxProbe.say(JmxProbe.FAILED + " " + what + " has no example");
                } else if (!hasFields && !calls.containsKey(line(what))) {
                    JmxProbe.say(JmxProbe.FAILED + " " + what + " cannot be called by JConsole");
                }
            }
        }
        for (var call : calls.entrySet()) {
            press(connection, call.getKey(), call.getValue());
        }
        forget(connection);
    }

    /** What was overridden before is nothing that a mistake may change. */
    private static void forget(MBeanServerConnection connection) throws Exception {
        invoke(connection, "Config.resetLine", List.of(""));
    }

    /** What stands in for an operation that takes lists. */
    private static String line(String operation) {
        return operation.replace("Overrides", "") + "Line";
    }

    private static Map<String, List<String>> examples(String topic) {
        var calls = new LinkedHashMap<String, List<String>>();
        for (var type : List.of("Connector", "Connection", "Producer")) {
            calls.put(type + ".ping", List.of("10000"));
        }
        calls.put("Producer.flush", List.of("10000"));
        calls.put("Producer.rotate", List.of());
        calls.put("Producer.evict", List.of("0"));
        calls.put("ProducerPool.evict", List.of());
        calls.put("Breaker.close", List.of());
        calls.put("Listener.seek", List.of(topic, "0", "0"));
        calls.put("Listener.resetToTimestamp", List.of("0"));
        // those that take partitions away for a while come last
        for (var operation : List.of(
                "seekToBeginning",
                "seekToEnd",
                "partitions",
                "pause",
                "resume",
                "enforceRebalance",
                "restart",
                "stop",
                "start")) {
            calls.put("Listener." + operation, List.of());
        }
        calls.put("Config.set", List.of("mq.pool.max-idle", "3"));
        calls.put("Config.dryRunLine", List.of("mq.pool.max-idle=4; mq.listeners.\"looked at\".workers=3"));
        calls.put("Config.applyLine", List.of("mq.pool.max-idle=4; mq.listeners.\"looked at\".workers=3"));
        calls.put("Config.resetLine", List.of(""));
        return calls;
    }

    private static void press(MBeanServerConnection connection, String what, List<String> texts) throws Exception {
        var type = what.substring(0, what.indexOf('.'));
        if (type.equals("Listener") && !what.equals("Listener.start")) {
            awaitAssignment(connection, what);
        }
        try {
            Object result = invoke(connection, what, texts);
            if (result instanceof CompositeData report
                    && report.containsKey("refused")
                    && ((String[]) report.get("refused")).length > 0) {
                JmxProbe.say(JmxProbe.FAILED + " " + what + " " + Arrays.toString((String[]) report.get("refused")));
                return;
            }
            JmxProbe.say(CALLED + " " + what);
        } catch (JMException | IOException | RuntimeException e) {
            JmxProbe.say(JmxProbe.FAILED + " " + what + " " + e);
        }
    }

    private static void awaitAssignment(MBeanServerConnection connection, String what) throws Exception {
        var listener = JmxProbe.only(connection, "Listener");
        long start = System.nanoTime();
        while (((String[]) connection.getAttribute(listener, "Assignment")).length == 0) {
            if (System.nanoTime() - start > PATIENCE_NANOS) {
                JmxProbe.say(JmxProbe.FAILED + " " + what + ": the listener has no partition");
                return;
            }
            LockSupport.parkNanos(10_000_000);
        }
    }

    /** As JConsole does: every attribute in one call; one that throws is left out, and shown as unavailable. */
    private static void readAll(MBeanServerConnection connection, ObjectName name) throws Exception {
        var all = Arrays.stream(connection.getMBeanInfo(name).getAttributes())
                .map(MBeanAttributeInfo::getName)
                .toArray(String[]::new);
        var read = connection.getAttributes(name, all).asList().stream()
                .map(Attribute::getName)
                .toList();
        for (var attribute : all) {
            if (!read.contains(attribute)) {
                JmxProbe.say(JmxProbe.FAILED + " " + name.getKeyProperty("type") + "." + attribute + " is unavailable");
            }
        }
    }

    private static String topic(MBeanServerConnection connection) throws Exception {
        return ((String[]) connection.getAttribute(JmxProbe.only(connection, "Listener"), "Topics"))[0];
    }

    private static Object invoke(MBeanServerConnection connection, String what, List<String> texts) throws Exception {
        var name = JmxProbe.only(connection, what.substring(0, what.indexOf('.')));
        var operation = Arrays.stream(connection.getMBeanInfo(name).getOperations())
                .filter(each -> each.getName().equals(what.substring(what.indexOf('.') + 1)))
                .findFirst()
                .orElseThrow();
        var types = types(operation);
        var values = new Object[types.length];
        for (int i = 0; i < types.length; i++) {
            values[i] = value(types[i], texts.get(i));
        }
        return connection.invoke(name, operation.getName(), values, types);
    }

    private static String[] types(MBeanOperationInfo operation) {
        return Arrays.stream(operation.getSignature())
                .map(MBeanParameterInfo::getType)
                .toArray(String[]::new);
    }

    private static Object value(String type, String text) {
        return switch (type) {
            case "int" -> Integer.valueOf(text);
            case "long" -> Long.valueOf(text);
            case "double" -> Double.valueOf(text);
            case "boolean" -> Boolean.valueOf(text);
            default -> text;
        };
    }

    /** Types wrong values into every field there is: each is refused in words that help, and nothing changes. */
    static void mistype(MBeanServerConnection connection) throws Exception {
        forget(connection);
        var before = state(connection);
        for (var name : connection.queryNames(new ObjectName("io.mqconnector:*"), null)) {
            for (var attribute : connection.getMBeanInfo(name).getAttributes()) {
                if (attribute.isWritable()) {
                    for (var text : wrong(attribute)) {
                        mistype(connection, name, attribute, text);
                    }
                }
            }
        }
        var topic = topic(connection);
        awaitAssignment(connection, "mistype");
        for (var type : List.of("Connector", "Connection", "Producer")) {
            for (var text : List.of("0", "-1", "3600001", Long.toString(Long.MAX_VALUE))) {
                mistype(connection, type + ".ping", "timeoutMillis", text, "1 to 3600000", text);
            }
        }
        mistype(connection, "Producer.flush", "timeoutMillis", "-1", "1 to 3600000", "-1");
        mistype(connection, "Producer.evict", "stripe", "-1", "0 to 1", "-1");
        mistype(connection, "Producer.evict", "stripe", "99", "0 to 1", "99");
        mistype(connection, "Listener.seek", "no-such-topic", "not assigned", "assigned", "no-such-topic", "0", "0");
        mistype(connection, "Listener.seek", topic + "-99", "not assigned", "assigned", topic, "99", "0");
        mistype(connection, "Listener.seek", "offset", "-5", "offset", topic, "0", "-5");
        mistype(
                connection,
                "Listener.seek",
                "offset",
                "4611686018427387904",
                "offset",
                topic,
                "0",
                "4611686018427387904");
        mistype(connection, "Listener.resetToTimestamp", "epochMillis", "-1", "0 or", "-1");
        mistype(
                connection,
                "Config.set",
                "mq.producer.lingr",
                "did you mean",
                "mq.producer.linger",
                "mq.producer.lingr",
                "1ms");
        mistype(connection, "Config.set", "mq.producer.linger", "'soon'", "0 to 1 h", "mq.producer.linger", "soon");
        mistype(
                connection,
                "Config.set",
                "mq.client.brokers",
                "cannot be changed",
                "configured",
                "mq.client.brokers",
                "localhost:1");
        mistype(
                connection,
                "Config.set",
                "mq.connections.\"x\".producer.linger",
                "no connection 'x'",
                "there are default",
                "mq.connections.\"x\".producer.linger",
                "1ms");
        mistype(connection, "Config.set", "String", "no such key", "mq.", "String", "String");
        mistype(connection, "Config.applyLine", "line 1", "key=value", "key=value", "String");
        mistype(
                connection,
                "Config.applyLine",
                "mq.pool.max-idle",
                "'many'",
                "mq.pool.min-idle: 'few'",
                "mq.pool.max-idle=many; mq.pool.min-idle=few");
        mistype(connection, "Config.dryRunLine", "mq.pool.max-idle", "'many'", "0 to 1000", "mq.pool.max-idle=many");
        mistype(
                connection,
                "Config.resetLine",
                "mq.producer.linger",
                "not overridden",
                "overridden",
                "mq.producer.linger");
        var after = state(connection);
        if (!before.equals(after)) {
            JmxProbe.say(JmxProbe.FAILED + " something has changed: " + before + " " + after);
        }
    }

    private static String state(MBeanServerConnection connection) throws Exception {
        var config = JmxProbe.only(connection, "Config");
        return connection.getAttribute(config, "Generation")
                + Arrays.toString((CompositeData[]) connection.getAttribute(config, "Effective"))
                + Arrays.toString((CompositeData[])
                        connection.getAttribute(JmxProbe.only(connection, "Listener"), "Configuration"));
    }

    private static List<String> wrong(MBeanAttributeInfo attribute) {
        return switch (attribute.getType()) {
            case "int" -> List.of("-2147483648", "-1", "2147483647");
            case "long" -> List.of("-9223372036854775808", "-1", "9223372036854775807");
            case "double" -> List.of("NaN", "-1", "Infinity", "1000000");
            case "boolean" -> List.of();
            default -> List.of("a,,b", ",");
        };
    }

    private static void mistype(
            MBeanServerConnection connection, ObjectName name, MBeanAttributeInfo attribute, String text)
            throws Exception {
        var what = name.getKeyProperty("type") + "." + attribute.getName();
        var description = attribute.getDescription();
        // the last word of the key that the description names
        var key = description.substring(description.lastIndexOf('.') + 1, description.lastIndexOf(')'));
        var before = connection.getAttribute(name, attribute.getName());
        try {
            connection.setAttribute(name, new Attribute(attribute.getName(), value(attribute.getType(), text)));
            JmxProbe.say(JmxProbe.FAILED + " " + what + " took " + text);
        } catch (JMException | IOException | RuntimeException e) {
            judge(what, e, List.of(key + ": '" + text, "allowed "));
        }
        if (!connection.getAttribute(name, attribute.getName()).equals(before)) {
            JmxProbe.say(JmxProbe.FAILED + " " + what + " changed with " + text);
        }
    }

    private static void mistype(
            MBeanServerConnection connection, String what, String thing, String value, String remedy, String... texts)
            throws Exception {
        try {
            Object result = invoke(connection, what, List.of(texts));
            if (result instanceof CompositeData report && report.containsKey("refused")) {
                judge(what, String.join("; ", (String[]) report.get("refused")), List.of(thing, value, remedy));
            } else {
                JmxProbe.say(JmxProbe.FAILED + " " + what + " took " + Arrays.toString(texts));
            }
        } catch (JMException | IOException | RuntimeException e) {
            judge(what, e, List.of(thing, value, remedy));
        }
    }

    private static void judge(String what, Exception failure, List<String> words) {
        for (var cause : Stream.iterate((Throwable) failure, each -> each != null, Throwable::getCause)
                .toList()) {
            if (!cause.getClass().getName().startsWith("java")) {
                JmxProbe.say(JmxProbe.FAILED + " " + what + " threw " + cause.getClass());
            }
        }
        judge(what, text(failure), words);
    }

    /** What JConsole shows. */
    private static String text(Exception failure) {
        var shown = failure instanceof RuntimeMBeanException wrapped ? wrapped.getTargetException() : failure;
        return String.valueOf(shown.getMessage());
    }

    private static void judge(String what, String text, List<String> words) {
        var missing = new ArrayList<>(words);
        missing.removeIf(text::contains);
        JmxProbe.say((missing.isEmpty() ? CORRECTED : JmxProbe.FAILED) + " " + what + " " + text
                + (missing.isEmpty() ? "" : " - without " + missing));
    }
}
