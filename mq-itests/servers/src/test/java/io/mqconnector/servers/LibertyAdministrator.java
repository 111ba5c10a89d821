// SPDX-License-Identifier: MIT
package io.mqconnector.servers;

import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Open Liberty as its page says: elements of {@code server.xml}, put there and taken away while it runs. */
final class LibertyAdministrator implements Administrator {
    private static final ServerPage PAGE = ServerPage.named("liberty.md");
    private static final Pattern FEATURES = Pattern.compile("(?s)<featureManager>.*?</featureManager>");
    private static final Pattern APPLICATION = Pattern.compile("(?s)<webApplication.*</webApplication>\\s*");
    private static final String PROPERTIES = "<properties.mq brokers=\"localhost:9092\"/>";
    private static final Pattern BEAN = Pattern.compile("<activationSpec id=\"chat/OrdersBean\">.*?</activationSpec>");

    private final Order order;
    private final Liberty server;
    private final String adapterXml;
    private final String applicationXml;

    LibertyAdministrator(Order order, Path directory) {
        this(order, directory, serverOf(order.settings()));
    }

    /** On a server that is there. */
    LibertyAdministrator(Order order, Path directory, Liberty server) {
        this.order = order;
        this.server = server;
        var properties = order.adapter().entrySet().stream()
                .map(entry -> " " + entry.getKey() + "=\"" + entry.getValue() + "\"")
                .collect(Collectors.joining());
        var page = PAGE.block("xml adapter");
        var bean = found(BEAN, PAGE.block("xml beans"));
        adapterXml = APPLICATION
                .matcher(page)
                .replaceFirst("")
                .replace(PROPERTIES, "<properties.mq" + properties + "/>")
                .replace("\"mq-connector.rar\"", "\"" + ChatArchives.rarIn(directory) + "\"");
        applicationXml = found(APPLICATION, page)
                        .replace("\"chat.war\"", "\"" + order.war().writeTo(directory) + "\"")
                        .replace("\"chat\"", "\"" + order.application() + "\"")
                        .replace("\"/chat\"", "\"/" + order.application() + "\"")
                + order.beans().stream()
                        .map(name -> bean.replace("chat/OrdersBean", order.application() + "/" + name) + "\n")
                        .collect(Collectors.joining());
    }

    /** With the page's features, and nothing configured or deployed. */
    static Liberty serverOf(ServerSettings settings) {
        return new Liberty(
                settings.withConfiguration(xml -> FEATURES.matcher(xml).replaceFirst(PAGE.block("xml features"))));
    }

    @Override
    public AppServer server() {
        return server;
    }

    @Override
    public String factoryName() {
        return "eis/mq";
    }

    @Override
    public void prepare() {}

    @Override
    public void deployAdapter() {
        server.reconfigure(xml -> xml.replace("</server>", adapterXml + "</server>"), "J2CA7001I: .*\\bmq\\b");
    }

    @Override
    public void undeployAdapter() {
        server.reconfigure(xml -> xml.replace(adapterXml, ""), "J2CA7009I: .*\\bmq\\b");
    }

    @Override
    public void deployApplication() {
        server.reconfigure(
                xml -> xml.replace("</server>", applicationXml + "</server>"),
                "CWWKZ000[13]I: .*\\b" + order.application() + "\\b");
    }

    @Override
    public void undeployApplication() {
        server.reconfigure(xml -> xml.replace(applicationXml, ""), "CWWKZ0009I: .*\\b" + order.application() + "\\b");
    }

    private static String found(Pattern pattern, String text) {
        var matcher = pattern.matcher(text);
        if (!matcher.find()) {
            throw new AssertionError("the page has no " + pattern);
        }
        return matcher.group();
    }
}
