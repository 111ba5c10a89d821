// SPDX-License-Identifier: MIT
package io.mqconnector.broker;

import java.util.concurrent.CountDownLatch;

/** A JVM with a {@link BrokerProcess}, to be killed: prints the child's process id and stays. */
final class ParentProgram {
    private ParentProgram() {}

    @SuppressWarnings("SystemOut")
    public static void main(String[] args) throws InterruptedException {
        try (BrokerProcess broker = BrokerProcess.builder().start()) {
            System.out.println(broker.pid());
            new CountDownLatch(1).await();
        }
    }
}
