// SPDX-License-Identifier: MIT
package io.mqconnector.itests.lives;

import io.mqconnector.api.Mq;
import io.mqconnector.api.MqConfig;
import io.mqconnector.api.MqMessage;
import io.mqconnector.engine.runtime.ClosingClasses;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Starts a connector in the class loader that this class is loaded by; whoever calls closes it. */
public final class ClosingDriver implements Callable<AutoCloseable> {
    private final String brokers;
    private final String topic;

    /** @param topic sent to and listened to before; empty for neither */
    public ClosingDriver(String brokers, String topic) {
        this.brokers = brokers;
        this.topic = topic;
    }

    @Override
    @SuppressWarnings("MustBeClosedChecker") // by whoever calls
    public AutoCloseable call() throws Exception {
        var mq = Mq.create(MqConfig.builder()
                .brokers(brokers)
                .set("mq.consumer.auto-offset-reset", "earliest")
                .build());
        if (!topic.isEmpty()) {
            var delivered = new CountDownLatch(1);
            var consumer = mq.consumer("closing").topics(topic).start((message, metadata) -> delivered.countDown());
            mq.producer().send(MqMessage.builder(topic).value("hello").build());
            if (!delivered.await(1, TimeUnit.MINUTES)) {
                throw new IllegalStateException("nothing was delivered");
            }
            consumer.close();
        }
        ClosingClasses.load();
        return mq;
    }
}
