// SPDX-License-Identifier: MIT
package io.mqconnector.engine.inbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mqconnector.api.MqConsumer;
import io.mqconnector.api.MqConsumerError;
import io.mqconnector.api.MqErrorListener;
import io.mqconnector.engine.client.ClientFactory;
import io.mqconnector.engine.client.ClusterWatch;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Without a consumer: none can be built. Members run when the test says so, everything else at once. */
class SubscriptionTest {
    private static final ClassLoader LOADER = SubscriptionTest.class.getClassLoader();

    private final ManualTimer timer = new ManualTimer();
    private final Deque<Runnable> members = new ArrayDeque<>();
    private final List<MqConsumerError.Kind> errors = new ArrayList<>();
    private final ClientFactory clients = new ClientFactory(task -> {
        throw new RejectedExecutionException("no clients here");
    });

    @AfterEach
    void close() {
        timer.shutdownNow();
    }

    private void execute(Runnable task) {
        if (task instanceof Member) {
            members.add(task);
        } else {
            task.run();
        }
    }

    private Subscription subscription(MqErrorListener errorListener, Runnable onClosed) {
        var config = ListenerConfigs.of(
                Map.of("restart-attempts", "1", "restart-backoff", "1ms", "restart-max-backoff", "1ms"));
        var engine = new InboundEngine(
                "test",
                clients,
                new ClusterWatch(
                        new ClientFactory(task -> {}),
                        "test-admin",
                        new ClusterWatch.Settings(Map.of(), "localhost:1", Duration.ofSeconds(1)),
                        timer),
                (letter, outcome) -> {},
                DeliveryFixture.NO_OUTLETS,
                this::execute,
                new WorkerThreads(new ManualExecutor(), null),
                timer,
                ListenerObserver.NONE,
                100);
        var calls = new ListenerCalls(EndpointSource.of((message, metadata) -> {}), errorListener, List.of(), LOADER);
        return new Subscription(config, calls, engine, onClosed);
    }

    @Test
    void standsStillWhenItsConsumerHasFailedTooOftenAndGoesOnWhenItIsRestarted() {
        var subscription = subscription(error -> errors.add(error.kind()), () -> {});
        subscription.start();
        members.remove().run();

        assertThat(errors).endsWith(MqConsumerError.Kind.GIVEN_UP);
        assertThat(subscription.state()).isEqualTo(MqConsumer.State.FAILED);
        assertThat(members).isEmpty();

        subscription.restart();

        assertThat(subscription.state()).isEqualTo(MqConsumer.State.STARTING);
        assertThat(members).hasSize(1);
    }

    /** An application hears of it before the consumer has ended. */
    @Test
    void goesOnWhenItIsRestartedAtTheMomentItGivesUp() {
        var subscription = new Subscription[1];
        subscription[0] = subscription(
                error -> {
                    if (error.kind() == MqConsumerError.Kind.GIVEN_UP) {
                        subscription[0].restart();
                    }
                },
                () -> {});
        subscription[0].start();

        members.remove().run();

        assertThat(subscription[0].state()).isEqualTo(MqConsumer.State.STARTING);
        assertThat(members).hasSize(1);
    }

    @Test
    void isClosedForEverybodyOnlyWhenItsNameIsFree() {
        var subscription = new Subscription[1];
        var another = new ArrayList<Boolean>();
        subscription[0] = subscription(
                error -> {},
                () -> another.add(CompletableFuture.supplyAsync(() -> subscription[0].close(Duration.ofMillis(1)))
                        .orTimeout(20, TimeUnit.SECONDS)
                        .join()));

        assertThat(subscription[0].close(Duration.ofSeconds(20))).isTrue();

        assertThat(another).as("while its name is being given back").containsExactly(false);
        assertThat(subscription[0].close(Duration.ofSeconds(20))).isTrue();
    }

    /** A poll brings no more than may be in flight, and that is fixed with the consumer. */
    @Test
    void buildsConsumersAnewWhenAPollIsToBringLessOrMore() {
        var subscription = subscription(error -> {}, () -> {});
        var smaller = ListenerConfigs.of(Map.of("max-in-flight", "10"));
        var larger = ListenerConfigs.of(Map.of("max-in-flight", "20000"));

        var unused = subscription.prepare(larger).commit();

        assertThat(subscription.config()).as("in force without a client").isSameAs(larger);
        assertThatThrownBy(() -> subscription.prepare(smaller)).hasMessage("no clients here");
    }
}
