// SPDX-License-Identifier: MIT
package io.mqconnector.cdi;

import jakarta.enterprise.concurrent.ContextService;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.lang.reflect.UndeclaredThrowableException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A container's: the context it captures and puts around calls is a component's name on the thread. */
final class FakeContextService implements ContextService {
    private static final ThreadLocal<@Nullable String> COMPONENT = new ThreadLocal<>();

    private Wrapping wrapping = Wrapping.NOTHING;
    private @Nullable RuntimeException refusal;
    private int proxyCount;

    /** What containers make of an exception of the proxied object. */
    enum Wrapping {
        NOTHING,
        REFLECTION,
        UNDECLARED,
        RUNTIME
    }

    /** The component to which this thread belongs now. */
    static @Nullable String component() {
        return COMPONENT.get();
    }

    static void enter(String component) {
        COMPONENT.set(component);
    }

    static void leave() {
        COMPONENT.remove();
    }

    void wrap(Wrapping wanted) {
        wrapping = wanted;
    }

    void refuse(RuntimeException thrown) {
        refusal = thrown;
    }

    int proxyCount() {
        return proxyCount;
    }

    @Override
    public <T> T createContextualProxy(T instance, Class<T> contract) {
        proxyCount++;
        var captured = COMPONENT.get();
        InvocationHandler handler = (proxy, method, arguments) -> {
            if (refusal != null) {
                throw refusal;
            }
            COMPONENT.set(captured);
            try {
                return method.invoke(instance, arguments);
            } catch (InvocationTargetException e) {
                throw wrapped(e);
            } finally {
                COMPONENT.remove();
            }
        };
        return contract.cast(
                Proxy.newProxyInstance(instance.getClass().getClassLoader(), new Class<?>[] {contract}, handler));
    }

    private Throwable wrapped(InvocationTargetException e) {
        return switch (wrapping) {
            case NOTHING -> e.getCause();
            case REFLECTION -> e;
            case UNDECLARED -> new UndeclaredThrowableException(e.getCause());
            case RUNTIME -> new IllegalStateException("contextual call failed", e);
        };
    }

    @Override
    public Object createContextualProxy(Object instance, Class<?>... contracts) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Object createContextualProxy(Object instance, Map<String, String> properties, Class<?>... contracts) {
        throw new UnsupportedOperationException();
    }

    @Override
    public <T> T createContextualProxy(T instance, Map<String, String> properties, Class<T> contract) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Map<String, String> getExecutionProperties(Object proxy) {
        throw new UnsupportedOperationException();
    }
}
