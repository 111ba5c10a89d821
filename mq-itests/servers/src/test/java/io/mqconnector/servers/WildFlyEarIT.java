// SPDX-License-Identifier: MIT
package io.mqconnector.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mqconnector.servers.twin.Left;
import io.mqconnector.servers.twin.Right;
import io.mqconnector.servers.twin.Twin;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same with the resource adapter in the application's own archive. */
class WildFlyEarIT extends ChatContract {
    private static final ServerPage PAGE = ServerPage.named("wildfly.md");

    private String script = "";

    @Override
    AppServer newServer(String brokers, Path directory) {
        script = PAGE.block("cli ear").replace("localhost:9092", brokers);
        return new WildFly(ServerSettings.named("ear").withTransactionTimeout(TRANSACTION_TIMEOUT));
    }

    @Override
    void deployTo(AppServer target, Path directory) {
        ((WildFly) target).cli(script);
        var beans = PAGE.block("xml")
                .replace(
                        "<binding:resource-adapter-name>mq-connector.rar</binding:resource-adapter-name>\n",
                        PAGE.block("xml ear"));
        target.deploy(ChatArchives.ear("chat", ChatArchives.war().with("WEB-INF/jboss-ejb3.xml", beans))
                .writeTo(directory));
    }

    @Override
    String factoryName() {
        return "java:/eis/mq";
    }

    @Test
    void eachWarOfAnEarHasItsOwnNamesAroundItsListeners(@TempDir Path directory) {
        List.of(Twin.HEARD, Twin.TOLD).forEach(topic -> broker().createTopic(topic, 1));
        ((WildFly) server()).cli(scriptFor("twins"));

        server().deploy(ChatArchives.ear(
                        "twins", ChatArchives.twin("left", Left.class), ChatArchives.twin("right", Right.class))
                .writeTo(directory));
        int logLength = server().log().length();
        chat().sendText(Twin.HEARD, "hello");

        var text = new StringDeserializer();
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(broker().consumeAll(Twin.TOLD, text, text))
                        .extracting(record -> record.value())
                        .containsExactlyInAnyOrder("left in left: hello", "right in right: hello"));
        server().undeploy("twins.ear");
        assertThat(server().log().substring(logLength)).containsPattern("(?s)MQ2003 .*MQ2003 ");
    }

    /** What configures the resource adapter in another EAR of that name, as the page does for one. */
    private String scriptFor(String name) {
        return script.lines()
                .filter(line -> line.contains("subsystem=resource-adapters"))
                .map(line -> line.replace("resource-adapter=chat", "resource-adapter=" + name)
                        .replace("chat.ear", name + ".ear")
                        .replace("java:/eis/mq", "java:/eis/" + name))
                .collect(Collectors.joining("\n"));
    }
}
