// SPDX-License-Identifier: MIT
package io.mqconnector.engine.monitoring;

import io.mqconnector.api.MqNotification;
import io.mqconnector.engine.log.MqLog;
import io.mqconnector.engine.telling.TellingQueue;
import io.mqconnector.spi.MqNotifier;
import java.util.concurrent.atomic.LongAdder;

/** One notifier: what it does not take, and what is too much for it, is counted and logged. Thread-safe. */
final class ToldNotifier implements TellingQueue.Audience<MqNotification> {
    private final MqLog log = MqLog.of(ToldNotifier.class);
    private final MqNotifier notifier;
    private final MqLog.Limit failures;
    private final LongAdder dropped;
    private final LongAdder failed;

    /**
     * @param failures limits what is said of them
     * @param dropped counts those that were too many
     * @param failed counts those that were not taken
     */
    ToldNotifier(MqNotifier notifier, MqLog.Limit failures, LongAdder dropped, LongAdder failed) {
        this.notifier = notifier;
        this.failures = failures;
        this.dropped = dropped;
        this.failed = failed;
    }

    @Override
    public void tell(MqNotification notification) throws Exception {
        notifier.onNotification(notification);
    }

    @Override
    public void failed(MqNotification notification, Throwable why) {
        failed.increment();
        if (failures.permits()) {
            log.notifierFailed(name(), notification.type().word(), why);
        }
    }

    @Override
    public void dropped() {
        dropped.increment();
        if (failures.permits()) {
            log.notificationsDropped(name(), dropped.sum());
        }
    }

    private String name() {
        return notifier.getClass().getName();
    }
}
