// SPDX-License-Identifier: MIT
package io.mqconnector.ra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mqconnector.api.MqBatchListener;
import io.mqconnector.api.MqMessageListener;
import io.mqconnector.engine.inbound.WorkerThreads;
import io.mqconnector.engine.runtime.Connector;
import jakarta.resource.NotSupportedException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Activations as servers make them: twice, at once, again, and wrong. */
class EndpointActivationsTest {
    private Connector connector;
    private EndpointActivations activations;
    private final StrictEndpointFactory factory = new StrictEndpointFactory();
    private final MqActivationSpec spec = Unreachable.listener();

    @BeforeEach
    void start() {
        var settings = Unreachable.configured(new MqResourceAdapter()).settings();
        connector = Connector.start(
                ConnectorProperties.toConfig(settings),
                "a test",
                getClass().getClassLoader(),
                (config, starter) ->
                        new WorkerThreads(new WorkExecutor(new FakeWorkManager(), starter, 4), Duration.ofMillis(20)),
                null);
        activations = new EndpointActivations(connector, null);
    }

    @AfterEach
    void close() {
        activations.close();
        connector.close();
        factory.assertContractKept();
    }

    @Test
    void theSamePairIsActivatedAndDeactivatedFiftyTimes() throws Exception {
        for (int i = 0; i < 50; i++) {
            activations.activate(factory, spec);
            assertThat(connector.hasListener("OrderBean")).isTrue();
            activations.deactivate(factory, spec);
            assertThat(connector.hasListener("OrderBean")).isFalse();
        }
    }

    @Test
    void aSecondActivationOfAPairIsIgnoredAndSoIsASecondDeactivation() throws Exception {
        activations.activate(factory, spec);
        activations.activate(factory, spec);
        assertThat(connector.hasListener("OrderBean#2")).isFalse();

        activations.deactivate(factory, spec);
        activations.deactivate(factory, spec);
        assertThat(connector.hasListener("OrderBean")).isFalse();
    }

    @Test
    void aBeanThatIsDeployedTwiceIsToldApartByANumber() throws Exception {
        var again = new StrictEndpointFactory();
        activations.activate(factory, spec);
        activations.activate(again, Unreachable.listener());
        activations.activate(again, Unreachable.listener());
        assertThat(List.of("OrderBean", "OrderBean#2", "OrderBean#3")).allMatch(connector::hasListener);

        activations.deactivate(factory, spec);
        assertThat(connector.hasListener("OrderBean")).isFalse();
        assertThat(connector.hasListener("OrderBean#2")).isTrue();
    }

    @Test
    void manyAreActivatedAtOnce() throws Exception {
        int count = 8;
        var barrier = new CyclicBarrier(count);
        var threads = Executors.newFixedThreadPool(count);
        try {
            var all = new ArrayList<CompletableFuture<Void>>();
            for (int i = 0; i < count; i++) {
                all.add(CompletableFuture.runAsync(
                        () -> {
                            try {
                                barrier.await(20, TimeUnit.SECONDS);
                                activations.activate(new StrictEndpointFactory(), Unreachable.listener());
                            } catch (Exception e) {
                                throw new AssertionError(e);
                            }
                        },
                        threads));
            }
            CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).get(30, TimeUnit.SECONDS);
        } finally {
            threads.shutdown();
        }

        assertThat(connector.hasListener("OrderBean")).isTrue();
        for (int i = 2; i <= count; i++) {
            assertThat(connector.hasListener("OrderBean#" + i)).isTrue();
        }
    }

    @Test
    void whatIsWrongIsNamedAltogether() {
        spec.setTopics("no topic!");
        spec.setGroupId(null);
        spec.setMaxInFlight(-1);
        spec.setAutoOffsetReset("sometimes");

        assertThatThrownBy(() -> activations.activate(factory, spec))
                .isInstanceOf(NotSupportedException.class)
                .hasMessageContaining("OrderBean")
                .hasMessageContaining("no topic!")
                .hasMessageContaining("group-id")
                .hasMessageContaining("max-in-flight")
                .hasMessageContaining("sometimes");
    }

    @Test
    void aConfigurationThatCannotBeReadIsNotSupported() {
        spec.setConfiguration("nothing");

        assertThatThrownBy(() -> activations.activate(factory, spec))
                .isInstanceOf(NotSupportedException.class)
                .hasMessageContaining("OrderBean")
                .hasMessageContaining("no '='");
    }

    @Test
    void aRefusedActivationIsTakenWhenItIsPutRight() throws Exception {
        spec.setTopics(null);
        assertThatThrownBy(() -> activations.activate(factory, spec)).isInstanceOf(NotSupportedException.class);
        assertThat(activations.factoryCount()).isZero();

        spec.setTopics("orders");
        activations.activate(factory, spec);

        assertThat(connector.hasListener("OrderBean")).isTrue();
        assertThat(activations.factoryCount()).isOne();
    }

    @Test
    void aNameThatIsTakenIsRefused() throws Exception {
        spec.setListenerName("orders");
        activations.activate(factory, spec);
        var second = Unreachable.listener();
        second.setListenerName(" orders ");

        assertThatThrownBy(() -> activations.activate(factory, second))
                .isInstanceOf(NotSupportedException.class)
                .hasMessageContaining("'orders' is already started");
    }

    @Test
    void aBeanOfUnknownClassIsCalledAsTheServerCallsIt() throws Exception {
        factory.classUnknown = new UnsupportedOperationException("not told");
        activations.activate(factory, spec);
        assertThat(connector.hasListener("orders-activation")).isTrue();

        var nameless = new StrictEndpointFactory();
        nameless.endpointClass = null;
        nameless.activationName = " ";
        activations.activate(nameless, Unreachable.listener());
        assertThat(connector.hasListener("message-driven-bean")).isTrue();
    }

    @Test
    void aBeanOfBatchesIsActivatedAsOne() throws Exception {
        factory.endpointClass = BatchBean.class;

        activations.activate(factory, spec);

        assertThat(connector.hasListener("BatchBean")).isTrue();
    }

    @Test
    void aBeanOfRecordsAndOfBatchesIsRefused() {
        factory.endpointClass = BothBean.class;

        assertThatThrownBy(() -> activations.activate(factory, spec))
                .isInstanceOf(NotSupportedException.class)
                .hasMessage("mq: message-driven bean BothBean: its class " + BothBean.class.getName()
                        + " implements both MqMessageListener and MqBatchListener, and only one of them is called; keep"
                        + " that one");
        assertThat(connector.hasListener("BothBean")).isFalse();
        assertThat(activations.factoryCount()).isZero();
    }

    @Test
    void nothingIsActivatedOnceItStops() throws Exception {
        activations.activate(factory, spec);

        activations.close();

        assertThat(connector.hasListener("OrderBean")).isFalse();
        assertThatThrownBy(() -> activations.activate(factory, spec))
                .isInstanceOf(jakarta.resource.spi.IllegalStateException.class)
                .hasMessageContaining("OrderBean");
        activations.deactivate(factory, spec);
    }

    /** Takes batches. */
    abstract static class BatchBean implements MqBatchListener {}

    /** Takes either. */
    abstract static class BothBean implements MqBatchListener, MqMessageListener {}
}
