// SPDX-License-Identifier: MIT
package io.mqconnector.servers;

import java.nio.file.Path;

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
        target.deploy(ChatArchives.ear(ChatArchives.war().with("WEB-INF/jboss-ejb3.xml", beans))
                .writeTo(directory));
    }

    @Override
    String factoryName() {
        return "java:/eis/mq";
    }
}
