// SPDX-License-Identifier: MIT
package io.mqconnector.engine.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mqconnector.api.MqConfigException;
import io.mqconnector.api.MqConnectionException;
import io.mqconnector.api.MqErrorCode;
import io.mqconnector.engine.client.Trial;
import io.mqconnector.engine.inbound.ManualExecutor;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** What meets a preparation meets it in its middle, on the test's thread. */
class RightOfWayTest {
    private static final String PREPARED = "prepared";

    private final ManualExecutor executor = new ManualExecutor();
    private Object said = "sources";
    private boolean isChangeWaiting;
    private long nanos;
    private final RightOfWay rightOfWay = new RightOfWay(() -> said, () -> isChangeWaiting, executor, () -> nanos);

    private String prepared(boolean isWithOthers, Supplier<String> preparing) {
        return rightOfWay.prepared(said, isWithOthers, preparing);
    }

    private void giveWayAfter(long millis) {
        nanos += TimeUnit.MILLISECONDS.toNanos(millis);
        rightOfWay.giveWay();
        executor.runAll();
    }

    /** Waits for a broker, which answers unless this is cut short before. */
    private static String awaitAnswer() {
        return await(() -> PREPARED);
    }

    private static String await(Supplier<String> otherwise) {
        try {
            return Trial.await(new CompletableFuture<>(), Duration.ZERO);
        } catch (TimeoutException e) {
            return otherwise.get();
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError(e);
        }
    }

    private boolean isGivenWayTo(Runnable event) {
        return prepared(false, () -> {
                    event.run();
                    giveWayAfter(250);
                    return awaitAnswer();
                })
                == null;
    }

    @Test
    void isSeenThroughAsLongAsNobodyWantsAnythingElse() {
        var prepared = prepared(false, () -> {
            giveWayAfter(10_000);
            return awaitAnswer();
        });

        assertThat(prepared).isEqualTo(PREPARED);
        assertThat(rightOfWay.hasGivenWay()).isFalse();
    }

    @Test
    void givesWayToAChangeThatWaits() {
        assertThat(isGivenWayTo(() -> isChangeWaiting = true)).isTrue();
        assertThat(rightOfWay.hasGivenWay()).isTrue();
    }

    @Test
    void givesWayToSourcesThatSaySomethingElseByNow() {
        assertThat(isGivenWayTo(() -> said = "corrected")).isTrue();
    }

    @Test
    void givesWayToAChangeThatIsPartOfIt() {
        var prepared = prepared(true, () -> {
            giveWayAfter(250);
            return awaitAnswer();
        });

        assertThat(prepared).isNull();
    }

    @Test
    void doesNotGiveWayBeforeItHasHadItsTime() {
        isChangeWaiting = true;

        var prepared = prepared(true, () -> {
            giveWayAfter(249);
            return awaitAnswer();
        });

        assertThat(prepared).isEqualTo(PREPARED);
    }

    @Test
    void isInTimeWhenItIsPreparedAllTheSame() {
        isChangeWaiting = true;

        var prepared = prepared(false, () -> {
            giveWayAfter(250);
            return PREPARED;
        });

        assertThat(prepared).isEqualTo(PREPARED);
        assertThat(rightOfWay.hasGivenWay()).isFalse();
    }

    @Test
    void asksTheSourcesOnTheExecutorOnly() {
        isChangeWaiting = true;

        var prepared = prepared(false, () -> {
            nanos += TimeUnit.SECONDS.toNanos(1);
            rightOfWay.giveWay();
            assertThat(executor.tasks).hasSize(1);
            return awaitAnswer();
        });

        assertThat(prepared).as("the executor has not come to it").isEqualTo(PREPARED);
    }

    /** The executor may come to it when what was to give way is over, and the next try has begun. */
    @Test
    void whatComesTooLateForOneTryDoesNotCutTheNextOneShort() {
        isChangeWaiting = true;
        var first = prepared(false, () -> {
            nanos += TimeUnit.SECONDS.toNanos(1);
            rightOfWay.giveWay();
            return awaitAnswer();
        });

        var second = prepared(false, () -> {
            executor.runAll();
            return awaitAnswer();
        });

        assertThat(first).isEqualTo(PREPARED);
        assertThat(second).isEqualTo(PREPARED);
        assertThat(executor.tasks).isEmpty();
    }

    @Test
    void hasNothingToCutShortBetweenTwoTries() {
        rightOfWay.giveWay();
        assertThat(executor.tasks).isEmpty();
        isChangeWaiting = true;
        prepared(false, () -> {
            nanos += TimeUnit.SECONDS.toNanos(1);
            rightOfWay.giveWay();
            return awaitAnswer();
        });

        executor.runAll();

        assertThat(rightOfWay.hasGivenWay()).isFalse();
    }

    @Test
    void isSeenThroughAfterItHasGivenWayThreeTimesInARow() {
        for (int i = 0; i < 3; i++) {
            assertThat(isGivenWayTo(() -> isChangeWaiting = true)).isTrue();
        }

        assertThat(isGivenWayTo(() -> isChangeWaiting = true)).isFalse();
        assertThat(rightOfWay.hasGivenWay()).as("until it has come to an end").isTrue();
        rightOfWay.end();
        assertThat(rightOfWay.hasGivenWay()).isFalse();
        assertThat(isGivenWayTo(() -> isChangeWaiting = true))
                .as("a row begins anew")
                .isTrue();
    }

    @Test
    void whatIsRefusedIsNotTakenForWhatHasGivenWay() {
        isChangeWaiting = true;

        assertThatThrownBy(() -> prepared(false, () -> {
                    giveWayAfter(249);
                    return await(() -> {
                        throw new MqConnectionException(MqErrorCode.TIMED_OUT, "no broker answers", null, true);
                    });
                }))
                .isInstanceOf(MqConnectionException.class)
                .hasMessageContaining("no broker answers");
        assertThat(rightOfWay.hasGivenWay()).isFalse();
    }

    @Test
    void whatIsRefusedBecauseItWasCutShortHasGivenWay() {
        isChangeWaiting = true;

        var prepared = prepared(false, () -> {
            giveWayAfter(250);
            try {
                return awaitAnswer();
            } catch (MqConnectionException e) {
                throw new MqConfigException(List.of("connection 'default': " + e.getMessage()), e);
            }
        });

        assertThat(prepared).isNull();
    }

    @Test
    void leavesNothingOfATryToTheThread() {
        isChangeWaiting = true;
        assertThatThrownBy(() -> prepared(false, () -> {
                    giveWayAfter(250);
                    throw new IllegalStateException("on purpose");
                }))
                .isInstanceOf(IllegalStateException.class);

        assertThat(awaitAnswer()).as("of no try").isEqualTo(PREPARED);
    }

    @Test
    void isSeenThroughWhenTheThreadsHaveEnded() {
        executor.rejects = true;
        isChangeWaiting = true;

        var prepared = prepared(false, () -> {
            giveWayAfter(250);
            return awaitAnswer();
        });

        assertThat(prepared).isEqualTo(PREPARED);
    }
}
