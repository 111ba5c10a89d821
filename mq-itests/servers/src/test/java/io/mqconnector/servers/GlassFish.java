// SPDX-License-Identifier: MIT
package io.mqconnector.servers;

import io.mqconnector.broker.LoopbackPorts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** GlassFish, and Payara, which came of it: a copy of {@code domain1}; archives go through {@code autodeploy}. */
public class GlassFish extends ServerProcess {
    private static final String DOMAIN = "domain1";

    private final String name;

    public GlassFish(ServerSettings settings) {
        this("GlassFish", "glassfish", settings);
    }

    GlassFish(String name, String product, ServerSettings settings) {
        super(product, 6, settings);
        this.name = name;
    }

    @Override
    public String product() {
        var versioned = home().getParent().getFileName().toString();
        return name + " " + versioned.substring(versioned.indexOf('-') + 1);
    }

    @Override
    void configure(ProcessBuilder launch) throws IOException {
        var domain = domain();
        if (!Files.exists(domain)) {
            copyTreeOnce(home().resolve("glassfish/domains").resolve(DOMAIN), domain);
            Files.createDirectories(autodeploy());
            edit(domain.resolve("config/domain.xml"), this::edited);
        }
        launch.command(List.of(
                home().resolve("bin/asadmin").toString(),
                "--interactive=false",
                "start-domain",
                "--verbose",
                "--domaindir",
                domain.getParent().toString(),
                DOMAIN));
    }

    @Override
    boolean isReady(String logSinceStart) {
        return logSinceStart.contains("startup time");
    }

    @Override
    public void deploy(Path archive) {
        var target = autodeploy().resolve(archive.getFileName().toString());
        if (Files.exists(target)) {
            undeploy(target.getFileName().toString());
        }
        var deployed = marker(target, "_deployed");
        var failed = marker(target, "_deployFailed");
        delete(failed);
        place(archive, target);
        await("deploying " + target, () -> Files.exists(deployed) || Files.exists(failed));
        if (Files.exists(failed)) {
            delete(target);
            delete(failed);
            throw failure("cannot deploy " + target);
        }
    }

    @Override
    public void undeploy(String fileName) {
        var target = autodeploy().resolve(fileName);
        var undeployed = marker(target, "_undeployed");
        delete(undeployed);
        delete(target);
        await("undeploying " + fileName, () -> Files.exists(undeployed));
        delete(undeployed);
    }

    /** What the product has on top, in its domain.xml. */
    String editedForProduct(String xml) {
        return xml;
    }

    private String edited(String xml) {
        // What follows are templates for other servers of the domain, which there are none of.
        int end = xml.indexOf("<config name=\"default-config\"");
        var address = "address=\"" + LoopbackPorts.HOST + "\" port=\"";
        var options = settings().systemProperties().entrySet().stream()
                .map(entry -> "<jvm-options>-D" + entry.getKey() + "=" + entry.getValue() + "</jvm-options>")
                .collect(Collectors.joining());
        var edited = xml.substring(0, end)
                .replace("address=\"0.0.0.0\"", "address=\"" + LoopbackPorts.HOST + "\"")
                .replace("<network-listener port=\"8080\"", "<network-listener " + address + port(0) + "\"")
                .replace("<network-listener port=\"4848\"", "<network-listener " + address + port(1) + "\"")
                .replaceFirst("<network-listener port=\"8181\"[^>]*></network-listener>", "")
                .replace("port=\"3700\"", "port=\"" + port(2) + "\"")
                .replace("port=\"3820\"", "port=\"" + port(3) + "\"")
                .replace("port=\"3920\"", "port=\"" + port(4) + "\"")
                .replace("telnet.port=6666", "telnet.port=" + port(5))
                .replace("<jmx-connector ", "<jmx-connector enabled=\"false\" ")
                .replace(
                        "<transaction-service ",
                        "<transaction-service timeout-in-seconds=\""
                                + settings().transactionTimeout().toSeconds() + "\" ")
                .replace(
                        "<jvm-options>-Xmx512m</jvm-options>", "<jvm-options>" + MAX_HEAP + "</jvm-options>" + options);
        return settings().configuration().apply(editedForProduct(edited) + xml.substring(end));
    }

    private Path domain() {
        return directory().resolve("domains").resolve(DOMAIN);
    }

    private Path autodeploy() {
        return domain().resolve("autodeploy");
    }

    private static Path marker(Path archive, String suffix) {
        return archive.resolveSibling(archive.getFileName() + suffix);
    }
}
