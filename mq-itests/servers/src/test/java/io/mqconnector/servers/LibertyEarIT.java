// SPDX-License-Identifier: MIT
package io.mqconnector.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.regex.Pattern;

/** The same with the resource adapter in the application's own archive. */
class LibertyEarIT extends ChatContract {
    private static final ServerPage PAGE = ServerPage.named("liberty.md");
    private static final Pattern FEATURES = Pattern.compile("(?s)<featureManager>.*?</featureManager>");

    @Override
    AppServer newServer(String brokers, Path directory) {
        var ear = ChatArchives.ear("chat", ChatArchives.war()).writeTo(directory);
        var applications =
                PAGE.block("xml ear").replace("localhost:9092", brokers).replace("\"chat.ear\"", "\"" + ear + "\"");
        return new Liberty(ServerSettings.named("ear")
                .withTransactionTimeout(TRANSACTION_TIMEOUT)
                .withConfiguration(xml -> FEATURES.matcher(xml)
                        .replaceFirst(PAGE.block("xml features"))
                        .replace("</server>", applications + "</server>")));
    }

    @Override
    void deployTo(AppServer target, Path directory) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(target.log()).contains("CWWKZ0001I: Application chat started"));
    }

    @Override
    String factoryName() {
        return "eis/mq";
    }
}
