// SPDX-License-Identifier: MIT
package io.mqconnector.engine.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.mqconnector.api.MqConsumer;
import io.mqconnector.engine.client.ClientFactory;
import io.mqconnector.engine.client.ClusterWatch;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Without a consumer: none can be built. Members run when the test says so. */
class MembersTest {
    private final DeliveryFixture fixture = new DeliveryFixture()
            .set("consumers", "2")
            .set("restart-attempts", "1")
            .set("restart-backoff", "1ms")
            .set("restart-max-backoff", "1ms");
    private final Deque<Runnable> tasks = new ArrayDeque<>();
    /** Happens when somebody asks what time it is, once. */
    private final AtomicReference<Runnable> atNextLook = new AtomicReference<>(() -> {});

    private final Members members =
            new Members(fixture.deliveries(EndpointSource.of((message, metadata) -> {}), this::nanoTime), engine());

    @AfterEach
    void close() {
        fixture.close();
    }

    private long nanoTime() {
        atNextLook.getAndSet(() -> {}).run();
        return System.nanoTime();
    }

    private InboundEngine engine() {
        var clients = new ClientFactory(task -> {
            throw new RejectedExecutionException("no clients here");
        });
        return new InboundEngine(
                "test",
                clients,
                new ClusterWatch(
                        clients,
                        "test-admin",
                        new ClusterWatch.Settings(Map.of(), "localhost:1", Duration.ofSeconds(1)),
                        fixture.timer),
                (letter, outcome) -> {},
                DeliveryFixture.NO_OUTLETS,
                tasks::add,
                new WorkerThreads(new ManualExecutor(), null),
                fixture.timer,
                ListenerObserver.NONE,
                100);
    }

    private void runMembers() {
        for (var member : List.copyOf(tasks)) {
            tasks.remove(member);
            member.run();
        }
    }

    @Test
    void startsThoseAgainThatHaveGivenUpWhenItIsRenewed() {
        members.start();
        runMembers();
        assertThat(members.state()).isEqualTo(MqConsumer.State.FAILED);
        assertThat(tasks).isEmpty();

        members.renew(Duration.ofSeconds(1));

        assertThat(members.state()).isEqualTo(MqConsumer.State.STARTING);
        assertThat(tasks).hasSize(2);
    }

    /** They wait for each other: the last ones may give up, with the old settings, before it is their turn. */
    @Test
    void startsThoseAgainThatGiveUpBeforeItIsTheirTurnToBeRenewed() {
        members.start();
        assertThat(tasks).hasSize(2);
        // first it looks when its time is over, then, knowing who is there, how long it may wait for the first
        atNextLook.set(() -> atNextLook.set(this::runMembers));

        members.renew(Duration.ofSeconds(1));

        assertThat(members.state()).isEqualTo(MqConsumer.State.STARTING);
        assertThat(tasks).hasSize(2);
    }
}
