// SPDX-License-Identifier: MIT
package io.mqconnector.servers;

import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** WildFly as its page says: management script, archives in the deployments directory. */
final class WildFlyAdministrator implements Administrator {
    private static final ServerPage PAGE = ServerPage.named("wildfly.md");
    private static final Pattern PROPERTY = Pattern.compile("(?m)^(.*/config-properties=)brokers:add\\(.*\\)$");

    private final Order order;
    private final Path directory;
    private final WildFly server;

    WildFlyAdministrator(Order order, Path directory) {
        this(order, directory, new WildFly(order.settings()));
    }

    /** On a server that is there. */
    WildFlyAdministrator(Order order, Path directory, WildFly server) {
        this.order = order;
        this.directory = directory;
        this.server = server;
    }

    @Override
    public AppServer server() {
        return server;
    }

    @Override
    public String factoryName() {
        return "java:/eis/mq";
    }

    @Override
    public void prepare() {
        var script = String.join("\n", PAGE.blocks("cli"));
        var property = PROPERTY.matcher(script);
        if (!property.find()) {
            throw new AssertionError("the page sets no property");
        }
        var properties = order.adapter().entrySet().stream()
                .map(entry -> property.group(1) + entry.getKey() + ":add(value=\"" + entry.getValue() + "\")")
                .collect(Collectors.joining("\n"));
        server.cli(property.replaceAll(Matcher.quoteReplacement(properties)));
    }

    @Override
    public void deployAdapter() {
        server.deploy(ChatArchives.rarIn(directory));
    }

    @Override
    public void undeployAdapter() {
        server.undeploy(ChatArchives.RAR);
    }

    @Override
    public void deployApplication() {
        server.deploy(order.war()
                .with("META-INF/MANIFEST.MF", PAGE.block("manifest"))
                .with("WEB-INF/jboss-ejb3.xml", PAGE.block("xml"))
                .writeTo(directory));
    }

    @Override
    public void undeployApplication() {
        server.undeploy(order.application() + ".war");
    }
}
