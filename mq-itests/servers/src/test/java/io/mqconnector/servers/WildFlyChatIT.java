// SPDX-License-Identifier: MIT
package io.mqconnector.servers;

import java.nio.file.Path;

class WildFlyChatIT extends ChatContract {
    private static final ServerPage PAGE = ServerPage.named("wildfly.md");

    private String script = "";

    @Override
    AppServer newServer(String brokers, Path directory) {
        script = String.join("\n", PAGE.blocks("cli")).replace("localhost:9092", brokers);
        return new WildFly(ServerSettings.named("chat").withTransactionTimeout(TRANSACTION_TIMEOUT));
    }

    @Override
    void deployTo(AppServer target, Path directory) {
        ((WildFly) target).cli(script);
        target.deploy(ChatArchives.rarIn(directory));
        target.deploy(ChatArchives.war()
                .with("META-INF/MANIFEST.MF", PAGE.block("manifest"))
                .with("WEB-INF/jboss-ejb3.xml", PAGE.block("xml"))
                .writeTo(directory));
    }

    @Override
    String factoryName() {
        return "java:/eis/mq";
    }
}
