// SPDX-License-Identifier: MIT
package io.mqconnector.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

class LibertyAdaptersIT extends AdaptersContract {
    @Override
    AppServer start(List<Adapter> adapters, List<Application> applications, Path directory) {
        var xml = new StringBuilder();
        for (Adapter adapter : adapters) {
            xml.append("<resourceAdapter id=\"%1$s\" location=\"%2$s\">"
                            .formatted(adapter.name(), ChatArchives.rarIn(directory, adapter.name())))
                    .append("<properties.%s brokers=\"%s\"".formatted(adapter.name(), adapter.brokers()))
                    .append(adapter.instanceId().isEmpty() ? "" : " instanceId=\"" + adapter.instanceId() + "\"")
                    .append(
                            "/></resourceAdapter>\n<connectionFactory jndiName=\"%s\"><properties.%s/></connectionFactory>\n"
                                    .formatted(factoryName(adapter.name()), adapter.name()));
        }
        for (Application application : applications) {
            xml.append("<webApplication id=\"%1$s\" name=\"%1$s\" location=\"%2$s\" contextRoot=\"/%1$s\">"
                            .formatted(application.name(), application.war().writeTo(directory)))
                    .append(
                            application.sees().isEmpty()
                                    ? ""
                                    : "<classloader classProviderRef=\"" + String.join(",", application.sees())
                                            + "\"/>")
                    .append("</webApplication>\n");
        }
        var server = LibertyAdministrator.serverOf(ServerSettings.named("adapters")
                .withConfiguration(text -> text.replace("</server>", xml + "</server>")));
        server.start();
        return server;
    }

    @Override
    Outcome deploy(AppServer target, Application application, Path directory) {
        // a failure is told in several lines: whole when the next message has begun
        var end = Pattern.compile(
                "(?s)CWWKZ000(1I: Application %1$s\\b|2E: [^\\n]* application %1$s\\b.*?(?=\\n\\[[A-Z]+ *] ))"
                        .formatted(Pattern.quote(application.name())));
        await().atMost(ServerProcess.PATIENCE)
                .untilAsserted(() -> assertThat(target.log()).containsPattern(end));
        var found = end.matcher(target.log());
        assertThat(found.find()).isTrue();
        return new Outcome(found.group(1).startsWith("1I"), found.group());
    }

    @Override
    String factoryName(String adapter) {
        return "eis/" + adapter;
    }

    @Override
    boolean isWarFirst() {
        return true;
    }

    @Override
    String adviceOnVisibility() {
        return "Open Liberty: <classloader classProviderRef=\"<id of the resourceAdapter>\"/>";
    }
}
