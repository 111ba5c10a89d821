// SPDX-License-Identifier: MIT
package io.mqconnector.openejb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mqconnector.api.MqConnection;
import io.mqconnector.api.MqConnectionFactory;
import io.mqconnector.api.MqMessage;
import io.mqconnector.api.MqMessageListener;
import io.mqconnector.broker.KafkaBroker;
import io.mqconnector.broker.WithKafka;
import io.mqconnector.ra.MqActivationSpec;
import io.mqconnector.ra.MqManagedConnectionFactory;
import io.mqconnector.ra.MqResourceAdapter;
import io.mqconnector.spi.MqRuntimes;
import jakarta.annotation.Resource;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;
import org.apache.openejb.jee.EjbJar;
import org.apache.openejb.testing.ApplicationComposers;
import org.apache.openejb.testing.Classes;
import org.apache.openejb.testing.Configuration;
import org.apache.openejb.testing.Module;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The container's contract with a real broker: connection factory and message-driven beans. */
@WithKafka
public class OpenEjbIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final KafkaBroker broker;
    private final Map<String, String> topics = new HashMap<>();
    private ApplicationComposers container;

    @Resource
    private MqConnectionFactory connectionFactory;

    OpenEjbIT(KafkaBroker broker) {
        this.broker = broker;
    }

    /** For the container. */
    @Module
    @Classes(
            cdi = true,
            value = {OrdersBean.class, FailingBean.class, UntransactedBean.class, ChatListener.class})
    public EjbJar beans() {
        return new EjbJar("beans");
    }

    /** For the container. */
    @Configuration
    public Properties configuration() {
        var properties = new Properties();
        properties.setProperty("mqRa", resource(MqResourceAdapter.class, MqResourceAdapter.class));
        properties.setProperty("mqRa.brokers", broker.bootstrapServers());
        properties.setProperty("mqRa.instanceId", "openejb-1");
        properties.setProperty("mq", resource(MqManagedConnectionFactory.class, MqConnectionFactory.class));
        properties.setProperty("mq.ResourceAdapter", "mqRa");
        properties.setProperty("mq.TransactionSupport", "none");
        properties.setProperty("mqBeans", "new://Container?type=MESSAGE");
        properties.setProperty("mqBeans.ResourceAdapter", "mqRa");
        properties.setProperty("mqBeans.MessageListenerInterface", MqMessageListener.class.getName());
        properties.setProperty("mqBeans.ActivationSpecClass", MqActivationSpec.class.getName());
        return properties;
    }

    private static String resource(Class<?> type, Class<?> as) {
        return "new://Resource?class-name=" + type.getName() + "&type=" + as.getName();
    }

    @BeforeEach
    void start() throws Exception {
        Deliveries.clear();
        for (String name : List.of("orders", "failing", "untransacted", "chat")) {
            String topic = broker.uniqueTopic("openejb-" + name, name.equals("orders") ? 4 : 1);
            topics.put(name, topic);
            System.setProperty("it." + name, topic);
        }
        broker.createTopic(topics.get("chat") + "-answers", 1);
        container = new ApplicationComposers(OpenEjbIT.class);
        container.before(this);
    }

    @AfterEach
    void stop() throws Exception {
        container.after();
        assertThat(ManagementFactory.getPlatformMBeanServer().queryNames(new ObjectName("io.mqconnector:*"), null))
                .isEmpty();
        // a producer that was just being built is closed after that
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet().stream()
                                .map(Thread::getName)
                                .filter(name -> name.startsWith("kafka-producer-network-thread | mq-openejb")
                                        || name.startsWith("mq-openejb-1-poll")))
                        .isEmpty());
    }

    @Test
    void whatIsSentThroughTheFactoryReachesTheBeanInOrder() {
        int count = 2_000;
        try (MqConnection connection = connectionFactory.getConnection()) {
            for (int i = 0; i < count; i++) {
                var unused = connection.sendAsync(message("orders", "user-" + i % 20, Integer.toString(i)));
            }
            connection.flush(PATIENCE);
        }

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(Deliveries.of("orders")).hasSizeGreaterThanOrEqualTo(count));
        var byKey = Deliveries.of("orders").stream()
                .collect(Collectors.groupingBy(
                        Deliveries.Delivery::key,
                        Collectors.mapping(delivery -> Integer.valueOf(delivery.text()), Collectors.toList())));
        assertThat(byKey).hasSize(20);
        byKey.forEach((key, numbers) -> assertThat(numbers).hasSize(count / 20).isSorted());
    }

    @Test
    void aRecordIsDoneOnlyWhenItsTransactionWasCommitted() {
        var texts = List.of("exception", "checked", "error", "rollback", "fine");
        send("failing", texts);

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(Deliveries.texts("failing")).contains("fine"));

        assertThat(attempts("failing"))
                .containsExactly(
                        "exception/1",
                        "exception/2",
                        "checked/1",
                        "checked/2",
                        "error/1",
                        "error/2",
                        "rollback/1",
                        "rollback/2",
                        "fine/1");
        stopAndExpectCommitted("failing", texts.size());
    }

    @Test
    void withoutATransactionTheCallDecides() {
        var texts = List.of("exception", "error", "fine");
        send("untransacted", texts);

        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(Deliveries.texts("untransacted")).contains("fine"));

        assertThat(attempts("untransacted"))
                .containsExactly("exception/1", "exception/2", "error/1", "error/2", "fine/1");
    }

    @Test
    void listenerAndProducerOfACdiBeanUseTheResourceAdapter() {
        send("chat", List.of("one", "two"));

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(broker.consumeAll(topics.get("chat") + "-answers"))
                        .extracting(answer -> new String(answer.value(), StandardCharsets.UTF_8))
                        .containsExactly("re: one", "re: two"));
        assertThat(Deliveries.texts("chat")).containsExactly("one", "two");
        assertThat(MqRuntimes.running())
                .as("the resource adapter's, and no other beside it")
                .hasSize(1);
        assertThat(connectorBeans()).hasSize(1);
    }

    private static Set<ObjectName> connectorBeans() {
        try {
            return ManagementFactory.getPlatformMBeanServer()
                    .queryNames(new ObjectName("io.mqconnector:type=Connector,*"), null);
        } catch (MalformedObjectNameException e) {
            throw new AssertionError(e);
        }
    }

    private void stopAndExpectCommitted(String name, long offset) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(broker.committedOffsets(topics.get(name) + "-group"))
                        .containsValue(offset));
    }

    private void send(String name, List<String> texts) {
        try (MqConnection connection = connectionFactory.getConnection()) {
            texts.forEach(text -> connection.send(message(name, "key", text)));
        }
    }

    private MqMessage message(String name, String key, String text) {
        return MqMessage.of(topics.get(name), key, text.getBytes(StandardCharsets.UTF_8));
    }

    private static List<String> attempts(String bean) {
        var attempts = new ArrayList<String>();
        Deliveries.of(bean).forEach(delivery -> attempts.add(delivery.text() + "/" + delivery.attempt()));
        return attempts;
    }
}
