// SPDX-License-Identifier: MIT
package io.mqconnector.itests.lives;

import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.mqconnector.api.Mq;
import io.mqconnector.api.MqConfig;
import io.mqconnector.api.MqConsumer;
import io.mqconnector.api.MqNotification;
import io.mqconnector.broker.Deadline;
import io.mqconnector.broker.KafkaLogs;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import javax.management.Attribute;
import javax.management.JMException;
import javax.management.NotificationListener;
import javax.management.ObjectName;
import org.awaitility.core.ConditionTimeoutException;

/**
 * A program that starts and stops a connector again and again, with everything switched on that it has, and tells what is left
 * of it: in a JVM of its own, so that nobody else's threads, files and objects are counted.
 */
final class ManyLives implements AutoCloseable {
    /** What it says at its end if nothing was left. */
    static final String CLEAN = "CLEAN";
    /** What a line about something that was left begins with. */
    static final String LEFT = "LEFT";
    /** What a line of numbers begins with. */
    static final String NUMBERS = "NUMBERS";

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    /** Idle threads end after ten seconds. */
    private static final Duration SETTLING = Duration.ofSeconds(30);

    private static final String INSTANCE = "lives-1";
    /** Before these, classes are loaded, caches filled, and Kafka's statics made. */
    private static final int WARM_UP = 5;
    /** Of the JVM's own: compiled code keeps constants, and stacks of exceptions their classes. */
    private static final long HEAP_TOLERANCE_BYTES = 1 << 20;

    private final String brokers;
    private final String topic;
    private final Path file;
    private final HttpServer hook;
    private final ExecutorService hookThread = Executors.newSingleThreadExecutor();
    private final AtomicInteger posted = new AtomicInteger();
    private final Queue<MqNotification> told = new ConcurrentLinkedQueue<>();

    private ManyLives(String brokers, String topic, Path directory) throws IOException {
        this.brokers = brokers;
        this.topic = topic;
        this.file = directory.resolve("lives.properties");
        hook = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        hook.setExecutor(hookThread);
        hook.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            posted.incrementAndGet();
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        hook.start();
    }

    /**
     * Runs.
     *
     * @param args brokers, topic with one partition, directory, number of lives, anything to keep something each time
     */
    @SuppressWarnings("SystemOut") // a program: its output is what the test reads
    public static void main(String[] args) throws Exception {
        KafkaLogs.quiet();
        var kept = new ConcurrentLinkedQueue<Object>();
        try (var program = new ManyLives(args[0], args[1], Path.of(args[2]))) {
            for (int i = 0; i < WARM_UP; i++) {
                program.live(i);
            }
            var before = program.settled(Remains.now());
            System.out.println(NUMBERS + " " + numbers(before));
            int lives = Integer.parseInt(args[3]);
            for (int i = 1; i <= lives; i++) {
                program.live(WARM_UP + i);
                if (args.length > 4) {
                    kept.add(MqConfig.builder().set("mq.client.brokers", "kept").build());
                }
            }
            var after = program.settled(before);
            System.out.println(NUMBERS + " " + numbers(after) + " kept=" + kept.size());
            boolean isClean = true;
            for (var left : left(before, after)) {
                isClean = false;
                System.out.println(LEFT + " " + left);
            }
            if (isClean) {
                System.out.println(CLEAN);
            }
        }
        System.exit(0); // whatever was left
    }

    private static String numbers(Remains remains) {
        return "threads="
                + remains.threads().values().stream()
                        .mapToInt(Integer::intValue)
                        .sum() + " beans="
                + remains.beans().size() + " handles=" + remains.handles() + " heap=" + remains.heapBytes()
                + " objects="
                + remains.instances().values().stream()
                        .mapToLong(Long::longValue)
                        .sum();
    }

    /** What there is when the last threads have ended and the last sockets are closed, which others do in their time. */
    private Remains settled(Remains expected) throws JMException {
        try {
            await().atMost(SETTLING)
                    .pollInterval(Duration.ofMillis(500))
                    .until(() -> left(expected, Remains.now()).isEmpty());
        } catch (ConditionTimeoutException e) {
            return Remains.now(); // is told
        }
        return Remains.now();
    }

    private static Set<String> left(Remains before, Remains after) {
        var left = new TreeSet<String>();
        after.threads().forEach((name, count) -> {
            if (count > before.threads().getOrDefault(name, 0)) {
                left.add("thread " + name + ": " + before.threads().getOrDefault(name, 0) + " -> " + count);
            }
        });
        after.beans().stream()
                .filter(bean -> !before.beans().contains(bean))
                .forEach(bean -> left.add("MBean " + bean));
        after.instances().forEach((type, count) -> {
            long was = before.instances().getOrDefault(type, 0L);
            if (count > was && !isLinked(type, was, count)) {
                left.add("objects " + type + ": " + was + " -> " + count);
            }
        });
        if (after.handles() > before.handles()) {
            left.add("handles " + before.handles() + " -> " + after.handles());
        }
        if (after.heapBytes() > before.heapBytes() + HEAP_TOLERANCE_BYTES) {
            left.add("heap " + before.heapBytes() + " -> " + after.heapBytes() + " bytes");
        }
        return left;
    }

