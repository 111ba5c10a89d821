// SPDX-License-Identifier: MIT
package io.mqconnector.ra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.mqconnector.api.MqConfigException;
import io.mqconnector.api.MqConnectionException;
import io.mqconnector.api.MqConnectionFactory;
import io.mqconnector.api.MqErrorCode;
import io.mqconnector.engine.config.ConfigKeys;
import io.mqconnector.engine.config.ConfigSnapshot;
import io.mqconnector.spi.MqRuntimes;
import jakarta.resource.NotSupportedException;
import jakarta.resource.spi.ActivationSpec;
import jakarta.resource.spi.ResourceAdapter;
import jakarta.resource.spi.ResourceAdapterInternalException;
import jakarta.resource.spi.TransactionSupport.TransactionSupportLevel;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.management.ObjectName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The resource adapter from start to stop, without a broker. */
class MqResourceAdapterTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final FakeBootstrapContext context = new FakeBootstrapContext();
    private final MqResourceAdapter adapter = named("first");

    @AfterEach
    void stop() {
        adapter.stop();
    }

    @Test
    void startsWithoutABroker() {
        var starting = CompletableFuture.runAsync(() -> start(adapter));

        assertThatCode(() -> starting.get(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .doesNotThrowAnyException();
        assertThat(MqRuntimes.running()).hasSize(1);
        assertThat(context.workManager.outstandingCount).isZero();
    }

    @Test
    void startsTheRelayOfAConnectionFactoryThatHasNoConnectionYet() throws Exception {
        var early = outboxFactory();
        start(adapter);
        var late = outboxFactory();
        late.setProducerLinger("7ms");

        assertThat(early.createConnectionFactory(new UnpooledConnectionManager()))
                .isNotNull();
        assertThat(mbeans("first#2")).isNotEmpty();
        assertThat(mbeans("first#3")).isEmpty();
        assertThat(late.createConnectionFactory(new UnpooledConnectionManager()))
                .isNotNull();
        assertThat(mbeans("first#3")).isNotEmpty();
    }

    @Test
    void aFactoryThatIsThereBeforeTheResourceAdapterStartsHasItsRelayStartedWithIt() throws Exception {
        assertThat(outboxFactory().createConnectionFactory(new UnpooledConnectionManager()))
                .isNotNull();
        assertThat(mbeans("first")).isEmpty();

        start(adapter);

        assertThat(mbeans("first#2")).isNotEmpty();
    }

    @Test
    void connectionsTakePartInTransactionsWhereTheyAreEnlistedOnly() throws Exception {
        adapter.setProducerJta("enlist");
        start(adapter);
        var inherits = new MqManagedConnectionFactory();
        inherits.setResourceAdapter(adapter);
        var holds = new MqManagedConnectionFactory();
        holds.setProducerJta("after-commit");
        holds.setResourceAdapter(adapter);

        assertThat(inherits.getTransactionSupport()).isEqualTo(TransactionSupportLevel.LocalTransaction);
        var enlisted = inherits.createManagedConnection(null, null);
        assertThat(enlisted.getLocalTransaction()).isNotNull().isSameAs(enlisted.getLocalTransaction());
        assertThat(holds.getTransactionSupport()).isEqualTo(TransactionSupportLevel.NoTransaction);
        assertThatThrownBy(() -> holds.createManagedConnection(null, null).getLocalTransaction())
                .isInstanceOf(NotSupportedException.class)
                .hasMessageContaining("mq.producer.jta=enlist");
    }

    private MqManagedConnectionFactory outboxFactory() throws Exception {
        var factory = new MqManagedConnectionFactory();
        factory.setProducerJta("outbox");
        factory.setOutboxDataSource("jdbc/none");
        factory.setResourceAdapter(adapter);
        return factory;
    }

    @Test
    void isStartedOnceAndStoppedAsOftenAsOneLikes() {
        adapter.stop();
        start(adapter);
        assertThatThrownBy(() -> adapter.start(context)).isInstanceOf(ResourceAdapterInternalException.class);
        assertThat(mbeans("first")).isNotEmpty();

        adapter.stop();
        adapter.stop();

        assertThat(mbeans("first")).isEmpty();
        assertThat(MqRuntimes.running()).isEmpty();
    }

    @Test
    void leavesNothingBehindAfterTwentyRounds() throws Exception {
        var threads = threads();
        var mbeans = allMbeans();

        for (int i = 0; i < 20; i++) {
            start(adapter);
            var factory = new MqManagedConnectionFactory();
            factory.setResourceAdapter(adapter);
            adapter.endpointActivation(new StrictEndpointFactory(), Unreachable.listener());
            factory.createManagedConnection(null, null).getConnection(null, null);
            adapter.stop();
        }

        awaitNoOther(mbeans);
        for (Thread left : threads()) {
            if (!threads.contains(left) && !left.getName().startsWith("ForkJoinPool")) {
                left.join(PATIENCE.toMillis());
                assertThat(left.isAlive()).as(left.getName()).isFalse();
            }
        }
    }

    @Test
    void twoInOneServerDoNotCollide() {
        var equal = named("first");
        var other = named("second");
        assertThat(adapter).isEqualTo(equal).isNotEqualTo(other);

        start(adapter);
        start(equal);
        start(other);
        try {
            assertThat(mbeans("first")).isNotEmpty();
            assertThat(mbeans("first#2")).hasSameSizeAs(mbeans("first"));
            assertThat(mbeans("second")).hasSameSizeAs(mbeans("first"));

            adapter.stop();
            assertThat(mbeans("first")).isEmpty();
            assertThat(mbeans("first#2")).isNotEmpty();
        } finally {
            equal.stop();
            other.stop();
        }
    }

    @Test
    void aFactoryWithSettingsOfItsOwnHasAConnectorOfBoth() throws Exception {
        start(adapter);
        var plain = factory();
        var own = factory();
        own.setPoolStripes(2);
        var same = factory();
        same.setPoolStripes(2);

        assertThat(plain.connector()).isSameAs(factory().connector());
        assertThat(own.connector()).isSameAs(same.connector()).isNotSameAs(plain.connector());
        adapter.stop();
        assertThat((Object) own.getInvalidConnections(Set.of())).isEqualTo(Set.of());
        var connections = (MqConnectionFactory) own.createConnectionFactory();
        var failure = catchThrowableOfType(MqConnectionException.class, connections::getConnection);
        assertThat(failure.code()).isEqualTo(MqErrorCode.CLOSED);
    }

    @Test
    void everyProblemIsToldAndNothingStarted() {
        adapter.setProducerAcks("some");
        adapter.setProducerLinger("soon");
        adapter.setConfiguration("mq.kafka.common.sasl.jaas.config=Login password=\"s3cret\"\\;;mq.pool.stripes=none");

        assertThatThrownBy(() -> adapter.start(context))
                .isInstanceOf(ResourceAdapterInternalException.class)
                .hasCauseInstanceOf(MqConfigException.class)
                .hasMessageContaining("mq.producer.acks")
                .hasMessageContaining("from the resource adapter's properties: ")
                .hasMessageContaining("mq.producer.linger")
                .hasMessageContaining("mq.pool.stripes")
                .hasMessageNotContaining("s3cret");
        assertThat(mbeans("first")).isEmpty();
        assertThat(MqRuntimes.running()).isEmpty();
    }

    @Test
    void aConfigurationThatCannotBeReadStartsNothing() {
        adapter.setConfiguration("nothing");

        assertThatThrownBy(() -> adapter.start(context))
                .isInstanceOf(ResourceAdapterInternalException.class)
                .hasMessageContaining("no '='");
    }

    @Test
    void aServerThatFailsToAnswerHasNothingStarted() {
        context.noRegistry = new UnsupportedOperationException("no registry");

        assertThatThrownBy(() -> adapter.start(context)).isSameAs(context.noRegistry);
        assertThat(mbeans("first")).isEmpty();
        context.noRegistry = null;
        assertThatCode(() -> adapter.start(context)).doesNotThrowAnyException();
    }

    @Test
    void aServerWithoutARegistryWillDo() {
        context.transactions = null;

        assertThatCode(() -> adapter.start(context)).doesNotThrowAnyException();
    }

    @Test
    void activatesOnlyItsOwnAndOnlyWhileItRuns() throws Exception {
        var server = new StrictEndpointFactory();
        var spec = Unreachable.listener();
        assertThatThrownBy(() -> adapter.endpointActivation(server, spec))
                .isInstanceOf(jakarta.resource.spi.IllegalStateException.class);
        adapter.endpointDeactivation(server, spec);

        start(adapter);
        assertThatThrownBy(() -> adapter.endpointActivation(server, new Stranger()))
                .isInstanceOf(NotSupportedException.class)
                .hasMessageContaining("Stranger");
        adapter.endpointDeactivation(server, new Stranger());
        adapter.endpointActivation(server, spec);
        assertThat(mbeans("first")).anyMatch(name -> "\"OrderBean\"".equals(name.getKeyProperty("name")));

        adapter.stop();
        adapter.endpointDeactivation(server, spec);
        assertThat(adapter.getXAResources(new ActivationSpec[] {spec})).isEmpty();
    }

    @Test
    void whatTheAdministratorSetBeatsTheConfigurationAndOnlyThat() {
        System.setProperty("mq.producer.linger", "7ms");
        try {
            adapter.setProducerLinger(null);
            assertThat(linger()).isEqualTo(Duration.ofMillis(7));
            adapter.setProducerLinger("");
            assertThat(linger()).isEqualTo(Duration.ofMillis(7));
            adapter.setProducerLinger("3ms");
            assertThat(linger()).isEqualTo(Duration.ofMillis(3));
            adapter.setProducerLinger(null);
            adapter.setConfiguration("mq.producer.linger=4ms");
            assertThat(linger()).isEqualTo(Duration.ofMillis(4));
            adapter.setProducerLinger("3ms");
            assertThat(linger()).isEqualTo(Duration.ofMillis(3));
        } finally {
            System.clearProperty("mq.producer.linger");
        }
        adapter.setProducerLinger(" ");
        adapter.setConfiguration(null);
        assertThat(linger()).isEqualTo(Duration.ofMillis(5));
    }

    private Duration linger() {
        return ConfigSnapshot.read(
                        ConnectorProperties.toConfig(adapter.settings()),
                        getClass().getClassLoader())
                .get(ConfigKeys.PRODUCER_LINGER);
    }

    private MqManagedConnectionFactory factory() throws Exception {
        var factory = new MqManagedConnectionFactory();
        factory.setResourceAdapter(adapter);
        return factory;
    }

    private void start(MqResourceAdapter starting) {
        try {
            starting.start(context);
        } catch (ResourceAdapterInternalException e) {
            throw new AssertionError(e);
        }
    }

    private static MqResourceAdapter named(String instance) {
        var adapter = Unreachable.configured(new MqResourceAdapter());
        adapter.setInstanceId(instance);
        return adapter;
    }

    private static Set<ObjectName> mbeans(String connector) {
        var ours = new HashSet<ObjectName>();
        for (ObjectName name : allMbeans()) {
            if (name.getDomain().equals("io.mqconnector") && connector.equals(unquoted(name))) {
                ours.add(name);
            }
        }
        return ours;
    }

    private static String unquoted(ObjectName name) {
        String value = name.getKeyProperty("connector");
        return value.startsWith("\"") ? ObjectName.unquote(value) : value;
    }

    /** Those of Kafka's clients, too. */
    private static Set<ObjectName> allMbeans() {
        var all = new HashSet<ObjectName>();
        for (ObjectName name : ManagementFactory.getPlatformMBeanServer().queryNames(null, null)) {
            if (name.getDomain().startsWith("kafka") || name.getDomain().equals("io.mqconnector")) {
                all.add(name);
            }
        }
        return all;
    }

    /** A client of Kafka's that is just being built when its connector is closed is closed after that. */
    private static void awaitNoOther(Set<ObjectName> mbeans) {
        long start = System.nanoTime();
        while (!mbeans.containsAll(allMbeans()) && System.nanoTime() - start < PATIENCE.toNanos()) {
            LockSupport.parkNanos(1_000_000);
        }
        assertThat(mbeans).containsAll(allMbeans());
    }

    private static Set<Thread> threads() {
        return Set.copyOf(Thread.getAllStackTraces().keySet());
    }

    /** Another resource adapter's. */
    private static final class Stranger implements ActivationSpec {
        @Override
        public void validate() {}

        @Override
        public ResourceAdapter getResourceAdapter() {
            throw new AssertionError("not expected");
        }

        @Override
        public void setResourceAdapter(ResourceAdapter other) {}
    }
}
