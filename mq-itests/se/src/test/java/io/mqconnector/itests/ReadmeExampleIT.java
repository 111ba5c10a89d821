// SPDX-License-Identifier: MIT
package io.mqconnector.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mqconnector.broker.EmbeddedBroker;
import io.mqconnector.cdi.MqExtension;
import io.mqconnector.itests.readme.Greeter;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jboss.weld.environment.se.Weld;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What README.md shows is compiled and run as it stands there. */
@Tag("smoke")
class ReadmeExampleIT {
    private static final Path ROOT = Path.of("").toAbsolutePath().getParent().getParent();

    @Test
    void isTheSameInTheReadmeAndHere() throws Exception {
        var readme = Files.readString(ROOT.resolve("README.md"));
        var shown = readme.substring(readme.indexOf("```java\n") + 8);
        var source =
                Files.readString(ROOT.resolve("mq-itests/se/src/test/java/io/mqconnector/itests/readme/Greeter.java"));

        assertThat(withoutBlanks(source)).contains(withoutBlanks(shown.substring(0, shown.indexOf("```"))));
    }

    @Test
    void greets() throws Exception {
        var printed = new ByteArrayOutputStream();
        var out = System.out;
        try (var broker = EmbeddedBroker.builder().start()) {
            broker.createTopic("chat.greetings", 2);
            System.setProperty("mq.client.brokers", broker.bootstrapServers());
            System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
            try (var container = new Weld()
                    .disableDiscovery()
                    .addExtension(new MqExtension())
                    .addBeanClass(Greeter.class)
                    .initialize()) {
                // the group is new and starts at the end: greet until it has started
                await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
                    container.select(Greeter.class).get().greet("ada");
                    assertThat(printed.toString(StandardCharsets.UTF_8))
                            .contains("ada was told 'Hello ada' at offset ");
                });
            }
        } finally {
            System.setOut(out);
            System.clearProperty("mq.client.brokers");
        }
    }

    private static String withoutBlanks(String code) {
        return Arrays.stream(code.split("\n"))
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .collect(Collectors.joining("\n"));
    }
}
