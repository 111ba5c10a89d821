// SPDX-License-Identifier: MIT
package io.mqconnector.cdi;

import io.mqconnector.api.MqDelivery;
import io.mqconnector.api.MqMessage;
import io.mqconnector.api.MqMessageListener;
import io.mqconnector.api.MqMetadata;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Calls a listener method with each record, a request around each call. Thread-safe as far as the bean is. */
final class ListenerInvocation implements MqMessageListener {
    private final BeanCall call;
    private final ArgumentSource[] sources;
    private final int envelopeAt;
    private final EnvelopeRules envelopes;

    /** @param envelopeAt which of the arguments is an envelope; -1 if none is */
    ListenerInvocation(BeanCall call, List<ArgumentSource> sources, int envelopeAt, EnvelopeRules envelopes) {
        this.call = call;
        this.sources = sources.toArray(ArgumentSource[]::new);
        this.envelopeAt = envelopeAt;
        this.envelopes = envelopes;
    }

    /** Throws what the method threw, as it is, unless an envelope says that it is not to be retried. */
    @Override
    @SuppressWarnings("try") // the request is only begun and ended
    public void onMessage(MqMessage message, MqMetadata metadata) throws Exception {
        var delivery = MqDelivery.of(message, metadata);
        try (var request = call.begin()) {
            if (!call.accepts(delivery)) {
                return;
            }
            @Nullable Object[] arguments = new @Nullable Object[sources.length];
            for (int i = 0; i < sources.length; i++) {
                arguments[i] = sources[i].argument(delivery);
            }
            if (envelopeAt < 0) {
                call.invoke(arguments);
            } else if (!envelopes.isExpired(arguments[envelopeAt], delivery)) {
                invoke(arguments);
            }
        }
    }

    private void invoke(@Nullable Object[] arguments) {
        try {
            call.invoke(arguments);
        } catch (Throwable e) {
            throw Rethrown.unchanged(envelopes.thrown(arguments[envelopeAt], e));
        }
    }
}
