// SPDX-License-Identifier: MIT
package io.mqconnector.engine.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.mqconnector.api.MqMessage;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.junit.jupiter.api.Test;

class StripeRouterTest {
    private static final int KEYS = 10_000;

    private static MqMessage keyed(int key) {
        return MqMessage.of("t", "user-" + key, new byte[0]);
    }

    @Test
    void sendsOneKeyAlwaysToOneStripe() {
        var router = new StripeRouter(4);

        for (int key = 0; key < KEYS; key++) {
            assertThat(router.route(keyed(key))).isEqualTo(router.route(keyed(key)));
        }
    }

    @Test
    void spreadsKeysEvenly() {
        var router = new StripeRouter(4);
        var counts = new int[4];

        for (int key = 0; key < KEYS; key++) {
            counts[router.route(keyed(key))]++;
        }

        assertThat(Arrays.stream(counts).min().orElseThrow()).isGreaterThan(KEYS / 4 * 8 / 10);
    }

    @Test
    void givesEveryStripeKeysOfEveryPartition() {
        var router = new StripeRouter(4);
        var counts = new int[4][4];

        for (int key = 0; key < KEYS; key++) {
            int partition = BuiltInPartitioner.partitionForKey(("user-" + key).getBytes(StandardCharsets.UTF_8), 4);
            counts[router.route(keyed(key))][partition]++;
        }

        for (int[] ofStripe : counts) {
            assertThat(Arrays.stream(ofStripe).min().orElseThrow()).isGreaterThan(KEYS / 16 / 2);
        }
    }

    @Test
    void keepsKeylessMessagesOfAnExplicitPartitionTogether() {
        var router = new StripeRouter(8);
        var message = MqMessage.builder("t").partition(3).build();

        var here = router.route(message);
        var there = new int[1];
        var thread = new Thread(() -> there[0] = router.route(message));
        thread.start();
        join(thread);

        assertThat(there[0]).isEqualTo(here);
    }

    @Test
    void keepsKeylessMessagesOfAThreadTogether() {
        var router = new StripeRouter(8);

        assertThat(router.route(MqMessage.of("a", new byte[0])))
                .isEqualTo(router.route(MqMessage.of("b", new byte[0])));
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
