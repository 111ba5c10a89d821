// SPDX-License-Identifier: MIT
package io.mqconnector.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;

class LibertyChatIT extends ChatContract {
    private static final ServerPage PAGE = ServerPage.named("liberty.md");

    @Override
    AppServer newServer(String brokers, Path directory) {
        var rar = ChatArchives.rarIn(directory);
        var war = ChatArchives.war().writeTo(directory);
        var applications = (PAGE.block("xml adapter") + PAGE.block("xml beans"))
                .replace("localhost:9092", brokers)
                .replace("\"mq-connector.rar\"", "\"" + rar + "\"")
                .replace("\"chat.war\"", "\"" + war + "\"");
        return LibertyAdministrator.serverOf(ServerSettings.named("chat")
                .withTransactionTimeout(TRANSACTION_TIMEOUT)
                .withConfiguration(xml -> xml.replace("</server>", applications + "</server>")));
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
