// SPDX-License-Identifier: MIT
package io.mqconnector.engine.management;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanFeatureInfo;
import javax.management.MBeanInfo;
import javax.management.MBeanOperationInfo;
import javax.management.MBeanParameterInfo;
import javax.management.ObjectName;
import javax.management.openmbean.ArrayType;
import javax.management.openmbean.CompositeType;
import javax.management.openmbean.OpenType;
import javax.management.openmbean.SimpleType;
import javax.management.openmbean.TabularType;

/** Writes {@code docs/jmx.md} from what the MBeans tell of themselves, and the meaning of records' items from their Javadoc. */
final class JmxDocs {
    private static final String HEAD = """
        # JMX

        Generated from the MBeans (`engine.management`); do not edit. Rewrite it with
        `mvn -pl mq-connector/engine -am test -Dtest=JmxDocsTest -Dsurefire.failIfNoSpecifiedTests=false -Dmq.docs.update=true`.

        Every MBean is an MXBean: a client needs the JDK alone. An attribute that is a record is one consistent snapshot. Names
        begin with the domain `io.mqconnector`; `connector` is `mq.instance-id`, with `#2` and so on where one JVM has several of
        the same; `name` is quoted, as `ObjectName.quote` does. Whatever is registered goes when what it shows is closed.

        An attribute that can be written belongs to a key of the configuration: what is written is an override, in memory
        only, refused where the configuration would refuse it, and in force when the call returns. Of a listener and of a
        named connection it is for that one alone; of the default connection also for named ones that say nothing themselves.
        Every key that takes effect at once and may be changed here is an attribute, and of those that renew clients some are.
        All others, and several at once, go by `set` or `apply` of the configuration's MBean; consoles that cannot enter a
        list, as JConsole, have `set`, `applyLine`, `dryRunLine` and `resetLine`. An override goes with `resetLine` or at the
        next start, not by writing the old value. A refused value or operation throws `IllegalArgumentException` or
        `IllegalStateException`, whose message says why and what to do; no other class of ours or Kafka's reaches a client.
        `set` and `apply` refuse by their report: look at `refused`.

        Nobody can load a class, open a file, change brokers, credentials or Kafka's own properties, or read a secret here.
        Still, who may write can stop listeners and move offsets: switch on authentication and TLS for remote access, and give
        those who only look the access `readonly`.

        Metrics are MBeans of type `Metric`, one for each name, with the attribute `Value`.
        """;

    private final Map<String, CompositeType> composites = new TreeMap<>();
    private final StringBuilder out = new StringBuilder(HEAD);
    private final Path root;

    /** @param root of the repository */
    JmxDocs(Path root) {
        this.root = root;
    }

    /** Each MBean there can be, by its type in object names. */
    static Map<String, MBeanInfo> beans() {
        var names = new MqObjectNames("orders-1");
        var notifications = new Notifications(names.connector(), Runnable::run, Clock.systemUTC());
        var beans = new LinkedHashMap<ObjectName, DescribedMBean>();
        beans.put(
                names.connector(),
                new EmittingMBean(hollow(ConnectorMXBean.class), ConnectorMXBean.class, notifications));
        beans.put(names.config(), described(ConfigMXBean.class));
        beans.put(names.connection("default"), described(ConnectionMXBean.class));
        beans.put(names.pool("default"), described(ProducerPoolMXBean.class));
        beans.put(names.producer("default"), described(ProducerMXBean.class));
        beans.put(names.breaker("default"), described(BreakerMXBean.class));
        beans.put(names.listener("orders"), described(ListenerMXBean.class));
        beans.put(names.deadLetters("default"), described(DeadLettersMXBean.class));
        beans.put(names.alerts(), described(AlertsMXBean.class));
        var infos = new LinkedHashMap<String, MBeanInfo>();
        beans.forEach((name, bean) -> infos.put(name.toString(), bean.getMBeanInfo()));
        return infos;
    }

    private static <T> DescribedMBean described(Class<T> view) {
        return new DescribedMBean(hollow(view), view);
    }

    private static <T> T hollow(Class<T> view) {
        return view.cast(
                Proxy.newProxyInstance(view.getClassLoader(), new Class<?>[] {view}, (bean, method, arguments) -> {
                    throw new UnsupportedOperationException(method.toString());
                }));
    }

    /** The whole document, in Markdown, with a line feed at its end. */
    String render() {
        beans().forEach(this::append);
        out.append("\n## Records\n");
        var done = new ArrayList<String>();
        while (done.size() < composites.size()) {
            for (var name : List.copyOf(composites.keySet())) {
                if (!done.contains(name)) {
                    done.add(name);
                    append(composites.get(name));
                }
            }
        }
        return out.toString();
    }

    private void append(String name, MBeanInfo info) {
        out.append("\n## ")
                .append(name, name.indexOf('=') + 1, name.indexOf(','))
                .append("\n`")
                .append(name)
                .append("`\n\n")
                .append(info.getDescription())
                .append(".\n\n| attribute | type | unit | | |\n|---|---|---|---|---|\n");
        for (var attribute : sorted(info.getAttributes())) {
            append(attribute);
        }
        if (info.getOperations().length > 0) {
            out.append("\n| operation | returns | impact | |\n|---|---|---|---|\n");
            for (var operation : sorted(info.getOperations())) {
                append(operation);
            }
        }
        if (info.getNotifications().length > 0) {
            out.append("\n| notification | |\n|---|---|\n");
            for (var notification : info.getNotifications()) {
                out.append("| `")
                        .append(String.join("`<br>`", notification.getNotifTypes()))
                        .append("` | ")
                        .append(notification.getDescription())
                        .append(" |\n");
            }
            out.append("\nThey come one after the other, in order; where the sequence numbers have a gap, at least ")
                    .append(Notifications.CAPACITY)
                    .append(
                            " waited for a listener\nthat did not return, and older ones were dropped. User data is a record"
                                    + " (`CompositeData`).\n");
        }
    }

