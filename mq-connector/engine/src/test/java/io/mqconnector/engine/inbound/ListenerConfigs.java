// SPDX-License-Identifier: MIT
package io.mqconnector.engine.inbound;

import io.mqconnector.api.MqConfig;
import io.mqconnector.engine.config.ConfigSnapshot;
import io.mqconnector.engine.config.ListenerConfig;
import io.mqconnector.spi.SubscriptionRequest;
import java.util.List;
import java.util.Map;

/** Configurations of listeners for tests. */
final class ListenerConfigs {
    private ListenerConfigs() {}

    /** Of listener {@code listener} of topic {@code t} in group {@code group}, everything else by default. */
    static ListenerConfig of(Map<String, String> settings) {
        var loader = ListenerConfigs.class.getClassLoader();
        return ConfigSnapshot.read(MqConfig.builder().build(), loader)
                .listener(SubscriptionRequest.builder("listener", loader)
                        .topics(List.of("t"))
                        .group("group")
                        .explicit(settings)
                        .build());
    }
}
