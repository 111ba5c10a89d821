// SPDX-License-Identifier: MIT
package io.mqconnector.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.management.UnixOperatingSystemMXBean;
import io.mqconnector.api.MqConfig;
import io.mqconnector.api.MqMessage;
import io.mqconnector.api.MqOutcome;
import io.mqconnector.api.MqReceipt;
import io.mqconnector.api.MqSendException;
import io.mqconnector.broker.BrokerProcess;
import io.mqconnector.broker.FaultProxy;
import io.mqconnector.engine.client.SendLimits;
import io.mqconnector.engine.config.ConfigSnapshot;
import io.mqconnector.engine.outbound.RotationCause;
import io.mqconnector.engine.outbound.StripedProducer;
import io.mqconnector.engine.runtime.Connector;
import io.mqconnector.itests.sending.Death;
import io.mqconnector.itests.sending.Producers;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.management.ObjectName;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Producers that are replaced, on a broker that makes it hard. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(300)
class RotationIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration DRAIN = Duration.ofSeconds(3);
    private static final Duration DELIVERY = Duration.ofSeconds(3);
    /** What a machine that is busy may take for something that is not to take long. */
    private static final Duration BUSY = Duration.ofSeconds(6);
    /** More than a caller is held who is not to be held at all, and less than one that waits for a producer or its drain. */
    private static final Duration MOMENT = Duration.ofSeconds(2);

    private static final int KEYS = 8;
    private static final boolean IS_CI = Boolean.getBoolean("mq.ci");

    private final FaultProxy proxy = FaultProxy.open();
    private final BrokerProcess broker =
            BrokerProcess.builder().advertisedPort(proxy.port()).build();

    @BeforeAll
    void start() {
        broker.start();
        proxy.target(broker::address);
    }

    @AfterEach
    void heal() {
        broker.resume();
        proxy.heal();
    }

    @AfterAll
    void close() {
        broker.close();
        proxy.close();
    }

    private MqConfig.Builder config(String name, int stripes, Duration deliveryTimeout) {
        return MqConfig.builder()
                .brokers(broker.bootstrapServers())
                .instanceId(name)
                .set("mq.pool.stripes", Integer.toString(stripes))
                .set("mq.pool.drain-timeout", DRAIN.toString())
                .set("mq.pool.health-check-interval", "200ms")
                .set("mq.producer.max-block", DRAIN.toString())
                .set("mq.producer.request-timeout", "800ms")
                .set("mq.producer.delivery-timeout", deliveryTimeout.toString())
                .set("mq.producer.compression", "none")
                .set("mq.kafka.producer.reconnect.backoff.max.ms", "200");
    }

    /** A connector and its producer, for one topic. */
    private final class World implements AutoCloseable {
        final String topic;
        final Connector connector;
        final StripedProducer producer;

        World(String name, int stripes, Duration deliveryTimeout) {
            topic = broker.uniqueTopic(name, 3);
            connector =
                    Connector.start(config(name, stripes, deliveryTimeout).build(), RotationIT.class.getClassLoader());
            producer = (StripedProducer) connector.producer();
        }

        /** Sends {@code <from>…} to the key, and sees to it that no call takes long. */
        List<CompletionStage<MqReceipt>> send(String key, int from, int count, int bytes) {
            var stages = new ArrayList<CompletionStage<MqReceipt>>();
            for (int i = from; i < from + count; i++) {
                var message = MqMessage.builder(topic)
                        .key(key)
                        .value(String.format("%05d", i) + "x".repeat(bytes))
                        .build();
                long start = System.nanoTime();
                stages.add(producer.sendAsync(message));
                assertThat(since(start)).as("asynchronous send").isLessThan(MOMENT);
            }
            return stages;
        }

        /** What is in the log of a key, without what only makes it long. */
        List<String> read() {
            return broker.consumeAll(topic, new StringDeserializer(), new StringDeserializer()).stream()
                    .map(each -> each.value().substring(0, 5))
                    .toList();
        }

        @Override
        public void close() {
            connector.close();
        }
    }

    @Test
    void givesUpWhatIsNotDrainedInTimeAndHoldsNoAsynchronousCaller() {
        try (var world = new World("rotation-slow", 1, PATIENCE)) {
            acknowledged(world.send("k", 0, 1, 0));
            proxy.bandwidth(100_000);
            var before = world.send("k", 1, 600, 2_000);

            long start = System.nanoTime();
            var rotation = world.producer.rotate(0);
            await().atMost(PATIENCE).until(() -> {
                world.send("other", 9_000, 1, 0);
                return rotation.isDone();
            });
            var report = rotation.join();
            var took = since(start);
            proxy.heal();
            var after = world.send("k", 601, 10, 0);

            assertThat(report.isApplied()).isTrue();
            assertThat(report.unfinishedCount()).isPositive();
            assertThat(Duration.ofNanos(report.longestHoldMicros() * 1_000)).isBetween(DRAIN, DRAIN.plus(BUSY));
            assertThat(took).as("far less than a delivery may take").isLessThan(DRAIN.plus(BUSY.multipliedBy(3)));
            acknowledged(after);
            assertThat(before)
                    .allSatisfy(stage -> assertThat(stage.toCompletableFuture())
                            .satisfiesAnyOf(
                                    acknowledged -> assertThat(acknowledged).succeedsWithin(PATIENCE),
                                    failed -> assertThat(failure(failed).outcome())
                                            .isEqualTo(MqOutcome.UNKNOWN)));
            assertThat(world.read().stream().filter(text -> !text.startsWith("09")))
                    .as("at most once")
                    .doesNotHaveDuplicates();
        }
    }

    @Test
    void keepsTheOldProducerWhileNoBrokerAnswersAndHoldsNobody() {
        try (var world = new World("rotation-frozen", 2, PATIENCE.multipliedBy(2))) {
            acknowledged(world.send("k", 0, 1, 0));
            broker.pause();

            long start = System.nanoTime();
            var rotation = world.producer.rotate(RotationCause.REQUESTED);
            var meanwhile = world.send("k", 1, 50, 0);

            assertThat(rotation).succeedsWithin(PATIENCE).satisfies(report -> {
                assertThat(report.isApplied()).isFalse();
                assertThat(report.failure()).isNotNull();
            });
            assertThat(since(start)).as("far less than a delivery may take").isLessThan(PATIENCE.dividedBy(2));
            broker.resume();
            acknowledged(meanwhile);
            assertThat(world.read()).isSorted().hasSize(51);
        }
    }

    @Test
    void doesNotHappenForTroubleOfTheClusterDuringWhichMemoryStaysBounded() {
        var frozen = IS_CI ? DELIVERY.plus(BUSY).plusSeconds(3) : DELIVERY.plusSeconds(1);
        var longest = DELIVERY.plus(PATIENCE);
        try (var world = new World("rotation-none", 2, DELIVERY)) {
            IntStream.range(0, KEYS).forEach(key -> acknowledged(world.send("k" + key, 0, 1, 0)));
            broker.pause();
            var pending = new ArrayList<CompletionStage<MqReceipt>>();
            var slowestNanos = new AtomicLong();
            long start = System.nanoTime();
            long inFlight = 0;
            long ended = 0;
            while (since(start).compareTo(frozen) < 0
                    || (ended == 0 && since(start).compareTo(longest) < 0)) {
                // before more is sent: what has ended by now is not in flight afterwards
                ended = pending.stream()
                        .filter(stage -> stage.toCompletableFuture().isDone())
                        .count();
                pending.addAll(world.send("k" + pending.size() % KEYS, 1, 5, 1_000));
                long sentNanos = System.nanoTime();
                var unused = pending.get(pending.size() - 1)
                        .whenComplete((receipt, failure) ->
                                slowestNanos.accumulateAndGet(System.nanoTime() - sentNanos, Math::max));
                inFlight = Math.max(inFlight, world.producer.stats().inFlightCount());
                await().pollDelay(Duration.ofMillis(5)).until(() -> true);
            }
            broker.resume();

            assertThat(ended).as("outcomes come while it is frozen").isPositive();
            assertThat(inFlight).as("what is older than its time-out is let go").isLessThan(pending.size());
            assertThat(pending)
                    .allSatisfy(stage -> assertThat(stage.toCompletableFuture().handle((receipt, failure) -> true))
                            .succeedsWithin(DELIVERY.plus(PATIENCE)));
            await().atMost(PATIENCE).untilAsserted(() -> acknowledged(world.send("k", 2, 1, 0)));
            assertThat(Duration.ofNanos(slowestNanos.get())).isLessThan(DELIVERY.plus(BUSY));
            assertThat(world.producer.rotations().replacedCount()).isZero();
        }
    }

    /** With no broker to be reached, on the thread that hears of it. */
    @Test
    void aCallbackThatSendsWhileNoBrokerIsThereIsNotHeld() {
        try (var world = new World("rotation-callback", 1, DELIVERY)) {
            acknowledged(world.send("k", 0, 1, 0));
            proxy.refuse();
            var held = new ArrayList<Duration>();
            var chained = new ArrayList<CompletionStage<MqReceipt>>();
            var all = world.send("k", 1, 20, 0).stream()
                    .map(stage -> stage.handle((receipt, failure) -> {
                        long start = System.nanoTime();
                        chained.add(world.producer.sendAsync(world.topic, "k", "chain"));
                        held.add(since(start));
                        return failure != null;
                    }))
                    .toList();

            assertThat(all)
                    .allSatisfy(stage -> assertThat(stage.toCompletableFuture())
                            .succeedsWithin(PATIENCE)
                            .isEqualTo(true));
            assertThat(held).hasSize(20).allSatisfy(each -> assertThat(each).isLessThan(MOMENT));
            proxy.heal();
            await().atMost(PATIENCE)
                    .until(() -> chained.stream()
                            .allMatch(stage -> stage.toCompletableFuture().isDone()));
        }
    }

    /** Kafka reports what has expired by the time it is handed to the broker, and then sends it all the same. */
    @Test
    void aMessageThatHasExpiredOnItsWayMayBeWritten() throws InterruptedException {
        try (var world = new World("rotation-expiry", 1, DELIVERY)) {
            var other = broker.uniqueTopic("rotation-expiry-other", 1);
            acknowledged(world.send("k", 0, 1, 0));
            acknowledged(List.of(world.producer.sendAsync(other, "k", "v")));
            // the next producer knows both topics and has sent nothing to them
            assertThat(world.producer.rotate(RotationCause.REQUESTED))
                    .succeedsWithin(PATIENCE)
                    .satisfies(report -> assertThat(report.isApplied()).isTrue());
            var isHeld = new CountDownLatch(1);
            var end = new CountDownLatch(1);
            var held = world.producer.sendAsync(other, "k", "v").thenAccept(receipt -> {
                isHeld.countDown();
                awaitQuietly(end);
            });
            assertThat(isHeld.await(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .as("a callback holds the producer's thread")
                    .isTrue();
            var late = world.send("k", 1, 1, 0).get(0);

            await().pollDelay(DELIVERY.plusMillis(200)).until(() -> true);
            end.countDown();

            assertThat(failure(late).outcome()).isEqualTo(MqOutcome.UNKNOWN);
            assertThat(held.toCompletableFuture()).succeedsWithin(PATIENCE);
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(world.read()).containsExactly("00000", "00001"));
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            assertThat(latch.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void givesEveryStripeTheNewSettingsAlsoAfterOtherRotations() {
        try (var world = new World("rotation-settings", 2, DELIVERY)) {
            acknowledged(world.send("k", 0, 10, 0));
            rotate(world, 3);
            var config = ConfigSnapshot.read(
                    config("rotation-settings", 2, DELIVERY)
                            .linger(Duration.ofMillis(7))
                            .build(),
                    RotationIT.class.getClassLoader());

            var report = world.producer
                    .reconfigure(config.producerProperties(), SendLimits.of(config.connection("")))
                    .join();

            assertThat(report.isApplied()).isTrue();
            rotate(world, 3);
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(Producers.of(world.producer))
                            .hasSize(2)
                            .allSatisfy(producer -> assertThat(Producers.setting(producer, "linger.ms"))
                                    .isEqualTo(7L)));
        }
    }

    @ParameterizedTest
    @EnumSource
    void replacesAProducerThatDiesAndTellsTheOutcomeOfWhatItHad(Death death) {
        try (var world = new World("rotation-death-" + death.name().toLowerCase(Locale.ROOT), 1, DELIVERY)) {
            acknowledged(world.send("k", 0, 1, 0));
            broker.pause();
            var pending = world.send("k", 1, 20, 0);
            Producers.of(world.producer).forEach(death::strike);
            broker.resume();

            assertThat(pending).allSatisfy(stage -> {
                assertThat(failure(stage).outcome()).isEqualTo(MqOutcome.UNKNOWN);
            });
            await().atMost(PATIENCE).until(() -> world.producer.rotations().deathCount() > 0);
            acknowledged(world.send("k", 100, 5, 0));
            assertThat(world.producer.rotations().deathCount()).isEqualTo(1);
            assertThat(world.read()).doesNotHaveDuplicates().contains("00000", "00100", "00104");
        }
    }

    /** {@code -Dmq.rotations=1000} for as many. */
    @Test
    @OnlyInCi
    @Timeout(600)
    void leavesNothingBehind() {
        int rotations = Integer.getInteger("mq.rotations", 100);
        try (var world = new World("rotation-many", 2, DELIVERY)) {
            acknowledged(world.send("k", 0, 10, 0));
            rotate(world, 3);
            await().atMost(PATIENCE)
                    .until(() -> Resources.now().clientThreads().stream()
                                    .filter(name -> name.startsWith("kafka-producer-network-thread"))
                                    .count()
                            == 2);
            // a new topic gets metrics of its own with the next look at what there is
            await().atMost(PATIENCE)
                    .until(() -> Resources.now().beans().stream()
                            .anyMatch(name -> name.contains("producer.topic.messages")));
            var before = Resources.now();

            rotate(world, rotations);

            await().atMost(PATIENCE).untilAsserted(() -> {
                var now = Resources.now();
                assertThat(now.clientThreads()).isEqualTo(before.clientThreads());
                // idle ones end after 10 s
                assertThat(now.ownThreads())
                        .hasSizeLessThanOrEqualTo(before.ownThreads().size());
                assertThat(now.beans()).isEqualTo(before.beans());
                assertThat(now.handles()).isLessThanOrEqualTo(before.handles() + 4);
            });
            assertThat(world.producer.rotations().requestedCount()).isEqualTo(2L * (rotations + 3));
        }
    }

    private static void rotate(World world, int times) {
        for (int i = 0; i < times; i++) {
            var sent = world.send("k", 10, 20, 0);
            assertThat(world.producer.rotate(RotationCause.REQUESTED))
                    .succeedsWithin(PATIENCE)
                    .satisfies(report -> assertThat(report.isApplied()).isTrue());
            acknowledged(sent);
        }
    }

    /** What a process has that may be left behind. */
    private record Resources(List<String> clientThreads, List<String> ownThreads, List<String> beans, long handles) {
        static Resources now() {
            var beans = ManagementFactory.getPlatformMBeanServer().queryNames(null, null).stream()
                    .map(ObjectName::getCanonicalName);
            var system = ManagementFactory.getOperatingSystemMXBean();
            long handles = system instanceof UnixOperatingSystemMXBean unix ? unix.getOpenFileDescriptorCount() : 0;
            return new Resources(threads("kafka-"), threads("mq-"), numberless(beans), handles);
        }

        private static List<String> threads(String prefix) {
            return numberless(Thread.getAllStackTraces().keySet().stream()
                    .map(Thread::getName)
                    .filter(name -> name.startsWith(prefix)));
        }

        /** Each producer has numbers of its own. */
        private static List<String> numberless(Stream<String> names) {
            return names.map(name -> name.replaceAll("\\d+", "N")).sorted().toList();
        }
    }

    private static void acknowledged(List<CompletionStage<MqReceipt>> stages) {
        IntStream.range(0, stages.size())
                .forEach(i -> assertThat(stages.get(i).toCompletableFuture())
                        .as("message " + i)
                        .succeedsWithin(PATIENCE));
    }

    private static MqSendException failure(CompletionStage<MqReceipt> stage) {
        try {
            stage.toCompletableFuture()
                    .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                    .join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof MqSendException failure) {
                return failure;
            }
            throw e;
        }
        throw new AssertionError("acknowledged");
    }

    private static Duration since(long startNanos) {
        return Duration.ofNanos(System.nanoTime() - startNanos);
    }
}
