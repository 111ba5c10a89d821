// SPDX-License-Identifier: MIT
package io.mqconnector.cdi;

import io.mqconnector.api.MqMessage;
import io.mqconnector.api.MqMessageListener;
import io.mqconnector.api.MqMetadata;
import jakarta.enterprise.context.spi.CreationalContext;
import java.lang.invoke.MethodHandle;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Calls a listener method on its bean, a request around each call. Thread-safe as far as the bean is. */
final class ListenerInvocation implements MqMessageListener {
    private final MethodHandle handle;
    private final ArgumentSource[] sources;
    private final Object reference;
    private final CreationalContext<?> context;
    private final RequestScope requestScope;

    ListenerInvocation(
            MethodHandle handle,
            List<ArgumentSource> sources,
            Object reference,
            CreationalContext<?> context,
            RequestScope requestScope) {
        this.handle = handle;
        this.sources = sources.toArray(ArgumentSource[]::new);
        this.reference = reference;
        this.context = context;
        this.requestScope = requestScope;
    }

    /** Throws what the method threw, as it is. */
    @Override
    @SuppressWarnings("try") // the request is only begun and ended
    public void onMessage(MqMessage message, MqMetadata metadata) throws Exception {
        try (var request = requestScope.begin()) {
            @Nullable Object[] arguments = new @Nullable Object[sources.length];
            for (int i = 0; i < sources.length; i++) {
                arguments[i] = sources[i].argument(message, metadata);
            }
            invoke(arguments);
        }
    }

    /** Lets go of the bean: a dependent one is destroyed. */
    void close() {
        context.release();
    }

    private void invoke(@Nullable Object[] arguments) throws Exception {
        try {
            handle.invokeExact(reference, arguments);
        } catch (Throwable e) {
            throw Rethrown.unchanged(e);
        }
    }
}
