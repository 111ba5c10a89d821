// SPDX-License-Identifier: MIT
package io.mqconnector.engine.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.mqconnector.api.MqPing;
import io.mqconnector.engine.inbound.ManualTimer;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeClusterResult;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.internals.KafkaFutureImpl;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ClusterWatchTest {
    private static final ClusterWatch.Settings SETTINGS =
            new ClusterWatch.Settings(Map.of(), "b:9092", Duration.ofSeconds(1));

    private final ManualTimer timer = new ManualTimer();
    private final List<Runnable> constructions = new ArrayList<>();
    private final ClusterWatch watch =
            new ClusterWatch(new ClientFactory(constructions::add), "watch", SETTINGS, timer);

    @AfterEach
    void close() {
        timer.shutdownNow();
    }

    /** An admin client that says where the cluster is, at once or when it is told to. */
    private static final class FakeAdmin implements InvocationHandler {
        final KafkaFutureImpl<Collection<Node>> nodes = new KafkaFutureImpl<>();
        final CountDownLatch asked = new CountDownLatch(1);
        private final Runnable whenAsked;

        FakeAdmin(Runnable whenAsked) {
            this.whenAsked = whenAsked;
        }

        static FakeAdmin answering(Runnable whenAsked) {
            var admin = new FakeAdmin(whenAsked);
            admin.nodes.complete(List.of(new Node(1, "b", 9092)));
            return admin;
        }

        CompletableFuture<Admin> client() {
            return CompletableFuture.completedFuture((Admin)
                    Proxy.newProxyInstance(FakeAdmin.class.getClassLoader(), new Class<?>[] {Admin.class}, this));
        }

        @Override
        public @Nullable Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
            if (method.getName().equals("close")) {
                // as Kafka does with what is under way
                nodes.completeExceptionally(new KafkaException("the client was closed"));
                return null;
            }
            asked.countDown();
            whenAsked.run();
            Constructor<?> made = DescribeClusterResult.class.getDeclaredConstructors()[0];
            made.setAccessible(true);
            return made.newInstance(nodes, null, KafkaFuture.completedFuture("cluster"), null);
        }
    }

    @Test
    void makesNoClientThatNobodyWouldClose() {
        watch.close();

        assertThat(watch.missing(Set.of("t"))).isCompletedExceptionally();
        assertThat(watch.ping(Duration.ofSeconds(1)).isReachable()).isFalse();
        assertThat(constructions).isEmpty();
    }

    @Test
    void takesTheEndOfAClientThatIsReplacedForNoSignOfTheCluster() throws Exception {
        var old = new FakeAdmin(() -> {});
        watch.adopt(SETTINGS, old.client());
        var ping = CompletableFuture.supplyAsync(() -> watch.ping(Duration.ofSeconds(20)));
        assertThat(old.asked.await(20, TimeUnit.SECONDS)).isTrue();

        var known = new AtomicBoolean(true);
        watch.adopt(
                SETTINGS,
                FakeAdmin.answering(() -> known.set(watch.last() != null)).client());

        assertThat(ping.get(20, TimeUnit.SECONDS).isReachable()).isTrue();
        assertThat(known).as("what the end of the old one told").isFalse();
        assertThat(watch.last()).isNotNull().matches(MqPing::isReachable);
    }

    @Test
    void looksOnceAtATimeAfterAChangeThatComesDuringALook() {
        watch.adopt(SETTINGS, FakeAdmin.answering(() -> {}).client());
        watch.start();
        timer.tasks.clear();
        var during = FakeAdmin.answering(
                () -> watch.adopt(SETTINGS, FakeAdmin.answering(() -> {}).client()));
        watch.adopt(SETTINGS, during.client());

        timer.fire();

        assertThat(timer.tasks).hasSize(1);
        timer.fire();
        assertThat(timer.tasks).as("and so on").hasSize(1);
    }
}
