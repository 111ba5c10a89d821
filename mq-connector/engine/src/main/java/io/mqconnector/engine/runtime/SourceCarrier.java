// SPDX-License-Identifier: MIT
package io.mqconnector.engine.runtime;

import io.mqconnector.api.MqDelivery;
import io.mqconnector.spi.MqContextCarrier;
import java.util.List;
import java.util.function.BiConsumer;

/** Says with every message who sends it: {@code mq.client.source}. Immutable. */
final class SourceCarrier implements MqContextCarrier {
    private static final String HEADER = "X-Source";

    private final String source;

    private SourceCarrier(String source) {
        this.source = source;
    }

    /** None for a blank source. */
    static List<MqContextCarrier> of(String source) {
        return source.isBlank() ? List.of() : List.of(new SourceCarrier(source));
    }

    @Override
    public void inject(BiConsumer<String, String> header) {
        header.accept(HEADER, source);
    }

    @Override
    public Scope open(MqDelivery delivery) {
        return Scope.NONE;
    }
}
