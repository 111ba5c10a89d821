// SPDX-License-Identifier: MIT
package io.mqconnector.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mqconnector.api.Mq;
import io.mqconnector.api.MqConfig;
import io.mqconnector.broker.KafkaBroker;
import io.mqconnector.broker.WithKafka;
import io.mqconnector.output.TestSecrets;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import javax.management.Attribute;
import javax.management.AttributeList;
import javax.management.MBeanInfo;
import javax.management.MBeanOperationInfo;
import javax.management.Notification;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Somebody who may do everything over JMX and means harm: writes every attribute and calls every operation there is, found by
 * walking the MBeans, with whatever might load a class, open a file, redirect the connector, bring a secret to light or forge
 * a line of its log.
 */
@WithKafka
@Timeout(180)
class JmxAttackIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String INSTANCE = "attacked";
    private static final String SECRET = TestSecrets.MARKER + "-of-the-test";
    private static final String CONTENT = "content-of-the-file";
    private static final String LOADED = "mq.test.canary";
    /** Like the connector's own, but that an attacker has written it. */
    private static final String FORGED = "MQ1005 forged by an attacker";

    private static final String LOGIN =
            "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"u\"" + " password=\"" + SECRET
                    + "\";";

    private final KafkaBroker broker;
    private final Journal journal = new Journal();
    /** Everything that anybody was told. */
    private final StringBuilder seen = new StringBuilder();

    JmxAttackIT(KafkaBroker broker) {
        this.broker = broker;
    }

    /** Tells when it is loaded and initialised. */
    static final class Canary {
        static {
            System.setProperty(LOADED, "true");
        }

        private Canary() {}
    }

    @Test
    @OnlyInCi
    void neitherLoadsNorOpensNorRedirectsNorTellsNorForges(@TempDir Path directory) throws Exception {
        var file = Files.writeString(directory.resolve("canary.txt"), CONTENT);
        var topic = broker.uniqueTopic("attacked", 1);
        var told = new ConcurrentLinkedQueue<Notification>();
        System.clearProperty(LOADED);
        try (var trap = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                var log = CapturedLog.open();
                var jmx = LocalJmx.open();
                var mq = Mq.create(MqConfig.builder()
                        .brokers(broker.bootstrapServers())
                        .instanceId(INSTANCE)
                        .set("mq.breaker.enabled", "true")
                        .set("mq.kafka.common.ssl.truststore.password", SECRET)
                        .set("mq.kafka.common.sasl.jaas.config", LOGIN)
                        .build());
                var consumer = mq.consumer("attacked." + topic)
                        .topics(topic)
                        .name("attacked")
                        .set("auto-offset-reset", "earliest")
                        .start(journal.writer("attacked"))) {
            jmx.connection()
                    .addNotificationListener(
                            jmx.only("Connector", INSTANCE),
                            (notification, handback) -> told.add(notification),
                            null,
                            null);
            var before = fixed(jmx);
            assertThat(before).containsEntry("mq.client.brokers", broker.bootstrapServers());

            var texts = texts(file, trap.getLocalPort());
            int attacks = 0;
            for (var name : jmx.names(INSTANCE)) {
                attacks += attack(jmx, name, texts);
            }
            readEverything(jmx);

            assertThat(attacks).as("attributes written and operations called").isGreaterThan(200);
            assertThat(System.getProperty(LOADED)).as("a class was loaded").isNull();
            assertThat(fixed(jmx)).isEqualTo(before);
            told.forEach(notification -> seen.append(notification).append(notification.getUserData()));
            assertThat(seen).doesNotContain(SECRET).doesNotContain(CONTENT);
            assertThat(log.lines(SECRET)).isEmpty();
            assertThat(log.lines(CONTENT)).isEmpty();
            assertThat(log.lines())
                    .as("lines of the log")
                    .isNotEmpty()
                    .flatMap(line -> List.of(line.split("\\R")))
                    .noneMatch(line -> line.strip().startsWith(FORGED));
            assertThat(log.lines(FORGED)).isEmpty();
            trap.setSoTimeout(1);
            assertThat(connected(trap))
                    .as("somebody was sent to another address")
                    .isFalse();
            var listener = jmx.only("Listener", INSTANCE);
            jmx.invoke(listener, "start");
            jmx.invoke(listener, "resume");
            // among them limits of a millisecond, which may be set
            mq.resetOverrides(List.of()).toCompletableFuture().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            mq.producer().send(topic, "k", "still there");
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(journal.texts()).contains("still there"));
            assertThat(consumer.name()).isEqualTo("attacked");
        }
    }

    private static List<String> texts(Path file, int port) {
        var values = List.of(
                Canary.class.getName(),
                file.toString(),
                file.toUri().toString(),
                "${file:" + file + "}",
                "${mq.kafka.common.sasl.jaas.config}",
                "127.0.0.1:" + port,
                "http://127.0.0.1:" + port + "/",
                "ldap://127.0.0.1:" + port + "/a",
                "com.sun.security.auth.module.JndiLoginModule required user.provider.url=\"ldap://127.0.0.1:" + port
                        + "/a\";");
        var keys = List.of(
                "mq.client.brokers",
                "mq.client.sasl-jaas",
                "mq.client.security-protocol",
                "mq.kafka.common.bootstrap.servers",
                "mq.kafka.common.sasl.jaas.config",
                "mq.kafka.common.metric.reporters",
                "mq.kafka.common.ssl.truststore.location",
                "mq.kafka.producer.partitioner.class",
                "mq.connections.\"x\".client.brokers",
                "mq.listeners.\"attacked\".kafka.partition.assignment.strategy",
                "mq.listeners.\"attacked\".topics",
                "mq.config.location",
                "mq.producer.linger",
                "mq.pool.max-connections");
        var texts = new ArrayList<>(values);
        for (var key : keys) {
            texts.add(key);
            values.forEach(value -> texts.add(key + "=" + value));
        }
        for (var separator : List.of("\n", "\r\n", "\r", "\u2028", "\u001b[2K\r")) {
            var line = "x" + separator + FORGED;
            texts.addAll(List.of(
                    line,
                    "mq." + line,
                    "mq.monitoring.groups=" + line,
                    "mq.producer.linger=1ms" + separator + FORGED,
                    "mq.connections.\"" + line + "\".producer.linger=1ms",
                    "mq.listeners.\"" + line + "\".workers=2",
                    "mq.listeners.\"" + line + "\".workers"));
        }
        return texts;
    }

    /** What must not change: every setting that is not for JMX. */
    private static Map<String, String> fixed(LocalJmx jmx) throws Exception {
        var fixed = new TreeMap<String, String>();
        for (var type : List.of("Connector", "Listener")) {
            for (var setting : (CompositeData[]) jmx.get(jmx.only(type, INSTANCE), "Configuration")) {
                if (setting.get("settable").equals(false)) {
                    fixed.put((String) setting.get("name"), (String) setting.get("value"));
                }
            }
        }
        return fixed;
    }

    private int attack(LocalJmx jmx, ObjectName name, List<String> texts) throws Exception {
        MBeanInfo info = jmx.connection().getMBeanInfo(name);
        int attacks = 0;
        for (var attribute : info.getAttributes()) {
            if (attribute.isWritable()) {
                for (Object value : arguments(attribute.getType(), texts)) {
                    attacks++;
                    note(() -> {
                        jmx.set(name, attribute.getName(), value);
                        return jmx.get(name, attribute.getName());
                    });
                    note(() -> jmx.connection()
                            .setAttributes(
                                    name, new AttributeList(List.of(new Attribute(attribute.getName(), value)))));
                }
            }
        }
        for (MBeanOperationInfo operation : info.getOperations()) {
            for (Object[] arguments : arguments(operation, texts)) {
                attacks++;
                note(() ->
                        jmx.connection().invoke(name, operation.getName(), arguments, LocalJmx.signature(operation)));
            }
        }
        return attacks;
    }

    /** Each text in each place; numbers go through their own extremes meanwhile. */
    private static List<Object[]> arguments(MBeanOperationInfo operation, List<String> texts) {
        var parameters = operation.getSignature();
        var each = Arrays.stream(parameters)
                .map(parameter -> arguments(parameter.getType(), texts))
                .toList();
        int rounds = each.stream().mapToInt(List::size).max().orElse(1);
        var calls = new ArrayList<Object[]>();
        for (int round = 0; round < rounds; round++) {
            for (int shift = 0; shift < Math.max(1, parameters.length); shift++) {
                var call = new Object[parameters.length];
                for (int i = 0; i < call.length; i++) {
                    call[i] = each.get(i).get((round + shift * i) % each.get(i).size());
                }
                calls.add(call);
            }
        }
        return calls;
    }

    private static List<Object> arguments(String type, List<String> texts) {
        return switch (type) {
            case "int" -> List.of(Integer.MIN_VALUE, -1, 0, 1, Integer.MAX_VALUE);
            case "long" -> List.of(Long.MIN_VALUE, -1L, 0L, 1L, Long.MAX_VALUE);
            case "double" -> List.of(Double.NaN, -1.0, 0.0, Double.POSITIVE_INFINITY);
            case "boolean" -> List.of(true, false);
            case "java.lang.String" -> List.copyOf(texts);
            case "[Ljava.lang.String;" ->
                texts.stream().<Object>map(text -> new String[] {text}).toList();
            default -> throw new AssertionError("how would somebody attack a " + type + "?");
        };
    }

    private void readEverything(LocalJmx jmx) throws Exception {
        for (var name : jmx.names(INSTANCE)) {
            seen.append(name).append(jmx.connection().getMBeanInfo(name));
            for (var attribute : jmx.connection().getMBeanInfo(name).getAttributes()) {
                note(() -> jmx.get(name, attribute.getName()));
            }
        }
    }

    private interface Attack {
        Object result() throws Exception;
    }

    /** What came of it, be it a value or a failure with all its causes. */
    private void note(Attack attack) {
        try {
            seen.append(Arrays.deepToString(new Object[] {attack.result()})).append('\n');
        } catch (Exception e) {
            var text = new StringWriter();
            e.printStackTrace(new PrintWriter(text, true));
            seen.append(text);
        }
    }

    private static boolean connected(ServerSocket trap) throws Exception {
        try (var visitor = trap.accept()) {
            return visitor.isConnected();
        } catch (SocketTimeoutException e) {
            return false;
        }
    }
}
