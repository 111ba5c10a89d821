// SPDX-License-Identifier: MIT
package io.mqconnector.engine.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.mqconnector.api.MqConnectionException;
import io.mqconnector.api.MqErrorCode;
import io.mqconnector.api.MqPoolStats.Cause;
import io.mqconnector.engine.client.SendLimits;
import io.mqconnector.engine.inbound.ManualTimer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ProducerPoolTest {
    private static final Duration AT_ONCE = Duration.ofNanos(1);
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final PoolSettings SETTINGS = new PoolSettings(
            3, 0, 2, Duration.ofMinutes(10), Duration.ZERO, LONG, Duration.ofSeconds(5), Duration.ZERO);

    private final ScriptedSource source = new ScriptedSource();
    private final ManualTimer timer = new ManualTimer();
    private final AtomicLong clock = new AtomicLong();
    private final List<AutoCloseable> opened = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : opened) {
            each.close();
        }
        timer.shutdownNow();
    }

    private ProducerPool pool(PoolSettings settings) {
        var pool = pool(settings, Runnable::run);
        opened.add(pool);
        return pool;
    }

    /** Not closed after the test: it would wait for what its executor has not closed. */
    private ProducerPool pool(PoolSettings settings, Executor closings) {
        return new ProducerPool(source, new ProducerNaming("c", "mq-test-tx"), settings, closings, timer, clock::get);
    }

    private ProducerPool pool() {
        return pool(SETTINGS);
    }

    private static Loan plain(ProducerPool pool) {
        return pool.lend(ProducerKind.PLAIN, LONG);
    }

    private static Loan transactional(ProducerPool pool) {
        return pool.lend(ProducerKind.TRANSACTIONAL, LONG);
    }

    private static PoolSettings with(int maxConnections, int minIdle, Duration maxLifetime, Duration leakThreshold) {
        return new PoolSettings(
                maxConnections,
                minIdle,
                2,
                Duration.ofMinutes(10),
                maxLifetime,
                LONG,
                Duration.ofSeconds(5),
                leakThreshold);
    }

    private static MqErrorCode failure(Runnable call) {
        return catchThrowableOfType(MqConnectionException.class, call::run).code();
    }

    @Test
    void lendsAnIdleProducerAgain() {
        var pool = pool();
        var first = plain(pool);
        first.release();

        assertThat(plain(pool).producer()).isSameAs(first.producer());
        assertThat(source.built).hasSize(1);
        assertThat(pool.stats().borrowedCount()).isEqualTo(2);
        assertThat(pool.stats().createdCount()).isEqualTo(1);
    }

    @Test
    void endsALoanOnce() {
        var pool = pool();
        var loan = plain(pool);
        loan.release();
        loan.release();
        var unused = loan.discard(Cause.REQUESTED);

        assertThat(pool.stats().idleCount()).isEqualTo(1);
        assertThat(pool.stats().destroyedCount()).isZero();
    }

    @Test
    void takesAProducerBackOnceHoweverOftenItIsDiscarded() {
        var pool = pool(with(1, 0, Duration.ZERO, Duration.ZERO));
        var stripe = pool.borrow();

        pool.discard(stripe, Cause.LIFETIME);
        pool.discard(stripe);

        assertThat(pool.stats().destroyedByCause()).containsEntry(Cause.LIFETIME, 1L);
        var unused = plain(pool);
        assertThat(failure(() -> pool.lend(ProducerKind.PLAIN, AT_ONCE)))
                .as("no place came back twice")
                .isEqualTo(MqErrorCode.POOL_EXHAUSTED);
    }

    @Test
    void countsBothKindsAgainstOneLimitAndSaysSoInNumbers() {
        var pool = pool();
        var stripe = pool.borrow();
        var unused = plain(pool);
        unused = transactional(pool);

        var failure =
                catchThrowableOfType(MqConnectionException.class, () -> pool.lend(ProducerKind.TRANSACTIONAL, AT_ONCE));

        assertThat(failure.code()).isEqualTo(MqErrorCode.POOL_EXHAUSTED);
        assertThat(failure.isRetriable()).isTrue();
        assertThat(failure)
                .hasMessageContaining("total=3/3")
                .hasMessageContaining("2 plain + 1 transactional")
                .hasMessageContaining("idle=0")
                .hasMessageContaining("waiting=0")
                .hasMessageContaining(Thread.currentThread().getName())
                .hasMessageContaining("mq.pool.max-connections");
        assertThat(pool.stats().exhaustedCount()).isEqualTo(1);
        pool.discard(stripe);
    }

    @Test
    void makesRoomForOneKindByClosingAnIdleOneOfTheOther() {
        var pool = pool();
        var plain = plain(pool);
        transactional(pool).release();
        transactional(pool).release();
        var unused = transactional(pool);
        plain.release();
        unused = transactional(pool);
        assertThat(pool.stats().idleCount()).as("plain").isEqualTo(1);

        unused = transactional(pool);

        assertThat(pool.stats().activeCount()).isEqualTo(3);
        assertThat(pool.stats().idleCount()).isZero();
        assertThat(pool.stats().destroyedByCause()).containsEntry(Cause.ROOM, 1L);
    }

    @Test
    void takesTheSmallestFreeSlotAndReusesItWhenItsProducerIsClosed() {
        var pool = pool();
        var zero = transactional(pool);
        var one = transactional(pool);
        assertThat(zero.producer().transactionalId()).isEqualTo("mq-test-tx-0");
        assertThat(one.producer().transactionalId()).isEqualTo("mq-test-tx-1");

        var unused = zero.discard(Cause.REQUESTED);

        assertThat(transactional(pool).producer().transactionalId()).isEqualTo("mq-test-tx-0");
        assertThat(transactional(pool).producer().transactionalId()).isEqualTo("mq-test-tx-2");
    }

    @Test
    void leavesTheSlotOfAFencedProducerToTheOther() {
        var pool = pool();
        var fenced = transactional(pool);
        fenced.producer().markFenced();
        fenced.release();

        assertThat(transactional(pool).producer().transactionalId()).isEqualTo("mq-test-tx-1");
        assertThat(pool.stats().destroyedByCause()).containsEntry(Cause.DEATH, 1L);
    }

    @Test
    void leavesASlotWhoseProducerIsFencedWhileItIsInitialised() {
        var pool = pool();
        source.failure = new ProducerFencedException("another");

        assertThat(failure(() -> transactional(pool))).isEqualTo(MqErrorCode.PRODUCER_FENCED);
        assertThat(transactional(pool).producer().transactionalId()).isEqualTo("mq-test-tx-1");
    }

    @Test
    void freesSlotAndPlaceOfAProducerThatCouldNotBeBuilt() {
        var pool = pool(with(1, 0, Duration.ZERO, Duration.ZERO));
        source.failure = new KafkaException("no");

        var failure = catchThrowableOfType(MqConnectionException.class, () -> transactional(pool));

        assertThat(failure).hasMessageContaining("no producer could be built").hasMessageContaining("no");
        assertThat(pool.stats().failedCreationCount()).isEqualTo(1);
        assertThat(transactional(pool).producer().transactionalId()).isEqualTo("mq-test-tx-0");
    }

    @Test
    void neverLendsADeadProducerAgain() {
        var pool = pool();
        var loan = plain(pool);
        loan.producer().markDead();
        loan.release();

        assertThat(plain(pool).producer()).isNotSameAs(loan.producer());
        assertThat(source.built.get(0).closed()).isTrue();
        assertThat(pool.stats().destroyedByCause()).containsEntry(Cause.DEATH, 1L);
    }

    @Test
    void doesNotLendOneThatDiedWhileItWasIdle() {
        var pool = pool();
        var loan = plain(pool);
        loan.release();
        loan.producer().markDead();

        assertThat(plain(pool).producer()).isNotSameAs(loan.producer());
        assertThat(pool.stats().destroyedByCause()).containsEntry(Cause.DEATH, 1L);
    }

    @Test
    void closesWhatIsIdleForTooLong() {
        var pool = pool();
        transactional(pool).release();
        clock.set(Duration.ofMinutes(10).toNanos() - 1);
        pool.evict();
        assertThat(pool.stats().idleCount()).isEqualTo(1);

        clock.incrementAndGet();
        pool.evict();

        assertThat(pool.stats().idleCount()).isZero();
        assertThat(pool.stats().destroyedByCause()).containsEntry(Cause.IDLE, 1L);
        assertThat(source.built.get(0).closed()).isTrue();
    }

    @Test
    void keepsAsManyTransactionalOnesReadyAsConfigured() {
        var pool = pool(with(3, 2, Duration.ZERO, Duration.ZERO));

        pool.prepare();
        clock.set(Duration.ofHours(1).toNanos());
        pool.evict();

        assertThat(pool.stats().idleCount()).isEqualTo(2);
        assertThat(source.transactionalIds.values()).containsExactlyInAnyOrder("mq-test-tx-0", "mq-test-tx-1");
    }

    @Test
    void preparesNoMoreWhileAnotherPrepares() {
        var pool = pool(with(5, 1, Duration.ZERO, Duration.ZERO));
        var nested = new AtomicBoolean();
        source.eachBuild = () -> {
            if (nested.compareAndSet(false, true)) {
                CompletableFuture.runAsync(pool::prepare).join();
            }
        };

        pool.prepare();

        assertThat(pool.stats().idleCount()).isEqualTo(1);
    }

    @Test
    void preparesNoMoreThanThereMayBe() {
        var pool = pool(with(1, 2, Duration.ZERO, Duration.ZERO));
        var unused = plain(pool);

        pool.prepare();

        assertThat(pool.stats().idleCount()).isZero();
    }

    @Test
    void closesOneIdleTooMany() {
        var pool = pool();
        var loans = List.of(plain(pool), plain(pool), plain(pool));

        loans.forEach(Loan::release);

        assertThat(pool.stats().idleCount()).isEqualTo(2);
        assertThat(pool.stats().destroyedByCause()).containsEntry(Cause.IDLE, 1L);
    }

    @Test
    void closesWhatHasLivedForItsLifetimeLessChance() {
        var pool = pool(with(3, 0, Duration.ofHours(1), Duration.ZERO));
        var loan = plain(pool);
        long life = loan.producer().lifeNanos();
        assertThat(life)
                .isBetween(Duration.ofMinutes(45).toNanos(), Duration.ofHours(1).toNanos());
        clock.set(life - 1);
        loan.release();
        assertThat(pool.stats().idleCount()).isEqualTo(1);
        loan = plain(pool);

        clock.incrementAndGet();
        loan.release();

        assertThat(pool.stats().destroyedByCause()).containsEntry(Cause.LIFETIME, 1L);
    }

    @Test
    void closesWhatWasBuiltWithOtherSettings() {
        var pool = pool();
        var leased = plain(pool);
        plain(pool).release();

        pool.change(pool.recipe(new ScriptedSource()));
        assertThat(pool.stats().destroyedByCause()).containsEntry(Cause.CONFIGURATION, 1L);
        leased.release();

        assertThat(pool.stats().destroyedByCause()).containsEntry(Cause.CONFIGURATION, 2L);
        assertThat(pool.stats().idleCount()).isZero();
    }

    @Test
    void leavesEverythingAsItIsForOneThatIsBuiltByARecipeToCome() {
        var pool = pool();
        plain(pool).release();
        var next = new ScriptedSource();
        var recipe = pool.recipe(next);

        var prepared = pool.borrowPrepared(recipe);

        assertThat(next.built).hasSize(1);
        assertThat(pool.isCurrent(prepared)).isFalse();
        assertThat(pool.stats().idleCount()).isEqualTo(1);
        assertThat(plain(pool).producer().kafka()).isSameAs(source.built.get(0));
        pool.change(recipe);
        assertThat(pool.isCurrent(prepared)).isTrue();
        pool.discard(prepared);
        assertThat(next.built.get(0).closed()).isTrue();
    }

    @Test
    void buildsWhatNobodyWaitsForHoweverShortABorrowersPatienceIs() throws Exception {
        var impatient = Duration.ofMillis(1);
        var pool = pool(new PoolSettings(
                3, 0, 2, Duration.ofMinutes(10), Duration.ZERO, impatient, Duration.ofSeconds(5), Duration.ZERO));
        var building = new CompletableFuture<Producer<byte[], byte[]>>();
        var recipe = pool.recipe(new ProducerSource() {
            @Override
            public SendLimits limits() {
                return source.limits();
            }

            @Override
            public CompletableFuture<Producer<byte[], byte[]>> build(String clientId, @Nullable String id) {
                return building;
            }
        });
        var prepared = CompletableFuture.supplyAsync(() -> pool.borrowPrepared(recipe));
        long start = System.nanoTime();
        while (System.nanoTime() - start < 20 * impatient.toNanos()) {
            LockSupport.parkNanos(impatient.toNanos());
        }

        building.complete(source.build("late", null).join());

        assertThat(prepared.get(20, TimeUnit.SECONDS).clientId()).isNotNull();
    }

    @Test
    void lendsNothingUntilItIsBelowALoweredLimit() {
        var pool = pool();
        var loans = List.of(plain(pool), plain(pool), plain(pool));

        pool.change(SETTINGS.withMaxConnections(1));

        assertThat(pool.stats().maxCount()).isEqualTo(1);
        assertThat(pool.stats().activeCount()).isEqualTo(3);
        loans.get(0).release();
        loans.get(1).release();
        assertThat(failure(() -> pool.lend(ProducerKind.PLAIN, AT_ONCE))).isEqualTo(MqErrorCode.POOL_EXHAUSTED);
        assertThat(pool.stats().destroyedByCause()).containsEntry(Cause.RESIZE, 2L);
        loans.get(2).release();
        assertThat(plain(pool).producer()).isSameAs(loans.get(2).producer());
    }

    @Test
    void closesNoMoreThanTooManyHoweverLongThatTakes() {
        var closings = new LinkedBlockingQueue<Runnable>();
        var pool = pool(with(4, 0, Duration.ZERO, Duration.ZERO), closings::add);
        var loans = List.of(plain(pool), plain(pool), plain(pool));
        var stripe = pool.borrow();

        pool.change(with(2, 0, Duration.ZERO, Duration.ZERO));
        loans.forEach(Loan::release);

        assertThat(pool.stats().destroyedByCause()).containsEntry(Cause.RESIZE, 2L);
        assertThat(pool.stats().idleCount()).isEqualTo(1);
        assertThat(failure(() -> pool.lend(ProducerKind.TRANSACTIONAL, AT_ONCE)))
                .as("they are still there")
                .isEqualTo(MqErrorCode.POOL_EXHAUSTED);
        closings.forEach(Runnable::run);
        assertThat(stripe).isNotNull();
    }

    @Test
    void closesIdleOnesOnceWhenTheLimitIsLoweredHoweverOftenItLooks() {
        var closings = new LinkedBlockingQueue<Runnable>();
        var settings = new PoolSettings(
                4, 0, 4, Duration.ofMinutes(10), Duration.ZERO, LONG, Duration.ofSeconds(5), Duration.ZERO);
        var pool = pool(settings, closings::add);
        var loans = List.of(plain(pool), plain(pool), plain(pool), plain(pool));
        loans.forEach(Loan::release);
        assertThat(pool.stats().idleCount()).isEqualTo(4);

        pool.change(settings.withMaxConnections(2));
        pool.evict();
        pool.evict();

        assertThat(pool.stats().idleCount()).isEqualTo(2);
        assertThat(pool.stats().destroyedByCause()).containsEntry(Cause.RESIZE, 2L);
        closings.forEach(Runnable::run);
    }

    @Test
    void closesIdleOnesWhenTheLimitIsLowered() {
        var pool = pool();
        List.of(plain(pool), plain(pool)).forEach(Loan::release);

        pool.change(SETTINGS.withMaxConnections(1));

        assertThat(pool.stats().idleCount()).isEqualTo(1);
        assertThat(pool.stats().destroyedByCause()).containsEntry(Cause.RESIZE, 1L);
    }

    @Test
    void servesThoseWhoWaitWhenTheLimitIsRaised() throws Exception {
        var pool = pool(with(1, 0, Duration.ZERO, Duration.ZERO));
        var unused = plain(pool);
        var waiting = waiting(pool);

        pool.change(SETTINGS);

        assertThat(waiting.get(20, TimeUnit.SECONDS).producer()).isNotNull();
    }

    @Test
    void givesAReplacementBeyondTheLimitForAMoment() {
        var pool = pool(with(1, 0, Duration.ZERO, Duration.ZERO));
        var old = pool.borrow();

        var replacement = pool.borrowReplacement();
        assertThat(pool.stats().activeCount()).isEqualTo(2);
        pool.discard(old, Cause.LIFETIME);

        assertThat(failure(() -> pool.lend(ProducerKind.PLAIN, AT_ONCE))).isEqualTo(MqErrorCode.POOL_EXHAUSTED);
        pool.discard(replacement);
        assertThat(plain(pool).producer()).isNotSameAs(replacement);
    }

    @Test
    void keepsThePlaceAndTheSlotOfAProducerThatIsBuiltTooLateUntilItIsClosed() {
        var pool = pool(with(1, 0, Duration.ZERO, Duration.ZERO));
        var late = new CompletableFuture<Producer<byte[], byte[]>>();
        source.pending = late;

        assertThat(failure(() -> pool.lend(ProducerKind.TRANSACTIONAL, AT_ONCE)))
                .isEqualTo(MqErrorCode.TIMED_OUT);
        assertThat(failure(() -> pool.lend(ProducerKind.TRANSACTIONAL, AT_ONCE)))
                .isEqualTo(MqErrorCode.POOL_EXHAUSTED);
        var producer = source.producer();
        late.complete(producer);

        assertThat(producer.closed()).isTrue();
        assertThat(transactional(pool).producer().transactionalId()).isEqualTo("mq-test-tx-0");
    }

    @Test
    void tellsWhoeverWaitsThatItWasClosed() throws Exception {
        var pool = pool(with(1, 0, Duration.ZERO, Duration.ZERO));
        var stripe = pool.borrow();
        var waiting = new FutureTask<>(() -> failure(() -> plain(pool)));
        var thread = await(waiting, pool);

        pool.close();

        assertThat(waiting.get(20, TimeUnit.SECONDS)).isIn(MqErrorCode.CLOSED);
        assertThat(thread.isInterrupted()).isFalse();
        assertThat(failure(() -> plain(pool))).isEqualTo(MqErrorCode.CLOSED);
        pool.discard(stripe);
    }

    @Test
    void closesWhatIsLentWhenItIsClosed() {
        var pool = pool();
        var loan = plain(pool);

        pool.close();
        loan.release();

        assertThat(source.built.get(0).closed()).isTrue();
        assertThat(pool.stats().destroyedByCause()).containsEntry(Cause.CLOSED, 1L);
    }

    @Test
    void givesUpWaitingWhenInterruptedAndKeepsTheInterrupt() throws Exception {
        var pool = pool(with(1, 0, Duration.ZERO, Duration.ZERO));
        var loan = plain(pool);
        var waiting = new FutureTask<>(() -> {
            var code = failure(() -> plain(pool));
            return code + " " + Thread.currentThread().isInterrupted();
        });
        var thread = await(waiting, pool);

        thread.interrupt();

        assertThat(waiting.get(20, TimeUnit.SECONDS)).isEqualTo("INTERRUPTED true");
        loan.release();
        assertThat(plain(pool).producer()).as("no place was lost").isSameAs(loan.producer());
    }

    @Test
    void closesAProducerWhoseBorrowerWasInterruptedWhileItWasBuilt() {
        var pool = pool(with(1, 0, Duration.ZERO, Duration.ZERO));
        var late = new CompletableFuture<Producer<byte[], byte[]>>();
        source.pending = late;
        Thread.currentThread().interrupt();

        var code = failure(() -> plain(pool));

        assertThat(Thread.interrupted()).isTrue();
        assertThat(code).isEqualTo(MqErrorCode.INTERRUPTED);
        late.complete(source.producer());
        var unused = plain(pool);
    }

    @Test
    void reportsALoanThatIsTooOldOnceAndItsReturn() {
        var pool = pool(with(3, 0, Duration.ZERO, Duration.ofSeconds(30)));
        var loan = plain(pool);
        assertThat(timer.tasks.peek().delayNanos())
                .isEqualTo(Duration.ofSeconds(30).toNanos());

        timer.fire();

        assertThat(pool.stats().leakedCount()).isEqualTo(1);
        assertThat(loan.isReported()).isTrue();
        assertThat(loan.stack().getStackTrace())
                .anyMatch(frame -> frame.getMethodName().equals("reportsALoanThatIsTooOldOnceAndItsReturn"));
        loan.release();
        assertThat(pool.stats().idleCount()).isEqualTo(1);
    }

    @Test
    void doesNotReportALoanThatIsOver() {
        var pool = pool(with(3, 0, Duration.ZERO, Duration.ofSeconds(30)));
        plain(pool).release();

        timer.fire();

        assertThat(pool.stats().leakedCount()).isZero();
    }

    @Test
    void recordsNoStackUnlessLeakDetectionIsOn() {
        var pool = pool();

        assertThat(plain(pool).stack()).isNull();
        assertThat(timer.tasks).isEmpty();
    }

    private static FutureTask<Loan> waiting(ProducerPool pool) {
        var waiting = new FutureTask<>(() -> plain(pool));
        await(waiting, pool);
        return waiting;
    }

    /** Starts a borrower, which is the last in the queue when this returns. */
    private static Thread await(FutureTask<?> borrowing, ProducerPool pool) {
        int before = pool.stats().waiterCount();
        var thread = new Thread(borrowing, "borrower");
        thread.start();
        while (pool.stats().waiterCount() == before) {
            Thread.onSpinWait();
        }
        return thread;
    }

    /** Returns when a thread waits for something, for a limited time or for any. */
    private static void awaitParked(Thread thread) {
        while (thread.getState() != Thread.State.TIMED_WAITING
                && thread.getState() != Thread.State.WAITING
                && thread.isAlive()) {
            Thread.onSpinWait();
        }
    }

    @Test
    void buildsAnotherWhenTheSettingsChangeWhileOneIsBuilt() {
        var made = new AtomicReference<ProducerPool>();
        var before = new ScriptedSource();
        before.eachBuild = () -> {
            var changing = Objects.requireNonNull(made.get());
            changing.change(changing.recipe(source));
        };
        var pool = new ProducerPool(
                before, new ProducerNaming("c", "mq-test-tx"), SETTINGS, Runnable::run, timer, clock::get);
        made.set(pool);
        opened.add(pool);

        var loan = plain(pool);

        assertThat(loan.producer().kafka()).isSameAs(source.built.get(0));
        assertThat(before.built.get(0).closed()).isTrue();
        assertThat(pool.stats().activeCount()).isEqualTo(1);
    }

    @Test
    void closesWhatWasBeingPreparedWhenItIsClosed() {
        var made = new AtomicReference<ProducerPool>();
        source.eachBuild = () -> Objects.requireNonNull(made.get()).close();
        var pool = new ProducerPool(
                source,
                new ProducerNaming("c", "mq-test-tx"),
                with(3, 1, Duration.ZERO, Duration.ZERO),
                Runnable::run,
                timer,
                clock::get);
        made.set(pool);

        pool.prepare();

        assertThat(source.built.get(0).closed()).isTrue();
    }

    /** How many are open, be they idle, lent or about to be. */
    private long openCount() {
        return source.built.stream().filter(each -> !each.closed()).count();
    }

    @Test
    void buildsNoMoreThanThereMayBeHoweverManyBorrowersMakeRoomAtOnce() {
        var pool = pool(with(2, 0, Duration.ZERO, Duration.ZERO));
        transactional(pool).release();
        source.eachBuild = () -> {
            source.eachBuild = () -> {};
            // while the first is being built
            var unused = plain(pool);
        };

        var unused = plain(pool);

        assertThat(openCount()).isEqualTo(2);
        assertThat(pool.stats().destroyedByCause()).containsEntry(Cause.ROOM, 1L);
    }

    @Test
    void preparesNoneInThePlaceOfOneThatIsBeingBuilt() {
        var pool = pool(with(1, 1, Duration.ZERO, Duration.ZERO));
        source.eachBuild = () -> {
            source.eachBuild = () -> {};
            pool.prepare();
        };

        var unused = plain(pool);

        assertThat(openCount()).isEqualTo(1);
    }

    @Test
    void lendsNoneInThePlaceOfOneThatIsBeingPrepared() {
        var pool = pool(with(1, 1, Duration.ZERO, Duration.ZERO));
        var refusals = new ArrayList<MqErrorCode>();
        source.eachBuild = () -> {
            source.eachBuild = () -> {};
            refusals.add(failure(() -> pool.lend(ProducerKind.PLAIN, AT_ONCE)));
        };

        pool.prepare();

        assertThat(refusals).containsExactly(MqErrorCode.POOL_EXHAUSTED);
        assertThat(openCount()).isEqualTo(1);
        assertThat(pool.stats().idleCount()).isEqualTo(1);
    }

    @Test
    void givesThePlaceOfAnIdleOneOnlyWhenItIsClosed() {
        var closings = new ArrayList<Runnable>();
        var pool = pool(with(1, 0, Duration.ZERO, Duration.ZERO), closings::add);
        transactional(pool).release();

        assertThat(failure(() -> pool.lend(ProducerKind.PLAIN, AT_ONCE))).isEqualTo(MqErrorCode.POOL_EXHAUSTED);
        assertThat(openCount()).isEqualTo(1);
        closings.remove(0).run();
        var unused = plain(pool);

        assertThat(openCount()).isEqualTo(1);
    }

    @Test
    void givesNoPlaceThatWasTakenAwaySinceItsPermit() throws Exception {
        var counts = new PoolCounts(clock::get);
        var factory = new ProducerFactory(
                source, new ProducerNaming("c", "t"), () -> SETTINGS, Runnable::run, clock::get, counts, gone -> {});
        var places = new Places(factory, new Eviction(factory, () -> SETTINGS, clock::get), 2);
        assertThat(places.permits().tryAcquire(0)).isTrue();
        assertThat(places.claim(ProducerKind.PLAIN, false).isGranted()).isTrue();

        assertThat(places.permits().tryAcquire(0)).isTrue();
        places.resize(1);

        assertThat(places.claim(ProducerKind.PLAIN, false).isGranted())
                .as("lowered since")
                .isFalse();
        places.permits().release();
        assertThat(places.permits().tryAcquire(0)).isFalse();
        places.release();
        assertThat(places.permits().tryAcquire(0)).isTrue();
        assertThat(places.claim(ProducerKind.PLAIN, false).isGranted()).isTrue();
    }

    @Test
    void buildsAReplacementThoughThereIsNoPlaceForIt() {
        var pool = pool(with(1, 0, Duration.ZERO, Duration.ZERO));
        plain(pool).release();
        var first = pool.borrow();

        var second = pool.borrowReplacement();

        assertThat(openCount()).isEqualTo(2);
        pool.discard(first);
        pool.discard(second);
        var unused = plain(pool);
        assertThat(openCount()).as("no place is lost").isEqualTo(1);
    }

    @Test
    void keepsTheTurnOfABorrowerUntilWhatItDisplacedIsClosed() throws Exception {
        var closings = new LinkedBlockingQueue<Runnable>();
        var pool = pool(with(1, 0, Duration.ZERO, Duration.ZERO), closings::add);
        var lent = plain(pool);
        var displacing = new FutureTask<>(() -> transactional(pool));
        var displacer = await(displacing, pool);
        var second = waiting(pool);
        var third = waiting(pool);

        lent.release();
        var closing = closings.take();
        awaitParked(displacer);
        closing.run();

        var transactional = displacing.get(10, TimeUnit.SECONDS);
        assertThat(pool.stats().waiterCount()).as("still in the queue").isEqualTo(2);
        transactional.release();
        closings.take().run();
        second.get(10, TimeUnit.SECONDS).release();
        assertThat(third.get(10, TimeUnit.SECONDS).producer())
                .isSameAs(second.get().producer());
        assertThat(source.built).as("plain, transactional, plain").hasSize(3);
        assertThat(openCount()).isEqualTo(1);
    }

    @Test
    void queuesAgainWhenTheLimitIsLoweredBeforeWhatItDisplacedIsClosed() throws Exception {
        var closings = new LinkedBlockingQueue<Runnable>();
        var pool = pool(with(2, 0, Duration.ZERO, Duration.ZERO), closings::add);
        var lent = plain(pool);
        plain(pool).release();
        var displacing = new FutureTask<>(() -> transactional(pool));
        var displacer = new Thread(displacing, "displacer");
        displacer.start();
        var closing = closings.take();
        awaitParked(displacer);
        assertThat(pool.stats().waiterCount()).as("it has its turn").isZero();

        pool.change(with(1, 0, Duration.ZERO, Duration.ZERO));
        closing.run();

        while (pool.stats().waiterCount() == 0) {
            Thread.onSpinWait();
        }
        lent.release();
        closings.take().run();
        assertThat(displacing.get(10, TimeUnit.SECONDS).producer().transactionalId())
                .isNotNull();
        assertThat(openCount()).isEqualTo(1);
    }

    @Test
    void tellsWhoeverWaitsForWhatItDisplacedThatThePoolWasClosed() throws Exception {
        var closings = new LinkedBlockingQueue<Runnable>();
        var pool = pool(with(1, 0, Duration.ZERO, Duration.ZERO), closings::add);
        plain(pool).release();
        var displacing = new FutureTask<>(() -> failure(() -> transactional(pool)));
        var displacer = new Thread(displacing, "displacer");
        displacer.start();
        var closing = closings.take();
        awaitParked(displacer);

        var end = CompletableFuture.runAsync(pool::close);

        assertThat(displacing.get(10, TimeUnit.SECONDS)).isEqualTo(MqErrorCode.CLOSED);
        closing.run();
        end.get(10, TimeUnit.SECONDS);
        assertThat(openCount()).isZero();
    }

    @Test
    void buildsOnlyForTheTimeThatIsLeftAfterTheWaitForAPlace() throws Exception {
        var pool = pool(with(1, 0, Duration.ZERO, Duration.ZERO));
        var stripe = pool.borrow();
        var waiting = new FutureTask<>(() -> failure(() -> plain(pool)));
        await(waiting, pool);
        source.pending = new CompletableFuture<>();

        clock.set(LONG.toNanos() - 1);
        pool.discard(stripe);

        assertThat(waiting.get(10, TimeUnit.SECONDS)).isEqualTo(MqErrorCode.TIMED_OUT);
    }

    @Test
    void closesWhatBecomesIdleAtTheMomentOfTheClose() throws Exception {
        var made = new AtomicReference<Places>();
        var closer = new Thread(() -> Objects.requireNonNull(made.get()).close(), "closer");
        var factory =
                new ProducerFactory(
                        source,
                        new ProducerNaming("c", "t"),
                        () -> SETTINGS,
                        Runnable::run,
                        clock::get,
                        new PoolCounts(clock::get),
                        gone -> {}) {
                    @Override
                    public PooledProducer create(ProducerKind kind) {
                        var built = super.create(kind);
                        // the object pool has found itself open, and has not taken this one yet
                        closer.start();
                        awaitParked(closer);
                        return built;
                    }
                };
        var places = new Places(factory, new Eviction(factory, () -> SETTINGS, clock::get), 1);
        made.set(places);
        assertThat(places.permits().tryAcquire(0)).isTrue();
        assertThat(places.claim(ProducerKind.PLAIN, false).isGranted()).isTrue();

        places.keep(factory.build(ProducerKind.PLAIN, factory.recipe(), LONG));
        closer.join();

        assertThat(openCount()).isZero();
    }
}
