// SPDX-License-Identifier: MIT
package io.mqconnector.servers;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class WildFlyAdaptersIT extends AdaptersContract {
    private static final String DOUBLE = "double";
    private static final String IDLE = "idle";

    private List<Outcome> onDouble = List.of();
    private String idle = "";

    @Override
    AppServer start(List<Adapter> adapters, List<Application> applications, Path directory) {
        var server = new WildFly(ServerSettings.named("adapters")
                .withConfiguration(xml -> edited(xml, "fail-on-warn=\"false\"", "fail-on-warn=\"true\"")));
        server.start();
        adapters.forEach(adapter -> server.cli(script(adapter, adapter.name())));
        adapters.forEach(adapter -> server.deploy(ChatArchives.rarIn(directory, adapter.name())));
        var brokers = adapters.get(0).brokers();
        for (String id : List.of("left", "right")) {
            server.cli(script(new Adapter(DOUBLE, brokers, id), id));
        }
        server.deploy(ChatArchives.rarIn(directory, DOUBLE));
        server.deploy(ChatArchives.rarIn(directory, IDLE));
        onDouble = List.of(
                deploy(server, small("undecided", "", DOUBLE), directory),
                deploy(server, small("decided", "mq.runtime.instance-id=right", DOUBLE), directory));
        idle = deploy(server, small("early", "", IDLE), directory).log();
        // the connectors of these are none of the others' business
        server.undeploy("decided.war");
        server.undeploy(DOUBLE + ".rar");
        return server;
    }

    @Override
    Outcome deploy(AppServer target, Application application, Path directory) {
        int logLength = target.log().length();
        boolean isStarted = true;
        var dependencies = application.sees().stream()
                .map(adapter -> "deployment." + adapter + ".rar")
                .collect(Collectors.joining(","));
        var manifest =
                "Manifest-Version: 1.0\n" + (dependencies.isEmpty() ? "" : "Dependencies: " + dependencies + "\n");
        try {
            target.deploy(
                    application.war().with("META-INF/MANIFEST.MF", manifest).writeTo(directory));
        } catch (ServerException e) {
            assertThat(e).hasMessageContaining("cannot deploy");
            isStarted = false;
        }
        return new Outcome(isStarted, target.log().substring(logLength));
    }

    @Override
    String factoryName(String adapter) {
        return "java:/eis/" + adapter;
    }

    @Override
    boolean isWarFirst() {
        return false;
    }

    @Override
    String adviceOnVisibility() {
        return "WildFly: 'Dependencies: deployment.<name of the .rar>'";
    }

    @Test
    void saysThatSeveralConnectorsRunInOneAdapterAndNoneIsChosen() {
        assertThat(onDouble).extracting(Outcome::isStarted).containsExactly(false, true);
        assertThat(onDouble.get(0).log())
                .contains("several connectors run in this server: ", "'left' (", "'right' (")
                .contains("or mq.runtime.instance-id to its instance id");
    }

    @Test
    void saysThatTheAdapterDoesNotRun() {
        assertThat(idle)
                .containsPattern(
                        "the resource adapter that \\S+MqRuntimes of \\S*idle\\S*/mq-api-\\S+\\.jar by .* does not run")
                .contains("WildFly: subsystem resource-adapters");
    }

    private String script(Adapter adapter, String id) {
        var entry = "/subsystem=resource-adapters/resource-adapter=" + id;
        return entry + ":add(archive=" + adapter.name() + ".rar,transaction-support=NoTransaction)\n"
                + entry + "/config-properties=brokers:add(value=\"" + adapter.brokers() + "\")\n"
                + (adapter.instanceId().isEmpty()
                        ? ""
                        : entry + "/config-properties=instanceId:add(value=" + adapter.instanceId() + ")\n")
                + entry + "/connection-definitions=mq:add(class-name=io.mqconnector.ra.MqManagedConnectionFactory,"
                + "jndi-name=\"" + factoryName(id) + "\",enabled=true)\n";
    }

    private static String edited(String text, String from, String to) {
        assertThat(text).contains(from);
        return text.replace(from, to);
    }
}
