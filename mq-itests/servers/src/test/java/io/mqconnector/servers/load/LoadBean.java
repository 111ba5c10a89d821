// SPDX-License-Identifier: MIT
package io.mqconnector.servers.load;

import io.mqconnector.api.MqMessage;
import io.mqconnector.api.MqMessageListener;
import io.mqconnector.api.MqMetadata;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Takes its time with each message; the deployment descriptor declares it many times. */
public class LoadBean implements MqMessageListener {
    private static final long WORK_MILLIS = 20;

    @Override
    public void onMessage(MqMessage message, MqMetadata metadata) throws InterruptedException {
        // nothing ever opens it
        boolean unused = new CountDownLatch(1).await(WORK_MILLIS, TimeUnit.MILLISECONDS);
    }
}
