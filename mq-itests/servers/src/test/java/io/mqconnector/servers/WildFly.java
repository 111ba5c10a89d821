// SPDX-License-Identifier: MIT
package io.mqconnector.servers;

import io.mqconnector.broker.LoopbackPorts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** WildFly, {@code standalone.xml}; archives go through the deployment scanner. */
public final class WildFly extends ServerProcess {
    private static final Pattern READY = Pattern.compile("WFLYSRV002[56]:");

    public WildFly(ServerSettings settings) {
        super("wildfly", 2, settings);
    }

    @Override
    public String product() {
        return "WildFly " + home().getFileName().toString().substring("wildfly-".length());
    }

    @Override
    void configure(ProcessBuilder launch) throws IOException {
        var base = directory().resolve("standalone");
        boolean isFirst = !Files.exists(base);
        copyTreeOnce(home().resolve("standalone"), base);
        if (isFirst) {
            edit(base.resolve("configuration/standalone.xml"), this::edited);
        }
        var command = new ArrayList<>(List.of(
                home().resolve("bin/standalone.sh").toString(),
                "-b",
                LoopbackPorts.HOST,
                "-bmanagement",
                LoopbackPorts.HOST,
                "-Djboss.server.base.dir=" + base,
                "-Djboss.http.port=" + port(0),
                "-Djboss.https.port=0",
                "-Djboss.management.http.port=" + port(1),
                "-Djboss.management.https.port=0",
                "-Djboss.node.name=mq"));
        settings().systemProperties().forEach((key, value) -> command.add("-D" + key + "=" + value));
        launch.command(command);
        launch.environment().put("JBOSS_HOME", home().toString());
        launch.environment().put("JAVA_OPTS", MAX_HEAP + " -Djava.net.preferIPv4Stack=true -Djava.awt.headless=true");
    }

    @Override
    boolean isReady(String logSinceStart) {
        return READY.matcher(logSinceStart).find();
    }

    @Override
    public void deploy(Path archive) {
        var name = archive.getFileName().toString();
        var placed = deployments().resolve(name);
        var failed = deployments().resolve(name + ".failed");
        delete(failed);
        place(archive, placed);
        await("deploying " + name, () -> Files.exists(failed) || isDeployed(placed));
        if (Files.exists(failed)) {
            var failure = failure("cannot deploy " + name);
            delete(placed);
            delete(failed);
            // the scanner forgets what has failed, the server keeps it: the next one of that name would replace it
            cli("""
                    if (outcome == success) of /deployment=%1$s:read-resource
                        undeploy %1$s
                    end-if
                    """.formatted(name));
            throw failure;
        }
    }

    @Override
    public void undeploy(String fileName) {
        var undeployed = deployments().resolve(fileName + ".undeployed");
        delete(deployments().resolve(fileName + ".deployed"));
        await("undeploying " + fileName, () -> Files.exists(undeployed));
        delete(deployments().resolve(fileName));
        delete(undeployed);
    }

    /** Runs a script of management commands; the server must be running. */
    public void cli(String script) {
        var file = directory().resolve("script.cli");
        try {
            Files.writeString(file, script);
            var launch = new ProcessBuilder(
                            home().resolve("bin/jboss-cli.sh").toString(),
                            "--connect",
                            "--controller=" + LoopbackPorts.HOST + ":" + port(1),
                            "--file=" + file)
                    .redirectErrorStream(true);
            launch.environment().put("JBOSS_HOME", home().toString());
            var process = launch.start();
            process.getOutputStream().close();
            var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw failure("management script failed: " + output);
            }
        } catch (IOException e) {
            throw failure("cannot run a management script: " + e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failure("interrupted in a management script");
        }
    }

    private Path deployments() {
        return directory().resolve("standalone/deployments");
    }

    /**
     * Whether the scanner has done with the archive. Its mark has the time of what is deployed: while an archive is being
     * replaced, the mark of the one before is still there, and whoever deletes that one undeploys nothing. The log says
     * "deployed" earlier, and of what has failed, too.
     */
    private static boolean isDeployed(Path archive) {
        var name = archive.getFileName();
        try {
            return Files.getLastModifiedTime(archive.resolveSibling(name + ".deployed"))
                                    .toMillis()
                            == Files.getLastModifiedTime(archive).toMillis()
                    && !Files.exists(archive.resolveSibling(name + ".isdeploying"));
        } catch (IOException e) {
            return false; // no mark yet
        }
    }

    private String edited(String xml) {
        // standalone.xml knows message-driven beans only with these two defaults; beans name their resource adapter.
        var withBeans = xml.replaceFirst("(urn:jboss:domain:ejb3:[^>]+>\\s*<session-bean>(?s:.*?)</session-bean>)", """
                        $1
                        <mdb>
                            <resource-adapter-ref resource-adapter-name="none.rar"/>
                            <bean-instance-pool-ref pool-name="mdb-strict-max-pool"/>
                        </mdb>""")
                .replace("scan-interval=\"5000\"", "scan-interval=\"500\"")
                .replace(
                        "<coordinator-environment ",
                        "<coordinator-environment default-timeout=\""
                                + settings().transactionTimeout().toSeconds() + "\" ");
        return settings().configuration().apply(withBeans);
    }
}
