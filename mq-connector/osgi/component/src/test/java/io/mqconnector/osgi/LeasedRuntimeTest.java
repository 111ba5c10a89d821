// SPDX-License-Identifier: MIT
package io.mqconnector.osgi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mqconnector.api.MqConnectionException;
import io.mqconnector.api.MqConsumer;
import io.mqconnector.api.MqErrorCode;
import io.mqconnector.spi.MqRuntime;
import io.mqconnector.spi.SubscriptionRequest;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LeasedRuntimeTest {
    private static final SubscriptionRequest REQUEST = SubscriptionRequest.builder(
                    "orders", LeasedRuntimeTest.class.getClassLoader())
            .topics(List.of("orders"))
            .group("orders")
            .listener((message, metadata) -> {})
            .build();

    /** What was done to the connector, in order. */
    private final List<String> calls = new ArrayList<>();

    private final LeasedRuntime lease = new LeasedRuntime(fake(MqRuntime.class, "connector"));

    @Test
    void closesWhatTheBundleSubscribedAndNotTheConnector() {
        lease.subscribe(REQUEST);
        lease.subscribe(REQUEST);

        lease.close();
        lease.close();

        assertThat(calls)
                .containsExactly("connector.subscribe", "connector.subscribe", "consumer.close", "consumer.close");
    }

    @Test
    void refusesSubscriptionsOfABundleThatHasGone() {
        lease.close();

        assertThatThrownBy(() -> lease.subscribe(REQUEST))
                .isInstanceOfSatisfying(
                        MqConnectionException.class, e -> assertThat(e.code()).isEqualTo(MqErrorCode.CLOSED));
        assertThat(calls).isEmpty();
    }

    @Test
    void closesTheOthersWhenOneConsumerRefuses() {
        var refusing = new LeasedRuntime(fake(MqRuntime.class, "refusing"));
        refusing.subscribe(REQUEST);
        refusing.subscribe(REQUEST);

        refusing.close();

        assertThat(calls).filteredOn("consumer.close"::equals).hasSize(2);
    }

    @Test
    void closesWhatTheBundleHasTold() {
        var unused = lease.addNotifier(notification -> {});

        lease.close();

        assertThat(calls).containsExactly("connector.addNotifier", "notifier closed");
    }

    /** A bundle may live long and tell many. */
    @Test
    void holdsNothingThatTheBundleClosesItself() {
        var registration = lease.addNotifier(notification -> {});

        registration.close();
        registration.close();
        lease.close();

        assertThat(calls).containsExactly("connector.addNotifier", "notifier closed", "notifier closed");
    }

    private <T> T fake(Class<T> type, String name) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, args) -> {
            switch (method.getName()) {
                case "name" -> {
                    return "orders";
                }
                case "state" -> {
                    return MqConsumer.State.RUNNING;
                }
                case "subscribe" -> {
                    calls.add(name + ".subscribe");
                    return fake(MqConsumer.class, name.equals("refusing") ? "refusing consumer" : "consumer");
                }
                case "addNotifier" -> {
                    calls.add(name + ".addNotifier");
                    return (MqRuntime.Registration) () -> calls.add("notifier closed");
                }
                case "close" -> {
                    calls.add("consumer.close");
                    if (name.startsWith("refusing")) {
                        throw new MqConnectionException(
                                MqErrorCode.ILLEGAL_STATE, "a listener cannot close its own consumer", null, false);
                    }
                    return null;
                }
                default -> throw new AssertionError(method);
            }
        }));
    }
}
