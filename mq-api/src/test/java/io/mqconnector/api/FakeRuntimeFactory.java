// SPDX-License-Identifier: MIT
package io.mqconnector.api;

import io.mqconnector.spi.MqRuntime;
import io.mqconnector.spi.MqRuntimeFactory;
import io.mqconnector.spi.SubscriptionRequest;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** Makes connectors that only note what is called. */
public final class FakeRuntimeFactory implements MqRuntimeFactory {
    /** What was called on connectors, producers, pools and consumers made by any of these, in order. */
    static final List<String> CALLS = new CopyOnWriteArrayList<>();

    @Override
    public MqRuntime create(MqConfig config, ClassLoader applicationLoader) {
        CALLS.add("create " + config.values());
        if (config.values().containsKey("mq.wrong")) {
            throw new MqConfigException(List.of("mq.wrong is wrong"));
        }
        return noting(MqRuntime.class);
    }

    static <T> T noting(Class<T> type) {
        var answers = Map.<Class<?>, Object>of(boolean.class, true, int.class, 0, String.class, "fake");
        return type.cast(Proxy.newProxyInstance(
                FakeRuntimeFactory.class.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    if (method.getDeclaringClass() == Object.class) {
                        return method.getName().equals("equals")
                                ? (Object) (proxy == arguments[0])
                                : method.getName().equals("hashCode") ? (Object) 1 : type.getSimpleName();
                    }
                    CALLS.add(type.getSimpleName() + "." + method.getName());
                    if (method.getName().equals("subscribe") && type == MqRuntime.class) {
                        return subscribe((SubscriptionRequest) arguments[0]);
                    }
                    if (List.of(MqProducer.class, MqProducerPool.class).contains(method.getReturnType())) {
                        return noting(method.getReturnType());
                    }
                    return answers.get(method.getReturnType());
                }));
    }

    private static MqConsumer subscribe(SubscriptionRequest request) {
        if (request.name().equals("refused")) {
            throw new MqConfigException(List.of("refused"));
        }
        return noting(MqConsumer.class);
    }
}