    /**
     * Whether it is the one instance of a lambda that captures nothing, made when its place was come by for the first time, as
     * is the one of a change that meets the end of its connector: there is never a second.
     */
    private static boolean isLinked(String type, long before, long after) {
        return type.contains("$$Lambda") && before == 0 && after == 1;
    }

    /** Once, with everything. */
    private void live(int number) throws Exception {
        int postedBefore = posted.get();
        write(Map.of("mq.pool.max-connections", "8"));
        var delivered = new AtomicInteger();
        var server = ManagementFactory.getPlatformMBeanServer();
        try (var mq = Mq.create(MqConfig.builder()
                        .instanceId(INSTANCE)
                        .set("mq.config.location", file.toString())
                        .build());
                var notified = mq.addNotifier(told::add);
                var first = mq.consumer("lives-first." + topic)
                        .topics(topic)
                        .name("first")
                        .set("failure-policy", "skip")
                        .set("transactional", "true")
                        .start((message, metadata) -> delivered.incrementAndGet());
                var second = mq.consumer("lives-second." + topic)
                        .connection("second")
                        .topics(topic)
                        .name("second")
                        .set("failure-policy", "skip")
                        .set("ordering", "key")
                        .set("workers", "2")
                        .start((message, metadata) -> delivered.incrementAndGet())) {
            for (var producer : List.of(mq.producer(), mq.producer("second"))) {
                producer.send(topic, "k", "sent");
                var unused = producer.sendAsync(topic, "k", "sent too");
                producer.inTransaction(transaction -> transaction.send(topic, "k", "in a transaction"));
                producer.flush(PATIENCE);
            }
            try (var borrowed = mq.pool().borrow()) {
                borrowed.send(topic, "k", "borrowed");
            }
            await().atMost(PATIENCE).until(() -> delivered.get() >= 14);
            NotificationListener listener = (notification, handback) -> {};
            var connector = new ObjectName("io.mqconnector:type=Connector,connector=" + INSTANCE);
            server.addNotificationListener(connector, listener, null, null);
            server.setAttribute(
                    new ObjectName("io.mqconnector:type=ProducerPool,connector=" + INSTANCE + ",name=\"default\""),
                    new Attribute("MaxIdle", 1));
            write(Map.of("mq.pool.max-connections", "9", "mq.producer.linger", number % 2 + 1 + "ms"));
            await().atMost(PATIENCE).until(() -> has(MqNotification.Type.CONFIGURATION_CHANGED));
            await().atMost(PATIENCE).until(() -> has(MqNotification.Type.ALERT_RAISED));
            await().atMost(PATIENCE).until(() -> posted.get() > postedBefore);
            for (var name : server.queryNames(new ObjectName("io.mqconnector:*"), null)) {
                for (var attribute : server.getMBeanInfo(name).getAttributes()) {
                    Objects.requireNonNull(server.getAttribute(name, attribute.getName()), attribute.getName());
                }
            }
            boolean isWell = Deadline.in(PATIENCE)
                    .await(() -> mq.ping(PATIENCE).isReachable()
                            && first.state() == MqConsumer.State.RUNNING
                            && second.state() == MqConsumer.State.RUNNING);
            if (!isWell) {
                throw new IllegalStateException(first + ", " + second + ", " + notified + ", " + mq.health());
            }
            server.removeNotificationListener(connector, listener);
        }
        told.clear(); // ours, and not the same number in each life: what is left must be kept by somebody else
    }

    private boolean has(MqNotification.Type type) {
        return told.stream().anyMatch(each -> each.type() == type);
    }

    /** Whole or not at all. */
    private void write(Map<String, String> more) throws IOException {
        var settings = new Properties();
        var all = new TreeMap<>(Map.of(
                "mq.client.brokers", brokers,
                "mq.connections.second.client.brokers", brokers,
                "mq.breaker.enabled", "true",
                "mq.config.poll-interval", "100ms",
                "mq.consumer.auto-offset-reset", "earliest",
                "mq.metrics.registry", "lives",
                "mq.monitoring.interval", "100ms",
                "mq.monitoring.alert-intervals", "1",
                "mq.monitoring.error-rate-threshold", "0",
                "mq.monitoring.groups", "lives-first." + topic));
        all.put("mq.monitoring.throughput-threshold", "1000000000");
        all.put("mq.monitoring.webhook", "http://127.0.0.1:" + hook.getAddress().getPort() + "/");
        all.put("mq.pool.min-idle", "1");
        all.putAll(more);
        settings.putAll(all);
        var fresh = file.resolveSibling("lives.new");
        try (var out = Files.newBufferedWriter(fresh)) {
            settings.store(out, null);
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    public void close() {
        hook.stop(0);
        hookThread.shutdownNow();
    }
}
