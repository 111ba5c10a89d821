// SPDX-License-Identifier: MIT
package io.mqconnector.engine.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.mqconnector.api.MqMessage;
import io.mqconnector.api.MqOutcome;
import io.mqconnector.api.MqSendCallback;
import io.mqconnector.api.MqSendException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Senders beside rotations, resizes, evictions and deaths, by chance: each acknowledged message once and in its key's order. */
@Timeout(60)
class RandomStripesTest {
    private static final int SENDERS = 4;
    private static final int KEYS = 16;
    private static final int CHANGES = 40;
    private static final int MOST_MISSING = 5_000;
    private static final long PAUSE_NANOS = 100_000;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void keepsOrderAndWritesOnce(long seed) throws Exception {
        var random = new Random(seed);
        try (var fixture = new StripesFixture(2, Duration.ofMillis(200), seed % 2 == 0)) {
            var acknowledged = ConcurrentHashMap.<String>newKeySet();
            var failed = new ConcurrentHashMap<String, MqOutcome>();
            var missing = new AtomicInteger();
            var isOver = new CountDownLatch(1);
            var senders = new ArrayList<CompletableFuture<Integer>>();
            for (int sender = 0; sender < SENDERS; sender++) {
                int number = sender;
                senders.add(CompletableFuture.supplyAsync(
                        () -> send(fixture, number, acknowledged, failed, missing, isOver), fixture.executor));
            }

            for (int i = 0; i < CHANGES; i++) {
                change(fixture, random);
            }
            isOver.countDown();
            int sent = 0;
            for (var sender : senders) {
                sent += sender.get(20, TimeUnit.SECONDS);
            }
            fixture.producer.flush(Duration.ofSeconds(20));

            assertThat(missing).hasValue(0);
            assertThat(acknowledged.size() + failed.size()).isEqualTo(sent);
            check(fixture.cluster.log(), acknowledged, failed);
            assertThat(fixture.producer.rotations().replacedCount()).isGreaterThan(10);
            assertThat(fixture.producer.stats().inFlightCount()).isZero();
            assertThat(fixture.producer.stats().sentCount()).isEqualTo(sent);
        }
    }

    private static void change(StripesFixture fixture, Random random) throws Exception {
        int stripe = random.nextInt(fixture.producer.stripeCount());
        CompletableFuture<RotationReport> change = switch (random.nextInt(6)) {
            case 0 -> fixture.producer.resize(1 + random.nextInt(4));
            case 1 -> fixture.producer.evict(stripe);
            case 2 -> {
                fixture.cluster.latest().kill();
                yield CompletableFuture.completedFuture(null);
            }
            case 3 -> fixture.producer.rotate(RotationCause.REQUESTED);
            case 4 -> {
                var frozen = fixture.cluster.latest();
                frozen.freeze();
                var rotating = fixture.producer.rotate(stripe);
                rotating.get(20, TimeUnit.SECONDS);
                frozen.thaw();
                yield rotating;
            }
            default -> fixture.producer.rotate(stripe);
        };
        change.get(20, TimeUnit.SECONDS);
    }

    private static int send(
            StripesFixture fixture,
            int sender,
            Set<String> acknowledged,
            Map<String, MqOutcome> failed,
            AtomicInteger missing,
            CountDownLatch isOver) {
        int sent = 0;
        var callback = new MqSendCallback() {
            @Override
            public void acknowledged(MqMessage message, int partition, long offset, long timestampMillis) {
                acknowledged.add(text(message));
                missing.decrementAndGet();
            }

            @Override
            public void failed(MqMessage message, MqSendException failure) {
                failed.put(text(message), failure.outcome());
                missing.decrementAndGet();
            }
        };
        while (isOver.getCount() > 0) {
            var key = "k" + sender + "-" + sent % KEYS;
            missing.incrementAndGet();
            fixture.producer.sendAsync(StripesFixture.message(key, key + ":" + sent), callback);
            sent++;
            if (sent % 16 == 0 || missing.get() > MOST_MISSING) {
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
        return sent;
    }

    private static String text(MqMessage message) {
        return new String(message.value(), StandardCharsets.UTF_8);
    }

    private static void check(List<String> log, Set<String> acknowledged, Map<String, MqOutcome> failed) {
        var seen = new HashSet<String>();
        var last = new HashMap<String, Integer>();
        for (String text : log) {
            if (!seen.add(text) || failed.get(text) == MqOutcome.NOT_WRITTEN) {
                throw new AssertionError(text + " is written, and " + failed.get(text) + " or twice");
            }
            if (acknowledged.contains(text)) {
                int colon = text.indexOf(':');
                int number = Integer.parseInt(text.substring(colon + 1));
                var before = last.put(text.substring(0, colon), number);
                if (before != null && before > number) {
                    throw new AssertionError(text + " after " + before);
                }
            }
        }
        assertThat(seen.containsAll(acknowledged))
                .as("acknowledged and not written")
                .isTrue();
    }
}
