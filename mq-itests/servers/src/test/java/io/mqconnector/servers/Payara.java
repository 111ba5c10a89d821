// SPDX-License-Identifier: MIT
package io.mqconnector.servers;

/** Payara without its data grid. */
public final class Payara extends GlassFish {
    public Payara(ServerSettings settings) {
        super("Payara", "payara", settings);
    }

    @Override
    String editedForProduct(String xml) {
        return xml.replace(
                "<hazelcast-config-specific-configuration>",
                "<hazelcast-config-specific-configuration enabled=\"false\">");
    }
}
