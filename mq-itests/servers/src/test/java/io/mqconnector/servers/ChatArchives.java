// SPDX-License-Identifier: MIT
package io.mqconnector.servers;

import io.mqconnector.api.MqProducer;
import io.mqconnector.cdi.MqExtension;
import io.mqconnector.servers.chat.ChatResource;
import io.mqconnector.servers.small.SmallResource;
import io.mqconnector.servers.twin.Twin;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** The chat application and the product's resource adapter archive, as they are deployed. */
final class ChatArchives {
    static final String RAR = "mq-connector.rar";

    private static final String WEB_XML = """
            <web-app xmlns="https://jakarta.ee/xml/ns/jakartaee" version="5.0">
              <env-entry>
                <env-entry-name>motto</env-entry-name>
                <env-entry-type>java.lang.String</env-entry-type>
                <env-entry-value>motto</env-entry-value>
              </env-entry>
            </web-app>
            """;

    private ChatArchives() {}

    /** The product. */
    static Path rar() {
        return Path.of(System.getProperty("mq.rar"));
    }

    /** The product under the name that it is deployed by. */
    static Path rarIn(Path directory) {
        return rarIn(directory, RAR.replaceFirst("\\.rar$", ""));
    }

    /** The product as {@code NAME.rar}. */
    static Path rarIn(Path directory, String name) {
        try {
            return Files.copy(rar(), directory.resolve(name + ".rar"), StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("no resource adapter at " + rar(), e);
        }
    }

    /** The application without any server's descriptors, the resource adapter elsewhere. */
    static Archive war() {
        return war("chat").withPackageOf("WEB-INF/classes/", ChatResource.class);
    }

    /** An application that only sends, as {@code NAME.war}, with what it has configured itself. */
    static Archive small(String name, String config) {
        return war(name)
                .withPackageOf("WEB-INF/classes/", SmallResource.class)
                .with("WEB-INF/classes/META-INF/microprofile-config.properties", config);
    }

    /** The same with a jar that it should not have. */
    static Archive withApi(Archive war) {
        return war.with("WEB-INF/lib/", Archive.locationOf(MqProducer.class));
    }

    private static Archive war(String name) {
        return Archive.named(name + ".war")
                .with(
                        "WEB-INF/beans.xml",
                        "<beans xmlns=\"https://jakarta.ee/xml/ns/jakartaee\" version=\"3.0\""
                                + " bean-discovery-mode=\"all\"/>")
                .with("WEB-INF/web.xml", WEB_XML)
                .with("WEB-INF/lib/", Archive.locationOf(MqExtension.class));
    }

    /** A web application with a listener that tells its environment's motto, which is its name; as {@code NAME.war}. */
    static Archive twin(String name, Class<? extends Twin> listener) {
        return war(name)
                .withClass("WEB-INF/classes/", Twin.class)
                .withClass("WEB-INF/classes/", listener)
                .with(
                        "WEB-INF/web.xml",
                        WEB_XML.replace(">motto</env-entry-value>", ">" + name + "</env-entry-value>"));
    }

    /** Application and resource adapter in one, as {@code NAME.ear}. */
    static Archive ear(String name, Archive... wars) {
        var modules = new StringBuilder();
        for (Archive war : wars) {
            var context = war.fileName().replaceFirst("\\.war$", "");
            modules.append("<module><web><web-uri>%s.war</web-uri><context-root>/%s</context-root></web></module>\n"
                    .formatted(context, context));
        }
        var ear = Archive.named(name + ".ear")
                .with("META-INF/application.xml", """
                        <application xmlns="https://jakarta.ee/xml/ns/jakartaee" version="9">
                          <application-name>%s</application-name>
                          <module><connector>mq-connector.rar</connector></module>
                          %s</application>
                        """.formatted(name, modules))
                .withFile(RAR, rar());
        for (Archive war : wars) {
            ear.with("", war);
        }
        return ear;
    }
}
