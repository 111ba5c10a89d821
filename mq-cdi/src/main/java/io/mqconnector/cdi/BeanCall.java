// SPDX-License-Identifier: MIT
package io.mqconnector.cdi;

import io.mqconnector.api.MqDelivery;
import io.mqconnector.api.MqFilter;
import jakarta.enterprise.context.spi.CreationalContext;
import java.lang.invoke.MethodHandle;
import org.jspecify.annotations.Nullable;

/** A listener method on its bean, and the filter before it, until closed. Thread-safe as far as the beans are. */
final class BeanCall {
    private final MethodHandle handle;
    private final Object bean;
    private final @Nullable MqFilter filter;
    private final String skipReason;
    private final CreationalContext<?> context;
    private final RequestScope requestScope;

    /**
     * @param handle {@code (Object bean, Object[] arguments)void}
     * @param filter null for none
     * @param filterName for the log
     * @param context what is let go of in the end
     */
    BeanCall(
            MethodHandle handle,
            Object bean,
            @Nullable MqFilter filter,
            String filterName,
            CreationalContext<?> context,
            RequestScope requestScope) {
        this.handle = handle;
        this.bean = bean;
        this.filter = filter;
        this.skipReason = "filter " + filterName;
        this.context = context;
        this.requestScope = requestScope;
    }

    /** Begins the request in which the other methods are called. */
    RequestScope.Activation begin() {
        return requestScope.begin();
    }

    /** Whether the method is to have this record; one that it is not to have is marked as skipped. */
    boolean accepts(MqDelivery delivery) throws Exception {
        if (filter == null || filter.accepts(delivery)) {
            return true;
        }
        delivery.context().skip(skipReason);
        return false;
    }

    /** Throws what the method threw, as it is. */
    void invoke(@Nullable Object... arguments) throws Exception {
        try {
            handle.invokeExact(bean, arguments);
        } catch (Throwable e) {
            throw Rethrown.unchanged(e);
        }
    }

    /** Lets go of the beans: dependent ones are destroyed. */
    void close() {
        context.release();
    }
}
