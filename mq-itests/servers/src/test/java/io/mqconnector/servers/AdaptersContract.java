// SPDX-License-Identifier: MIT
package io.mqconnector.servers;

import static org.assertj.core.api.Assertions.assertThat;

import io.mqconnector.broker.EmbeddedBroker;
import io.mqconnector.broker.KafkaBroker;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * Several resource adapters in one server: each works by itself, and an application that is deployed in a wrong way reads
 * in the server's log what is wrong and what to do.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class AdaptersContract {
    private static final String FIRST = "first";
    private static final String SAME_ID = "same";
    private static final String ELSEWHERE = "elsewhere";
    private static final String TOPIC = "small";
    private static final String JNDI_NAME = "mq.runtime.jndi-name=";

    private final Map<String, Outcome> outcomes = new HashMap<>();
    private final EmbeddedBroker near = EmbeddedBroker.builder().start();
    private final EmbeddedBroker far = EmbeddedBroker.builder().start();

    private AppServer server;

    @RegisterExtension
    final LogTailOnFailure logTail = new LogTailOnFailure(() -> server);

    /** A resource adapter: {@code NAME.rar}; without an instance id it has the default one. */
    record Adapter(String name, String brokers, String instanceId) {}

    /** An application and the names of the resource adapters that it sees. */
    record Application(String name, Archive war, List<String> sees) {}

    /** What became of a deployment, and what the server logged about it. */
    record Outcome(boolean isStarted, String log) {}

    /** A running server with these resource adapters, and the applications as far as they are deployed with it. */
    abstract AppServer start(List<Adapter> adapters, List<Application> applications, Path directory);

    /** Deploys the application, or waits until the server has. */
    abstract Outcome deploy(AppServer target, Application application, Path directory);

    /** Where the connection factory of an adapter is bound. */
    abstract String factoryName(String adapter);

    /** Whether a jar in {@code WEB-INF/lib} hides that of the resource adapter. */
    abstract boolean isWarFirst();

    /** What of mq's advice is for this server. */
    abstract String adviceOnVisibility();

    @BeforeAll
    void start(@TempDir Path directory) {
        List.of(near, far).forEach(broker -> broker.createTopic(TOPIC, 1));
        var adapters = List.of(
                new Adapter(FIRST, near.bootstrapServers(), ""),
                new Adapter(SAME_ID, near.bootstrapServers(), ""),
                new Adapter(ELSEWHERE, far.bootstrapServers(), "far"));
        var applications = List.of(
                small("one", "", FIRST),
                small("two", "", SAME_ID),
                small("three", "", ELSEWHERE),
                small("named", JNDI_NAME + factoryName(FIRST), FIRST),
                small("chosen", JNDI_NAME + factoryName(FIRST), FIRST, ELSEWHERE),
                small("either", "", FIRST, ELSEWHERE),
                small("crossed", JNDI_NAME + factoryName(ELSEWHERE), FIRST),
                small("unbound", JNDI_NAME + factoryName("nothing"), FIRST),
                small("motto", JNDI_NAME + "java:comp/env/motto", FIRST),
                new Application("twice", ChatArchives.withApi(ChatArchives.small("twice", "")), List.of(FIRST)),
                small("blind", ""),
                new Application("chat", ChatArchives.war(), List.of()));
        server = start(adapters, applications, directory);
        applications.forEach(application -> outcomes.put(application.name(), deploy(server, application, directory)));
    }

    @AfterAll
    void close() {
        if (server != null) {
            server.close();
        }
        near.close();
        far.close();
    }

    @Test
    void eachAdapterWorksByItself() {
        for (String name : List.of("one", "two", "three", "named", "chosen")) {
            assertThat(outcomes.get(name).isStarted()).as(name).isTrue();
            new SmallClient(server, name).send(TOPIC, name);
        }

        assertThat(textsOn(near)).containsExactly("one", "two", "named", "chosen");
        assertThat(textsOn(far)).containsExactly("three");
        assertThat(new SmallClient(server, "one").names("io.mqconnector:type=Connector,*"))
                .as("one connector for each resource adapter, none for a factory that sets nothing")
                .hasSize(3)
                .anyMatch(name -> name.contains("connector=far,"))
                .anyMatch(name -> name.contains("#2,"))
                .doesNotHaveDuplicates();
        assertThat(server.log()).doesNotContain("InstanceAlreadyExistsException");
    }

    @Test
    void saysThatSeveralAdaptersAreVisibleAndNoneIsChosen() {
        assertFailed("either")
                .contains("several resource adapters are visible to this application")
                .containsPattern(
                        "mq-api is in \\S*first\\S*/mq-api-\\S+\\.jar and in \\S*elsewhere\\S*/mq-api-\\S+\\.jar")
                .contains("or say which one by mq.runtime.jndi-name or mq.runtime.instance-id")
                .contains("let it see one of them only");
    }

    @Test
    void saysThatTheFactoryIsOfAnotherAdapterThanTheOneThatIsVisible() {
        assertFailed("crossed")
                .contains(JNDI_NAME.replace("=", " is '") + factoryName(ELSEWHERE) + "': what is bound there, ")
                .containsPattern("MqConnectionFactory of \\S*elsewhere\\S*/mq-api-\\S+\\.jar by ")
                .containsPattern("but mq-cdi uses \\S+MqConnectionFactory of \\S*first\\S*/mq-api-\\S+\\.jar by ")
                .contains("make the one visible whose connection factory is bound there");
    }

    @Test
    void saysThatNothingOrSomethingElseIsBound() {
        assertFailed("unbound")
                .contains("mq.runtime.jndi-name is '" + factoryName("nothing")
                        + "': nothing is bound there; name what the"
                        + " server has bound the connector's io.mqconnector.api.MqConnectionFactory under");
        assertFailed("motto")
                .contains("mq.runtime.jndi-name is 'java:comp/env/motto': an object of class java.lang.String")
                .contains("name the connector's connection factory");
    }

    @Test
    void saysThatTheWarBringsMqApi() {
        var outcome = outcomes.get("twice");

        assertThat(outcome.isStarted()).isEqualTo(!isWarFirst());
        assertThat(outcome.log())
                .containsPattern("first\\S*/mq-api-\\S+\\.jar")
                .containsPattern("twice\\S*/WEB-INF/lib/mq-api-\\S+\\.jar")
                .contains("remove mq-api-*.jar from WEB-INF/lib, the resource adapter brings it");
    }

    @Test
    void saysThatTheAdapterIsNotVisible() {
        assertFailed("blind")
                .contains(
                        "mq: the connector is not visible to this application: io.mqconnector.api.MqProducer cannot be"
                                + " loaded by ")
                .contains(adviceOnVisibility());
    }

    @Test
    void theServerFailsBeforeMqWhenOtherBeansThanThoseOfCdiDoNotSeeTheAdapter() {
        assertFailed("chat")
                .containsPattern("NoClassDefFoundError: .*\\bio/mqconnector/api/")
                .doesNotContain("mq: the connector is not visible");
    }

    /** What the log says about a deployment that failed. */
    org.assertj.core.api.AbstractStringAssert<?> assertFailed(String name) {
        assertThat(outcomes.get(name).isStarted()).as(name).isFalse();
        return assertThat(outcomes.get(name).log());
    }

    static Application small(String name, String config, String... sees) {
        return new Application(name, ChatArchives.small(name, config), List.of(sees));
    }

    private static List<String> textsOn(KafkaBroker broker) {
        var text = new StringDeserializer();
        return broker.consumeAll(TOPIC, text, text).stream()
                .map(record -> record.value())
                .toList();
    }
}
