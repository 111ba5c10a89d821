// SPDX-License-Identifier: MIT
package io.mqconnector.servers.load;

import io.mqconnector.api.MqMessage;
import io.mqconnector.api.MqMessageListener;
import io.mqconnector.api.MqMetadata;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Takes its time with each message; the deployment descriptor declares it many times. */
public class LoadBean implements MqMessageListener {
    /** How many there are for each listener: enough that none ends before all have fetched, be the machine slow. */
    public static final int MESSAGES = 320;
    /** System property: how many listeners had begun when the first got its last message. */
    public static final String BEGUN = "mq.load.begun";

    private static final long WORK_MILLIS = 20;
    private static final Map<String, AtomicInteger> RECEIVED = new ConcurrentHashMap<>();

    @Override
    public void onMessage(MqMessage message, MqMetadata metadata) throws InterruptedException {
        var received = RECEIVED.computeIfAbsent(metadata.context().listener(), unseen -> new AtomicInteger());
        if (received.incrementAndGet() == MESSAGES) {
            System.getProperties().putIfAbsent(BEGUN, Integer.toString(RECEIVED.size()));
        }
        // nothing ever opens it
        boolean unused = new CountDownLatch(1).await(WORK_MILLIS, TimeUnit.MILLISECONDS);
    }
}
