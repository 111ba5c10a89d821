// SPDX-License-Identifier: MIT
package io.mqconnector.servers;

import io.mqconnector.broker.LoopbackPorts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/** Open Liberty with the features that a connector and its applications need; archives go through {@code dropins}. */
public final class Liberty extends ServerProcess {
    private static final String SERVER_XML = """
            <server>
              <featureManager>
                <feature>cdi-4.0</feature>
                <feature>connectors-2.1</feature>
                <feature>enterpriseBeansLite-4.0</feature>
                <feature>jdbc-4.3</feature>
                <feature>jndi-1.0</feature>
                <feature>mdb-4.0</feature>
                <feature>mpConfig-3.1</feature>
                <feature>servlet-6.0</feature>
              </featureManager>
              <applicationManager autoExpand="true"/>
              <httpEndpoint id="defaultHttpEndpoint" host="%s" httpPort="%d" httpsPort="-1"/>
              <transaction totalTranLifetimeTimeout="%ds"/>
            </server>
            """;

    public Liberty(ServerSettings settings) {
        super("openliberty", 1, settings);
    }

    @Override
    public String product() {
        return "Open Liberty " + home().getParent().getFileName().toString().substring("openliberty-".length());
    }

    @Override
    void configure(ProcessBuilder launch) throws IOException {
        var server = directory().resolve("usr/servers/mq");
        if (!Files.exists(server)) {
            Files.createDirectories(dropins());
            Files.writeString(
                    server.resolve("server.xml"),
                    settings()
                            .configuration()
                            .apply(SERVER_XML.formatted(
                                    LoopbackPorts.HOST,
                                    port(0),
                                    settings().transactionTimeout().toSeconds())));
            // The console is the log that we read.
            Files.writeString(server.resolve("bootstrap.properties"), "com.ibm.ws.logging.console.log.level=INFO\n");
            var options = new ArrayList<>(List.of(MAX_HEAP));
            settings().systemProperties().forEach((key, value) -> options.add("-D" + key + "=" + value));
            Files.write(server.resolve("jvm.options"), options);
        }
        launch.command(home().resolve("bin/server").toString(), "run", "mq");
        launch.environment().put("WLP_USER_DIR", directory().resolve("usr").toString());
    }

    @Override
    boolean isReady(String logSinceStart) {
        if (!logSinceStart.contains("CWWKF0011I")) {
            return false;
        }
        // Unlike other servers it is ready before its applications are.
        try (var archives = Files.list(dropins())) {
            return archives.allMatch(
                    archive -> isStarted(stem(archive.getFileName().toString()), logSinceStart));
        } catch (IOException e) {
            throw failure("no " + dropins());
        }
    }

    @Override
    public void deploy(Path archive) {
        var name = archive.getFileName().toString();
        var application = stem(name);
        var failed = Pattern.compile("CWWKZ000[24]E: .*\\b" + Pattern.quote(application) + "\\b");
        if (Files.exists(dropins().resolve(name))) {
            undeploy(name); // an archive replaced in place is not noticed when it is expanded
        }
        int logLength = log().length();
        place(archive, dropins().resolve(name));
        await(
                "deploying " + name,
                () -> isStarted(application, log().substring(logLength))
                        || failed.matcher(log().substring(logLength)).find());
        if (failed.matcher(log().substring(logLength)).find()) {
            delete(dropins().resolve(name));
            throw failure("cannot deploy " + name);
        }
    }

    @Override
    public void undeploy(String fileName) {
        int logLength = log().length();
        delete(dropins().resolve(fileName));
        var gone = Pattern.compile("CWWKZ0009I: .*\\b" + Pattern.quote(stem(fileName)) + "\\b");
        await(
                "undeploying " + fileName,
                () -> gone.matcher(log().substring(logLength)).find());
    }

    /**
     * Changes {@code server.xml} while the server runs, and returns when it has told that it took the change and what came
     * of it.
     *
     * @param outcome found in a line of its log
     */
    public void reconfigure(UnaryOperator<String> change, String outcome) {
        int logLength = log().length();
        var file = directory().resolve("usr/servers/mq/server.xml");
        try {
            edit(file, change);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot change " + file, e);
        }
        var updated = Pattern.compile("CWWKG001[78]I:");
        var told = Pattern.compile(outcome);
        await("configured anew, with " + outcome, () -> {
            var news = log().substring(logLength);
            return updated.matcher(news).find() && told.matcher(news).find();
        });
    }

    private Path dropins() {
        return directory().resolve("usr/servers/mq/dropins");
    }

    private static boolean isStarted(String application, String log) {
        return Pattern.compile("CWWKZ000[13]I: .*\\b" + Pattern.quote(application) + "\\b")
                .matcher(log)
                .find();
    }

    private static String stem(String fileName) {
        return fileName.substring(0, fileName.lastIndexOf('.'));
    }
}
