// SPDX-License-Identifier: MIT
package io.mqconnector.engine.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.mqconnector.engine.config.ConfigKeys;
import io.mqconnector.engine.config.Overrides;
import io.mqconnector.engine.management.ChangeReport;
import io.mqconnector.engine.management.ChangeReport.Change;
import io.mqconnector.engine.management.ChangeReport.How;
import io.mqconnector.spi.SubscriptionRequest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ReconfigurationTest {
    private static final String LINGER = "mq.producer.linger";
    private static final String CONNECTIONS = "mq.pool.max-connections";

    private final FakeSources sources = new FakeSources();
    private final FakeTargets targets = new FakeTargets();
    private final ExecutorService executor = Executors.newCachedThreadPool();
    private final AtomicLong now = new AtomicLong();
    private final List<ChangeReport> announced = new CopyOnWriteArrayList<>();
    private final CountDownLatch held = new CountDownLatch(1);
    private Reconfiguration changes = reconfiguration();

    @AfterEach
    void end() {
        executor.shutdownNow();
    }

    private Reconfiguration reconfiguration() {
        return new Reconfiguration(
                sources.read(Overrides.NONE),
                sources::read,
                sources::state,
                targets,
                executor,
                Clock.fixed(Instant.EPOCH, ZoneOffset.UTC),
                now::get,
                announced::add);
    }

    private ChangeReport apply(String key, String text) {
        return apply(Map.of(key, text));
    }

    private ChangeReport apply(Map<String, String> settings) {
        return changes.apply(settings, "a test");
    }

    private CompletableFuture<ChangeReport> applying(String key, String text) {
        return CompletableFuture.supplyAsync(() -> apply(key, text), executor);
    }

    /** While another change is under way. */
    private CompletableFuture<ChangeReport> waiting(String key, String text) {
        int before = changes.waitingCount();
        var applying = applying(key, text);
        until(() -> changes.waitingCount() == before + 1);
        return applying;
    }

    private ChangeReport refresh() throws Exception {
        return get(changes.refresh());
    }

    /** Is not prepared before {@link #letGo}. */
    private CompletableFuture<ChangeReport> underWay(Supplier<CompletableFuture<ChangeReport>> change)
            throws InterruptedException {
        targets.held = held;
        var begun = change.get();
        targets.preparing.await();
        return begun;
    }

    private void letGo() {
        held.countDown();
    }

    /** What the sources want, which nobody answers. */
    private CompletableFuture<ChangeReport> unanswered() {
        sources.say(LINGER, "17ms");
        var refresh = changes.refresh();
        until(() -> prepared() == 1);
        return refresh;
    }

    private long prepared() {
        return targets.deeds.stream().filter("prepare default"::equals).count();
    }

    private void giveWay() {
        elapse(1);
        changes.giveWay();
    }

    /** One that runs. */
    private FakeTargets.FakeListener listener() {
        var request = SubscriptionRequest.builder("orders", ReconfigurationTest.class.getClassLoader())
                .topics(List.of("t"))
                .group("g")
                .build();
        var listener = targets.new FakeListener(request, changes.running());
        targets.listener = listener;
        return listener;
    }

    private void elapse(long seconds) {
        now.addAndGet(TimeUnit.SECONDS.toNanos(seconds));
    }

    private static Change linger(String before, String after) {
        return new Change(LINGER, before, after, How.ROLLED);
    }

    private static Change connections(String before, String after) {
        return new Change(CONNECTIONS, before, after, How.HOT);
    }

    private static <T> T get(CompletableFuture<T> future) throws Exception {
        return future.get(20, TimeUnit.SECONDS);
    }

    private static void until(BooleanSupplier condition) {
        long start = System.nanoTime();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - start).isLessThan(TimeUnit.SECONDS.toNanos(20));
            LockSupport.parkNanos(100_000);
        }
    }

    @Test
    void putsAChangeInForceAndSaysHow() {
        var report = apply(Map.of(LINGER, "9ms", CONNECTIONS, "7"));

        assertThat(report.refused()).isEmpty();
        assertThat(report.applied()).containsExactlyInAnyOrder(linger("5ms", "9ms"), connections("20", "7"));
        assertThat(report.generation()).isEqualTo(1);
        assertThat(targets.deeds).containsExactly("prepare default", "commit default", "in force");
        assertThat(changes.running().get(ConfigKeys.PRODUCER_LINGER)).isEqualTo(Duration.ofMillis(9));
        assertThat(changes.overrides()).containsOnlyKeys(LINGER, CONNECTIONS);
        assertThat(announced).containsExactly(report);
        assertThat(changes.lastChange()).contains(report);
    }

    @Test
    void aChangeDoesNotWaitForSourcesThatNameBrokersWhichDoNotAnswer() throws Exception {
        var refresh = unanswered();
        var applying = waiting(CONNECTIONS, "7");

        giveWay();

        assertThat(get(applying).applied()).containsExactly(connections("20", "7"));
        assertThat(refresh).as("tried again").isNotDone();
        targets.answer.completeExceptionally(new TimeoutException());
        assertThat(get(refresh).refused()).singleElement().asString().contains("no broker answers");
        assertThat(changes.running().get(ConfigKeys.POOL_MAX_CONNECTIONS)).isEqualTo(7);
        assertThat(announced).hasSize(2);
    }

    @Test
    void sourcesThatAreCorrectedAreNotWaitedFor() throws Exception {
        var refresh = unanswered();
        sources.say(LINGER, "9ms");

        giveWay();

        assertThat(get(refresh).applied()).containsExactly(linger("5ms", "9ms"));
        assertThat(announced).as("nothing was refused").hasSize(1);
    }

    @Test
    void aChangeThatComesTogetherWithSuchSourcesIsMadeWithoutThem() throws Exception {
        sources.say(LINGER, "17ms");
        var applying = applying(CONNECTIONS, "7");
        until(() -> prepared() == 1);

        giveWay();

        assertThat(get(applying).applied()).containsExactly(connections("20", "7"));
        assertThat(changes.running().get(ConfigKeys.PRODUCER_LINGER)).isEqualTo(Duration.ofMillis(5));
    }

    @Test
    void whatTheSourcesWantIsSeenThroughInTheEnd() throws Exception {
        var refresh = unanswered();
        for (int i = 1; i <= 3; i++) {
            var applying = waiting(CONNECTIONS, Integer.toString(20 + i));
            giveWay();
            assertThat(get(applying).refused()).isEmpty();
            long times = 2L * i + 1;
            until(() -> prepared() == times);
        }
        var last = waiting(CONNECTIONS, "30");

        giveWay();

        assertThat(last).isNotDone();
        targets.answer.completeExceptionally(new TimeoutException());
        assertThat(get(refresh).refused()).isNotEmpty();
        assertThat(get(last).refused()).isEmpty();
    }

    @Test
    void takesAnOverrideBack() {
        apply(LINGER, "9ms");

        var report = changes.reset(Set.of(LINGER), "a test");

        assertThat(report.applied()).containsExactly(linger("9ms", "5ms"));
        assertThat(changes.overrides()).isEmpty();
        assertThat(changes.running().get(ConfigKeys.PRODUCER_LINGER)).isEqualTo(Duration.ofMillis(5));
    }

    @Test
    void changesNothingOfWhatIsInvalid() {
        var before = changes.running();

        for (var invalid : List.of(
                Map.of(LINGER, "soon"),
                Map.of("mq.producer.linge", "9ms"),
                Map.of("mq.client.brokers", "elsewhere:1"),
                Map.of(LINGER, "9ms", "mq.client.sasl-password", "secret"),
                Map.of("mq.producer.delivery-timeout", "1ms"))) {
            var report = apply(invalid);

            assertThat(report.refused()).as(invalid.toString()).isNotEmpty();
            assertThat(report.refused().toString()).doesNotContain("secret");
            assertThat(report.applied()).isEmpty();
        }
        assertThat(targets.deeds).isEmpty();
        assertThat(changes.running()).isSameAs(before);
        assertThat(changes.generation()).isZero();
        assertThat(announced).hasSize(5).allMatch(ChangeReport::isRefused);
    }

    @Test
    void saysBeforehandWhatAChangeWouldDo() {
        var report = changes.dryRun(Map.of(LINGER, "9ms"), "a test");
        var refused = changes.dryRun(Map.of(LINGER, "soon"), "a test");

        assertThat(report.dryRun()).isTrue();
        assertThat(report.applied()).containsExactly(linger("5ms", "9ms"));
        assertThat(refused.isRefused()).isTrue();
        assertThat(targets.deeds).isEmpty();
        assertThat(changes.overrides()).isEmpty();
        assertThat(announced).isEmpty();
    }

    @Test
    void rollsAllConnectionsBackWhenTheSecondFails() {
        sources.say("mq.connections.\"b\".client.brokers", "b:9092");
        changes = reconfiguration();
        var before = changes.running();

        var report = apply(Map.of(CONNECTIONS, "7", "mq.connections.\"b\".producer.linger", "13ms"));

        assertThat(report.refused())
                .singleElement()
                .asString()
                .contains("connection 'b'")
                .contains("credentials");
        assertThat(targets.deeds)
                .containsSubsequence("prepare default", "prepare b", "abort default")
                .doesNotContain("commit default", "commit b", "in force");
        assertThat(changes.running()).isSameAs(before);
        assertThat(changes.overrides()).isEmpty();
    }

    @Test
    void makesOneChangeOfThoseThatArriveDuringOne() throws Exception {
        var first = underWay(() -> applying(LINGER, "6ms"));

        var second = waiting(LINGER, "7ms");
        var third = waiting(LINGER, "8ms");
        var fourth = waiting(CONNECTIONS, "7");
        letGo();

        assertThat(get(first).applied()).containsExactly(linger("5ms", "6ms"));
        assertThat(get(second)).isEqualTo(get(third)).isEqualTo(get(fourth));
        assertThat(get(second).applied()).containsExactlyInAnyOrder(linger("6ms", "8ms"), connections("20", "7"));
        assertThat(changes.generation()).isEqualTo(2);
        assertThat(targets.deeds).filteredOn("commit default"::equals).hasSize(2);
    }

    @Test
    void makesNobodyPayForAnothersMistake() throws Exception {
        var first = underWay(() -> applying(CONNECTIONS, "6"));

        var bad = waiting(LINGER, "13ms");
        var good = waiting(CONNECTIONS, "7");
        letGo();

        assertThat(get(first).isRefused()).isFalse();
        assertThat(get(bad).isRefused()).isTrue();
        assertThat(get(good).applied()).containsExactly(connections("6", "7"));
        assertThat(changes.overrides()).containsOnly(Map.entry(CONNECTIONS, "7"));
    }

    @Test
    void dropsWhatIsPreparedAndRefusesWhatWaitsWhenItIsClosed() throws Exception {
        var first = underWay(() -> applying(LINGER, "6ms"));
        var second = waiting(LINGER, "7ms");

        changes.close();
        letGo();

        assertThat(get(first).refused()).containsExactly("the connector is closed");
        assertThat(get(second).refused()).containsExactly("the connector is closed");
        assertThat(apply(LINGER, "8ms").refused()).containsExactly("the connector is closed");
        assertThat(targets.deeds).containsExactly("prepare default", "abort default");
    }

    @Test
    void keepsWhatNeedsARestartAndSaysSoOnce() throws Exception {
        sources.say(
                Map.of("mq.outbox.batch-size", "7", CONNECTIONS, "7", "mq.connections.\"new\".client.brokers", "b:1"));

        var report = refresh();
        var again = refresh();

        assertThat(report.applied()).containsExactly(connections("20", "7"));
        assertThat(report.needsRestart())
                .containsExactly(
                        new Change("mq.outbox.batch-size", "500", "7", How.RESTART),
                        new Change("mq.connections.\"new\"", "", "configured", How.RESTART));
        assertThat(changes.running().get(ConfigKeys.OUTBOX_BATCH_SIZE)).isEqualTo(500);
        assertThat(changes.running().connections()).containsExactly("default");
        assertThat(again.needsRestart()).isEqualTo(report.needsRestart());
        assertThat(again.applied()).isEmpty();
        assertThat(announced).containsExactly(report);
    }

    @Test
    void saysOnceThatTheSourceIsBadAndTakesOthersChangesMeanwhile() throws Exception {
        sources.say(LINGER, "soon");

        refresh();
        refresh();
        var byOther = apply(CONNECTIONS, "7");

        assertThat(announced).hasSize(2);
        assertThat(announced.get(0).refused()).singleElement().asString().contains("soon");
        assertThat(byOther.applied()).containsExactly(connections("20", "7"));
        sources.say(LINGER, "9ms");
        assertThat(refresh().applied()).containsExactly(linger("5ms", "9ms"));
        assertThat(changes.overrides()).containsOnly(Map.entry(CONNECTIONS, "7"));
    }

    @Test
    void triesARefusedSourceAgainAfterAPauseButADifferentOneAtOnce() throws Exception {
        sources.say(LINGER, "13ms");

        assertThat(refresh().isRefused()).isTrue();
        assertThat(refresh().isRefused()).isTrue();
        assertThat(targets.deeds).containsExactly("prepare default");
        elapse(2);
        refresh();
        assertThat(targets.deeds).hasSize(2);
        elapse(2);
        refresh();
        assertThat(targets.deeds).as("the pause is longer by now").hasSize(2);
        sources.say(LINGER, "12ms");

        assertThat(refresh().applied()).containsExactly(linger("5ms", "12ms"));
        assertThat(announced).hasSize(2);
    }

    @Test
    void goesOnWhenTheRefusedSourceIsAsBefore() throws Exception {
        sources.say(LINGER, "13ms");
        refresh();

        sources.sayNothingOf(LINGER);
        assertThat(refresh().isRefused()).isFalse();
        sources.say(LINGER, "13ms");
        refresh();

        assertThat(announced).as("it is news again").hasSize(2);
    }

    @Test
    void changesAListenerButForWhatNeedsARestart() throws Exception {
        var listener = listener();
        sources.say(Map.of(
                "mq.listeners.\"orders\".workers", "4",
                "mq.listeners.\"orders\".fetch-max-wait", "40ms",
                "mq.listeners.\"orders\".group-id", "other",
                "mq.listeners.\"orders\".ordering", "key"));

        var report = refresh();

        assertThat(report.applied())
                .containsExactlyInAnyOrder(
                        new Change("mq.listeners.\"orders\".workers", "1", "4", How.HOT),
                        new Change("mq.listeners.\"orders\".fetch-max-wait", "500ms", "40ms", How.ROLLED));
        assertThat(report.needsRestart())
                .extracting(Change::key)
                .containsExactlyInAnyOrder("mq.listeners.\"orders\".group-id", "mq.listeners.\"orders\".ordering");
        assertThat(targets.deeds).containsExactly("prepare listener", "commit listener", "in force");
        assertThat(listener.config().workers()).isEqualTo(4);
        assertThat(listener.config().group()).isEqualTo("g");
        assertThat(listener.config().consumerProperties())
                .containsEntry("group.id", "g")
                .containsEntry("fetch.max.wait.ms", 40);
        assertThat(apply("mq.listeners.\"orders\".workers", "5").applied())
                .containsExactly(new Change("mq.listeners.\"orders\".workers", "4", "5", How.HOT));
    }

    @Test
    void readsTheSourcesOnlyWhenTheySaySomethingElse() throws Exception {
        sources.say(Map.of("mq.outbox.batch-size", "7"));
        refresh();
        int before = sources.readings.get();

        refresh();
        var again = refresh();

        assertThat(sources.readings).hasValue(before);
        assertThat(again.needsRestart()).hasSize(1);
        sources.say(CONNECTIONS, "7");
        assertThat(refresh().applied()).hasSize(1);
        assertThat(announced).hasSize(2);
    }

    @Test
    void refusesWhatAListenerCannotGoBy() {
        listener();

        var report = apply(Map.of("mq.listeners.\"orders\".retry-max-backoff", "1ms", CONNECTIONS, "7"));

        assertThat(report.isRefused()).isTrue();
        assertThat(targets.deeds).isEmpty();
        assertThat(changes.running().get(ConfigKeys.POOL_MAX_CONNECTIONS)).isEqualTo(20);
    }

    /** What the sources want, each time in other words: the next try is in four seconds. Counts tries. */
    private AtomicInteger refusedTwice() throws Exception {
        var tries = new AtomicInteger();
        targets.reason = () -> "producer " + tries.incrementAndGet() + " is not fit to take over";
        sources.say(LINGER, "13ms");
        refresh();
        elapse(2);
        refresh();
        assertThat(tries).hasValue(2);
        return tries;
    }

    /** The clients that are tried are others each time, and so are their names in what is said. */
    @Test
    void triesLessOftenThoughTheReasonIsInOtherWordsEachTime() throws Exception {
        var tries = refusedTwice();

        elapse(2);
        refresh();

        assertThat(tries).as("the pause is longer by now").hasValue(2);
        elapse(2);
        refresh();
        assertThat(tries).hasValue(3);
        assertThat(announced).as("said once").hasSize(1);
    }

    @Test
    void anOverrideDoesNotMakeItTryWhatWasRefusedAnew() throws Exception {
        var tries = refusedTwice();

        assertThat(apply(CONNECTIONS, "31").refused()).isEmpty();
        refresh();

        assertThat(tries).as("it is not four seconds later").hasValue(2);
        elapse(4);
        refresh();
        assertThat(tries).hasValue(3);
    }

    @Test
    void tellsNobodyThatItsEndHasCutOffALookAtTheSources() throws Exception {
        sources.say(LINGER, "9ms");
        var looking = underWay(changes::refresh);

        changes.close();
        letGo();

        assertThat(get(looking).refused()).containsExactly("the connector is closed");
        assertThat(announced).isEmpty();
    }

    @Test
    void saysOnceWhatAConnectionAndItsListenersGoBy() throws Exception {
        listener();
        sources.say("mq.client.brokers", "b:2");

        var report = refresh();

        assertThat(report.applied()).extracting(Change::key).containsExactly("mq.client.brokers");
        assertThat(targets.deeds).contains("commit default", "commit listener");
    }

    @Test
    void doesNotWaitForAnApplicationThatFailsToAnswer() throws Exception {
        var application = new ConcurrentHashMap<>(Map.of("mq.listeners.orders.workers", "3"));
        var failure = new AtomicReference<@Nullable Supplier<Error>>();
        var request = SubscriptionRequest.builder("orders", ReconfigurationTest.class.getClassLoader())
                .topics(List.of("o"))
                .group("g")
                .applicationConfig(key -> {
                    var next = failure.get();
                    if (next != null) {
                        throw next.get();
                    }
                    return Optional.ofNullable(application.get(key));
                })
                .build();
        var listener = targets.new FakeListener(request, changes.running());
        targets.listener = listener;
        assertThat(refresh().refused()).isEmpty();

        application.put("mq.listeners.orders.workers", "4");
        failure.set(() -> {
            throw new IllegalStateException("undeployed");
        });
        sources.say(LINGER, "9ms");
        assertThat(refresh().refused()).isEmpty();
        failure.set(() -> new NoClassDefFoundError("undeployed"));
        assertThat(apply(CONNECTIONS, "7").refused()).isEmpty();
        assertThat(apply("mq.listeners.orders.retry-backoff", "3s").refused()).isEmpty();

        assertThat(changes.running().get(ConfigKeys.PRODUCER_LINGER)).isEqualTo(Duration.ofMillis(9));
        assertThat(changes.running().get(ConfigKeys.POOL_MAX_CONNECTIONS)).isEqualTo(7);
        assertThat(listener.config().retryBackoff()).isEqualTo(Duration.ofSeconds(3));
        assertThat(listener.config().workers()).as("what it said before").isEqualTo(3);
        failure.set(null);
        assertThat(refresh().refused()).isEmpty();
        assertThat(listener.config().workers()).isEqualTo(4);
    }

    private FakeTargets.FakeListener orders(Map<String, String> ofApplication) {
        var request = SubscriptionRequest.builder("orders", ReconfigurationTest.class.getClassLoader())
                .topics(List.of("t"))
                .group("g")
                .applicationConfig(key -> Optional.ofNullable(ofApplication.get(key)))
                .build();
        var listener = targets.new FakeListener(request, changes.running());
        targets.listener = listener;
        return listener;
    }

    @Test
    void changesNothingOfAListenerThatIsToHaveAnotherConnection() throws Exception {
        sources.say("mq.connections.\"b\".client.brokers", "b:1");
        changes = reconfiguration();
        var listener = orders(Map.of());
        sources.say("mq.listeners.\"orders\".connection", "b");

        var report = refresh();
        refresh();
        var workers = apply("mq.listeners.\"orders\".workers", "8");

        assertThat(report.applied()).isEmpty();
        assertThat(report.needsRestart())
                .containsExactly(new Change("mq.listeners.\"orders\".connection", "default", "b", How.RESTART));
        assertThat(workers.applied()).isEmpty();
        assertThat(workers.needsRestart())
                .contains(new Change("mq.listeners.\"orders\".workers", "1", "8", How.RESTART));
        assertThat(changes.generation()).isZero();
        assertThat(announced).containsExactly(report, workers);
        assertThat(targets.deeds).isEmpty();
        assertThat(listener.config().workers()).isEqualTo(1);
    }

    @Test
    void aListenerThatStaysTransactionalGoesOnReadingWhatIsCommittedOnly() throws Exception {
        sources.say("mq.listeners.\"orders\".transactional", "true");
        changes = reconfiguration();
        var listener = orders(Map.of());
        sources.sayNothingOf("mq.listeners.\"orders\".transactional");
        sources.say("mq.listeners.\"orders\".fetch-max-wait", "40ms");

        var report = refresh();
        var again = refresh();

        assertThat(report.applied())
                .containsExactly(new Change("mq.listeners.\"orders\".fetch-max-wait", "500ms", "40ms", How.ROLLED));
        assertThat(report.needsRestart())
                .extracting(Change::key)
                .containsExactlyInAnyOrder(
                        "mq.listeners.\"orders\".transactional", "mq.listeners.\"orders\".isolation");
        assertThat(listener.config().transactional()).isTrue();
        assertThat(listener.config().consumerProperties())
                .containsEntry("isolation.level", "read_committed")
                .containsEntry("fetch.max.wait.ms", 40);
        assertThat(again.applied()).isEmpty();
    }

    @Test
    void oneApplicationsBadValueKeepsNobodyElseFromAnyChange() throws Exception {
        var ofApplication = new ConcurrentHashMap<String, String>();
        var listener = orders(ofApplication);
        ofApplication.put("mq.listeners.\"orders\".workers", "abc");

        var looked = refresh();
        refresh();
        var byOther = apply(CONNECTIONS, "7");
        sources.say(LINGER, "9ms");
        var bySource = refresh();
        var reset = changes.reset(Set.of(CONNECTIONS), "a test");
        var ofTheSame = apply("mq.listeners.\"orders\".max-in-flight", "5");

        assertThat(List.of(looked, byOther, bySource, reset, ofTheSame)).noneMatch(ChangeReport::isRefused);
        assertThat(byOther.applied()).containsExactly(new Change(CONNECTIONS, "20", "7", How.HOT));
        assertThat(bySource.applied()).containsExactly(new Change(LINGER, "5ms", "9ms", How.ROLLED));
        assertThat(ofTheSame.applied()).hasSize(1);
        assertThat(listener.config().maxInFlight()).isEqualTo(5);
        assertThat(listener.config().workers()).isEqualTo(1);
        assertThat(announced).filteredOn(ChangeReport::isRefused).hasSize(1).allSatisfy(report -> {
            assertThat(report.by()).isEqualTo("an application's configuration");
            assertThat(report.refused()).singleElement().asString().contains("'abc'");
        });
        ofApplication.put("mq.listeners.\"orders\".workers", "4");
        assertThat(refresh().applied())
                .containsExactly(new Change("mq.listeners.\"orders\".workers", "1", "4", How.HOT));
    }

    @Test
    void aTryThatComesToNothingMakesNoApplicationsMistakeSomebodyElses() throws Exception {
        var ofApplication = new ConcurrentHashMap<>(Map.of("mq.listeners.\"orders\".retry-backoff", "1s"));
        var listener = orders(ofApplication);
        ofApplication.put("mq.listeners.\"orders\".retry-backoff", "2m");
        assertThat(changes.dryRun(Map.of("mq.listeners.\"orders\".retry-max-backoff", "5m"), "a test")
                        .isRefused())
                .isFalse();

        assertThat(apply(CONNECTIONS, "7").isRefused()).isFalse();

        assertThat(listener.config().retryBackoff()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void aListenerThatStartsDoesNotHaveWhatWasRefusedTriedAnew() throws Exception {
        var tries = refusedTwice();

        var unused = orders(Map.of());
        refresh();

        assertThat(tries).as("it is not four seconds later").hasValue(2);
    }

    @Test
    void refusesWhatContradictsAnApplicationThoughThatSaysSomethingBadBesides() throws Exception {
        var ofApplication = new ConcurrentHashMap<>(Map.of("mq.listeners.\"orders\".retry-backoff", "250ms"));
        var unused = orders(ofApplication);
        ofApplication.put("mq.listeners.\"orders\".workers", "abc");
        refresh();

        var refused = apply("mq.listeners.\"orders\".retry-max-backoff", "1ms");

        assertThat(refused.refused())
                .singleElement()
                .asString()
                .contains("retry-backoff")
                .doesNotContain("abc");
    }

    @Test
    void saysThatAListenerIsNotThere() throws Exception {
        var unused = orders(Map.of());
        var wrong = Map.of("mq.listeners.\"ordres\".workers", "8");

        var tried = changes.dryRun(wrong, "a test");
        var report = changes.apply(wrong, "a test");

        assertThat(report.isRefused()).isFalse();
        assertThat(report.warnings())
                .isEqualTo(tried.warnings())
                .singleElement()
                .asString()
                .contains("did you mean 'orders'?");
        assertThat(refresh().warnings()).isEmpty();
        assertThat(apply("mq.listeners.\"orders\".workers", "8").warnings()).isEmpty();
    }
}
