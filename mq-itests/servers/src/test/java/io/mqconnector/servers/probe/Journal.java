// SPDX-License-Identifier: MIT
package io.mqconnector.servers.probe;

import java.util.concurrent.CountDownLatch;

/**
 * What happened in the running delivery, in order, from whichever thread. Thread-safe.
 *
 * <p>Kept in system properties: the resource adapter, the application and the data source may each have a copy of this
 * class, on loaders that do not see each other.
 */
public final class Journal {
    private static final String TEXT = "mq.probe.journal";
    private static final String PARK_AT = "mq.probe.park-at";

    private Journal() {}

    static void begin(String pointToParkAt) {
        synchronized (System.getProperties()) {
            System.setProperty(TEXT, "");
            System.setProperty(PARK_AT, pointToParkAt);
        }
    }

    /** Adds an entry; at the point where this delivery is to stay, it stays until the process is killed. */
    public static void add(String entry) {
        var parkAt = System.getProperty(PARK_AT, "");
        boolean isLast = !parkAt.isEmpty() && entry.startsWith(parkAt);
        append(entry);
        if (isLast) {
            append("parked");
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    public static String text() {
        return System.getProperty(TEXT, "");
    }

    private static void append(String entry) {
        synchronized (System.getProperties()) {
            System.setProperty(TEXT, text().isEmpty() ? entry : text() + ", " + entry);
        }
    }
}
