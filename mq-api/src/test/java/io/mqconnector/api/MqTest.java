// SPDX-License-Identifier: MIT
package io.mqconnector.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mqconnector.spi.MqRuntime;
import io.mqconnector.spi.MqRuntimes;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MqTest {
    private final MqConfig config = MqConfig.builder().instanceId("one").build();

    @BeforeEach
    void forgetCalls() {
        FakeRuntimeFactory.CALLS.clear();
    }

    @Test
    @SuppressWarnings("try") // the second is closed before its block ends
    void isSharedUntilItIsClosed() {
        try (var first = Mq.shared()) {
            assertThat(Mq.shared()).isSameAs(first);
        }

        var second = Mq.shared();
        second.close();
        try (var third = Mq.shared()) {
            assertThat(third).isNotSameAs(second);
        }
        assertThat(FakeRuntimeFactory.CALLS)
                .filteredOn(call -> call.startsWith("create"))
                .containsExactly("create {}", "create {}", "create {}");
    }

    @Test
    void isSharedByAllThreadsThatAskAtOnce() {
        var asking = IntStream.range(0, 8)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> {
                    Thread.currentThread().setContextClassLoader(MqTest.class.getClassLoader());
                    return Mq.shared();
                }))
                .toList();

        assertThat(asking.stream().map(CompletableFuture::join).distinct()).hasSize(1);
        asking.get(0).join().close();
    }

    @Test
    void isAnotherOneForAnotherApplication() {
        var thread = Thread.currentThread();
        var before = thread.getContextClassLoader();
        try (var mine = Mq.shared()) {
            thread.setContextClassLoader(new ClassLoader(before) {});
            try (var other = Mq.shared()) {
                assertThat(other).isNotSameAs(mine);
            }
            thread.setContextClassLoader(before);
            assertThat(Mq.shared()).isSameAs(mine);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    @Test
    void isNotSharedInAServer() {
        var registration = MqRuntimes.register(FakeRuntimeFactory.noting(MqRuntime.class));
        try {
            assertThatIllegalStateException()
                    .isThrownBy(Mq::shared)
                    .withMessageContaining("Mq.shared() is for plain Java")
                    .withMessageContaining("'fake'")
                    .withMessageContaining("inject MqProducer");
        } finally {
            registration.close();
        }
    }

    @Test
    void closesTheConnectorWithAProducerOfItsOwn() {
        try (var producer = Mq.createProducer(config)) {
            producer.flush(Duration.ofSeconds(1));
        }

        assertThat(FakeRuntimeFactory.CALLS)
                .startsWith("create {mq.instance-id=one}")
                .contains("MqProducer.flush")
                .endsWith("MqRuntime.close");
    }

    @Test
    void hasOneProducerAndOnePoolForEachConnection() {
        try (var mq = Mq.create(config)) {
            assertThat(mq.producer("analytics"))
                    .isSameAs(mq.producer("analytics"))
                    .isNotSameAs(mq.producer());
            assertThat(mq.producer("")).isSameAs(mq.producer());
            assertThat(mq.producer("default")).isSameAs(mq.producer());
            assertThat(mq.pool("analytics")).isSameAs(mq.pool("analytics")).isNotSameAs(mq.pool());
            assertThat(mq.pool("default")).isSameAs(mq.pool());
        }
    }

    @Test
    void closesTheConnectorWithAPoolOfItsOwn() {
        try (var pool = Mq.createPool(config)) {
            pool.evict();
        }

        assertThat(FakeRuntimeFactory.CALLS).contains("MqProducerPool.evict").endsWith("MqRuntime.close");
    }

    @Test
    void startsAndClosesTheConnectorWithAConsumerOfItsOwn() {
        var builder = Mq.createConsumer(config, "group").topics("t");
        assertThat(FakeRuntimeFactory.CALLS).isEmpty();

        try (var consumer = builder.start((message, metadata) -> {})) {
            consumer.pause();
        }

        assertThat(FakeRuntimeFactory.CALLS)
                .containsSubsequence(
                        "create {mq.instance-id=one}",
                        "MqRuntime.subscribe",
                        "MqConsumer.pause",
                        "MqConsumer.close",
                        "MqRuntime.close");
    }

    @Test
    void leavesNoConnectorBehindWhenAConsumerDoesNotStart() {
        assertThatThrownBy(() ->
                        Mq.createConsumer(config, "refused").name("refused").start((message, metadata) -> {}))
                .isInstanceOf(MqConfigException.class);
        assertThatThrownBy(() -> Mq.createConsumer(
                                MqConfig.builder().set("mq.wrong", "x").build(), "g")
                        .start((message, metadata) -> {}))
                .isInstanceOf(MqConfigException.class);

        assertThat(FakeRuntimeFactory.CALLS)
                .filteredOn(call -> call.equals("MqRuntime.close"))
                .hasSize(1);
    }

    /** Whatever is added to one of these interfaces is handed on. */
    @Test
    void handsEveryCallOn() throws Exception {
        try (var producer = Mq.createProducer(config);
                var pool = Mq.createPool(config);
                var consumer = Mq.createConsumer(config, "g").topics("t").start((message, metadata) -> {})) {
            for (var object : Map.of(
                            MqProducer.class, producer, MqProducerPool.class, pool, MqConsumer.class, (Object) consumer)
                    .entrySet()) {
                for (Method method : object.getKey().getMethods()) {
                    if (Modifier.isAbstract(method.getModifiers())) {
                        assertHandedOn(object.getKey(), object.getValue(), method);
                    }
                }
            }
        }
    }

    private static void assertHandedOn(Class<?> type, Object object, Method method) throws IllegalAccessException {
        FakeRuntimeFactory.CALLS.clear();
        var arguments = Arrays.stream(method.getParameterTypes())
                .map(parameter ->
                        parameter == boolean.class ? (Object) false : parameter == long.class ? (Object) 0L : null)
                .toArray();
        try {
            method.invoke(object, arguments);
        } catch (InvocationTargetException e) {
            // the fake has no answer for a primitive that it does not know: it was called
            assertThat(e.getCause()).isInstanceOf(NullPointerException.class);
        }
        assertThat(FakeRuntimeFactory.CALLS)
                .as(method.toString())
                .contains(type.getSimpleName() + "." + method.getName());
    }
}
