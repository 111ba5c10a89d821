// SPDX-License-Identifier: MIT
package io.mqconnector.examples.chat;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Arrays;
import java.util.List;
import org.eclipse.microprofile.config.ConfigProvider;

/** Which gateways there are: {@code chat.gateways} in the application's configuration. Immutable. */
@ApplicationScoped
public class GatewayDirectory {
    /** The instance ids of the gateways, separated by commas; by default {@code gateway-1,gateway-2}. */
    public static final String PROPERTY = "chat.gateways";

    private static final String DEFAULT = "gateway-1,gateway-2";

    private final List<String> instanceIds;
    private final List<String> downstreamTopics;

    /** Reads the configuration. */
    public GatewayDirectory() {
        var config = ConfigProvider.getConfig(GatewayDirectory.class.getClassLoader());
        instanceIds = Arrays.stream(config.getOptionalValue(PROPERTY, String.class)
                        .orElse(DEFAULT)
                        .split(","))
                .map(String::strip)
                .toList();
        downstreamTopics = instanceIds.stream()
                .map(id -> ChatTopics.DOWNSTREAM_PREFIX + id)
                .toList();
    }

    /** The instance ids of the gateways. */
    public List<String> instanceIds() {
        return instanceIds;
    }

    /** The topic of each gateway, in the same order. */
    public List<String> downstreamTopics() {
        return downstreamTopics;
    }
}
