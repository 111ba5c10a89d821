// SPDX-License-Identifier: MIT
package io.mqconnector.servers;

import java.nio.file.Path;

/** The same with the resource adapter in the application's own archive. */
class LibertyEarIT extends LibertyChatIT {
    private static final ServerPage PAGE = ServerPage.named("liberty.md");

    @Override
    AppServer newServer(String brokers, Path directory) {
        var ear = ChatArchives.ear("chat", ChatArchives.war()).writeTo(directory);
        var applications =
                PAGE.block("xml ear").replace("localhost:9092", brokers).replace("\"chat.ear\"", "\"" + ear + "\"");
        return LibertyAdministrator.serverOf(ServerSettings.named("ear")
                .withTransactionTimeout(TRANSACTION_TIMEOUT)
                .withConfiguration(xml -> xml.replace("</server>", applications + "</server>")));
    }
}
