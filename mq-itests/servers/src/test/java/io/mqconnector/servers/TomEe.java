// SPDX-License-Identifier: MIT
package io.mqconnector.servers;

import io.mqconnector.broker.LoopbackPorts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;

/** TomEE Plume. It has no look-out for EARs: to deploy and undeploy it starts again. */
public final class TomEe extends ServerProcess {
    private static final String TOMEE_XML = """
            <tomee>
              <Deployments dir="apps"/>
              <TransactionManager id="Default Transaction Manager" type="TransactionManager">
                defaultTransactionTimeout = %d seconds
              </TransactionManager>
            </tomee>
            """;

    public TomEe(ServerSettings settings) {
        super("tomee", 1, settings);
    }

    @Override
    public String product() {
        var version = home().getFileName().toString();
        return "TomEE " + version.substring(version.lastIndexOf('-') + 1);
    }

    @Override
    void configure(ProcessBuilder launch) throws IOException {
        var conf = directory().resolve("conf");
        if (!Files.exists(conf)) {
            copyTreeOnce(home().resolve("conf"), conf);
            for (var empty : new String[] {"apps", "logs", "temp", "webapps", "work"}) {
                Files.createDirectories(directory().resolve(empty));
            }
            edit(
                    conf.resolve("server.xml"),
                    xml -> xml.replace("<Server port=\"8005\"", "<Server port=\"-1\"")
                            .replace(
                                    "<Connector port=\"8080\"",
                                    "<Connector address=\"" + LoopbackPorts.HOST + "\" port=\"" + port(0) + "\""));
            Files.writeString(
                    conf.resolve("tomee.xml"),
                    settings()
                            .configuration()
                            .apply(TOMEE_XML.formatted(
                                    settings().transactionTimeout().toSeconds())));
        }
        launch.command("/bin/sh", home().resolve("bin/catalina.sh").toString(), "run"); // zipped without its mode
        var environment = launch.environment();
        environment.put("CATALINA_HOME", home().toString());
        environment.put("CATALINA_BASE", directory().toString());
        environment.put(
                "CATALINA_OPTS",
                settings().systemProperties().entrySet().stream()
                        .map(entry -> "-D" + entry.getKey() + "=" + entry.getValue())
                        .collect(Collectors.joining(" ", MAX_HEAP + " ", "")));
    }

    @Override
    boolean isReady(String logSinceStart) {
        return logSinceStart.contains("Server startup in");
    }

    @Override
    public void deploy(Path archive) {
        stop();
        place(archive, apps().resolve(archive.getFileName().toString()));
        start();
    }

    @Override
    public void undeploy(String fileName) {
        stop();
        delete(apps().resolve(fileName));
        start();
    }

    private Path apps() {
        return directory().resolve("apps");
    }
}