    /** By name: the order of the JDK's is no order. */
    private static <T extends MBeanFeatureInfo> List<T> sorted(T[] features) {
        return Arrays.stream(features)
                .sorted(Comparator.comparing(MBeanFeatureInfo::getName))
                .toList();
    }

    private void append(MBeanAttributeInfo attribute) {
        var unit = attribute.getDescriptor().getFieldValue("units");
        out.append("| `")
                .append(attribute.getName())
                .append("` | ")
                .append(words((OpenType<?>) attribute.getDescriptor().getFieldValue("openType")))
                .append(" | ")
                .append(unit == null ? "" : unit)
                .append(" | ")
                .append(attribute.isWritable() ? "writable" : "")
                .append(" | ")
                .append(attribute.getDescription())
                .append(" |\n");
    }

    private void append(MBeanOperationInfo operation) {
        var parameters = new ArrayList<String>();
        var meaning = new StringBuilder();
        for (MBeanParameterInfo parameter : operation.getSignature()) {
            var type = words((OpenType<?>) parameter.getDescriptor().getFieldValue("openType"));
            parameters.add(type + " " + parameter.getName());
            meaning.append("<br>`").append(parameter.getName()).append("`: ").append(parameter.getDescription());
        }
        out.append("| `")
                .append(operation.getName())
                .append("(")
                .append(String.join(", ", parameters))
                .append(")` | ")
                .append(words((OpenType<?>) operation.getDescriptor().getFieldValue("openType")))
                .append(" | ")
                .append(impact(operation))
                .append(" | ")
                .append(operation.getDescription())
                .append(meaning)
                .append(" |\n");
    }

    private static String impact(MBeanOperationInfo operation) {
        return switch (operation.getImpact()) {
            case MBeanOperationInfo.INFO -> "looks";
            case MBeanOperationInfo.ACTION -> "acts";
            case MBeanOperationInfo.ACTION_INFO -> "acts and tells";
            default -> throw new IllegalArgumentException(operation + " does not say whether it changes anything");
        };
    }

    private String words(OpenType<?> type) {
        if (type instanceof ArrayType<?> array) {
            return "list of " + words(array.getElementOpenType());
        }
        if (type instanceof TabularType) {
            return "table of text by text";
        }
        if (type instanceof CompositeType composite) {
            composites.put(simpleName(composite), composite);
            return "[" + simpleName(composite) + "](#" + simpleName(composite).toLowerCase(Locale.ROOT) + ")";
        }
        return word((SimpleType<?>) type);
    }

    private static String word(SimpleType<?> type) {
        var name = type.getClassName().substring(type.getClassName().lastIndexOf('.') + 1);
        return switch (name) {
            case "String" -> "text";
            case "Void" -> "nothing";
            case "Integer" -> "int";
            default -> name.toLowerCase(Locale.ROOT);
        };
    }

    private static String simpleName(CompositeType type) {
        var name = type.getTypeName();
        return name.substring(Math.max(name.lastIndexOf('.'), name.lastIndexOf('$')) + 1);
    }

    private void append(CompositeType type) {
        var meanings = meanings(type.getTypeName());
        out.append("\n### ").append(simpleName(type)).append("\n| item | type | |\n|---|---|---|\n");
        // those of a record in its own order, which the JDK does not keep
        for (var item : meanings.keySet()) {
            if (!type.containsKey(item)) {
                throw new IllegalArgumentException(type.getTypeName() + " has no item " + item);
            }
            out.append("| `")
                    .append(item)
                    .append("` | ")
                    .append(words(type.getType(item)))
                    .append(" | ")
                    .append(meanings.get(item))
                    .append(" |\n");
        }
    }

    private Map<String, String> meanings(String className) {
        var outer = className.contains("$") ? className.substring(0, className.indexOf('$')) : className;
        var simple = className.substring(Math.max(className.lastIndexOf('.'), className.lastIndexOf('$')) + 1);
        for (var module : List.of("mq-api", "mq-connector/engine")) {
            var file = root.resolve(module).resolve("src/main/java").resolve(outer.replace('.', '/') + ".java");
            if (Files.exists(file)) {
                return meanings(read(file), simple);
            }
        }
        throw new IllegalArgumentException("there is no source of " + className);
    }

    private static Map<String, String> meanings(String source, String record) {
        var javadoc = Pattern.compile(
                        "/\\*\\*((?:(?!\\*/).)*)\\*/\\s*(?:public )?record " + record + "\\(", Pattern.DOTALL)
                .matcher(source);
        if (!javadoc.find()) {
            throw new IllegalArgumentException("record " + record + " has no Javadoc");
        }
        var meanings = new LinkedHashMap<String, String>();
        var text = javadoc.group(1).replaceAll("\\s*\\n\\s*\\* ?", " ");
        var parameters = Pattern.compile("@param (\\w+) ((?:(?!@param ).)*)").matcher(text);
        while (parameters.find()) {
            meanings.put(
                    parameters.group(1),
                    parameters.group(2).strip().replaceAll("\\{@(?:code|link) #?([^}]*)}", "`$1`"));
        }
        return meanings;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
